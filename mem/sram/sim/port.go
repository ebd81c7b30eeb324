package sim

import (
	"errors"
	"fmt"

	"periph.io/x/conn/v3"
	"periph.io/x/conn/v3/physic"
	"periph.io/x/conn/v3/spi"
)

// Port is the port of one chip select, with the rules of Linux's sysfs ports.
type Port struct {
	bus        *Bus
	chipSelect int
	limit      physic.Frequency
	connected  bool
}

var _ spi.PortCloser = &Port{}

func (p *Port) String() string { return fmt.Sprintf("%s.%d", p.bus.opts.Name, p.chipSelect) }

// Close implements spi.PortCloser. The bus and its chips stay.
func (p *Port) Close() error { return nil }

// LimitSpeed implements spi.PortCloser.
func (p *Port) LimitSpeed(f physic.Frequency) error {
	if err := checkClock(f); err != nil {
		return err
	}
	p.limit = f
	return nil
}

// Connect implements spi.Port.
func (p *Port) Connect(f physic.Frequency, mode spi.Mode, bits int) (spi.Conn, error) {
	if err := checkClock(f); err != nil {
		return nil, err
	}
	if mode != spi.Mode0 && mode != spi.Mode3 {
		return nil, fmt.Errorf("%s: the chips work in modes 0 and 3, not in %s", p, mode)
	}
	if bits != 8 {
		return nil, fmt.Errorf("%s: %d bits per word: the chips want 8", p, bits)
	}
	if p.connected {
		return nil, fmt.Errorf("%s: Connect can be called only once", p)
	}
	p.connected = true
	return &portConn{port: p, asked: f}, nil
}

func checkClock(f physic.Frequency) error {
	if f < 100*physic.Hertz || f > physic.GigaHertz {
		return fmt.Errorf("invalid clock %s: 100 Hz to 1 GHz", f)
	}
	return nil
}

// portConn is a Port once it is connected.
type portConn struct {
	port    *Port
	asked   physic.Frequency
	out, in []byte // of a transaction, as the host sees it
	frames  []frame
	single  [1]spi.Packet
}

var (
	_ spi.Conn    = &portConn{}
	_ conn.Limits = &portConn{}
)

func (c *portConn) String() string { return c.port.String() }

// Duplex implements conn.Conn.
func (c *portConn) Duplex() conn.Duplex { return conn.Full }

// MaxTxSize implements conn.Limits.
func (c *portConn) MaxTxSize() int { return c.port.bus.opts.MaxTxSize }

// Tx implements conn.Conn.
func (c *portConn) Tx(w, r []byte) error {
	c.single[0] = spi.Packet{W: w, R: r}
	return c.transact(c.single[:])
}

// TxPackets implements spi.Conn.
func (c *portConn) TxPackets(p []spi.Packet) error {
	if c.port.bus.opts.NoPackets {
		return errors.New("TxPackets is not implemented")
	}
	return c.transact(p)
}

func (c *portConn) transact(packets []spi.Packet) error {
	if err := c.check(packets); err != nil {
		return fmt.Errorf("%s: %w", c, err)
	}
	c.gather(packets)
	err := c.port.bus.transact(c.port.chipSelect, c.frames, c.clock())
	in := c.in
	for _, p := range packets {
		n := length(p)
		copy(p.R, in[:n])
		in = in[n:]
	}
	if err != nil {
		return fmt.Errorf("%s: %w", c, err)
	}
	return nil
}

// gather lays out what packets send, and room for what they read, and makes frames of it.
func (c *portConn) gather(packets []spi.Packet) {
	c.out, c.frames = c.out[:0], c.frames[:0]
	for _, p := range packets {
		c.out = append(c.out, p.W...)
		c.out = append(c.out, make([]byte, length(p)-len(p.W))...)
	}
	c.in = append(c.in[:0], c.out...)
	from, to := 0, 0
	for _, p := range packets {
		if to += length(p); !p.KeepCS {
			c.frames = append(c.frames, frame{c.out[from:to], c.in[from:to]})
			from = to
		}
	}
}

// length is how many bytes a packet takes on the wires.
func length(p spi.Packet) int { return max(len(p.W), len(p.R)) }

func (c *portConn) check(packets []spi.Packet) error {
	o := &c.port.bus.opts
	total, rounded := 0, 0
	for _, p := range packets {
		if len(p.W) != len(p.R) && len(p.W) > 0 && len(p.R) > 0 {
			return fmt.Errorf("buffers of %d and %d bytes: they must have the same size, or one none", len(p.W), len(p.R))
		}
		if p.BitsPerWord != 0 && p.BitsPerWord != 8 {
			return fmt.Errorf("%d bits per word", p.BitsPerWord)
		}
		n := length(p)
		total += n
		rounded += (n + o.PacketAlign - 1) / o.PacketAlign * o.PacketAlign
	}
	switch {
	case total == 0:
		return errors.New("empty transaction")
	case total > o.MaxTxSize:
		return fmt.Errorf("a transaction of %d bytes: the limit is %d", total, o.MaxTxSize)
	case rounded > o.MaxTxSize:
		return fmt.Errorf("a transaction of %d bytes that needs %d in the kernel's buffer: the limit is %d", total, rounded, o.MaxTxSize)
	case packets[len(packets)-1].KeepCS:
		return errors.New("the last packet leaves the chip selected")
	}
	return nil
}

// clock is what the bus runs at.
func (c *portConn) clock() physic.Frequency {
	if l := c.port.limit; l != 0 {
		return min(l, c.asked)
	}
	return c.asked
}
