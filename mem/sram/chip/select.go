package chip

import (
	"errors"
	"fmt"

	"periph.io/x/conn/v3"
	"periph.io/x/conn/v3/gpio"
	"periph.io/x/conn/v3/physic"
	"periph.io/x/conn/v3/spi"
)

// SelectedBy is a port whose chip is selected by a pin, low while a frame runs, instead of the bus's own chip select, which stays as it is: so
// as many chips can hang on a bus as there are pins. The bus must know the mode NoCS. Each frame is a transaction of its own, so it takes
// longer than a chip select of the bus.
func SelectedBy(p spi.PortCloser, pin gpio.PinOut) spi.PortCloser { return &selectPort{p, pin} }

type selectPort struct {
	spi.PortCloser
	pin gpio.PinOut
}

func (p *selectPort) String() string { return fmt.Sprintf("%v@%s", p.PortCloser, p.pin.Name()) }

// Connect implements spi.Port.
func (p *selectPort) Connect(f physic.Frequency, mode spi.Mode, bits int) (spi.Conn, error) {
	if err := p.pin.Out(gpio.High); err != nil {
		return nil, fmt.Errorf("%v: deselecting the chip: %w", p, err)
	}
	c, err := p.PortCloser.Connect(f, mode|spi.NoCS, bits)
	if err != nil {
		return nil, err
	}
	limit := 0
	if l, ok := c.(conn.Limits); ok {
		limit = l.MaxTxSize()
	}
	return &selectConn{c, p, limit}, nil
}

type selectConn struct {
	spi.Conn
	port  *selectPort
	limit int
}

var _ conn.Limits = &selectConn{}

func (c *selectConn) String() string { return c.port.String() }

// MaxTxSize implements conn.Limits.
func (c *selectConn) MaxTxSize() int { return c.limit }

// Tx implements conn.Conn.
func (c *selectConn) Tx(w, r []byte) error {
	return c.selected(func() error { return c.Conn.Tx(w, r) })
}

// TxPackets implements spi.Conn: one transaction for each frame.
func (c *selectConn) TxPackets(packets []spi.Packet) error {
	for len(packets) > 0 {
		n := 1
		for n < len(packets) && packets[n-1].KeepCS {
			n++
		}
		frame := packets[:n]
		if err := c.selected(func() error { return c.Conn.TxPackets(frame) }); err != nil {
			return err
		}
		packets = packets[n:]
	}
	return nil
}

// selected runs a frame while the chip is selected.
func (c *selectConn) selected(run func() error) error {
	err := c.port.pin.Out(gpio.Low)
	if err == nil {
		err = run()
	}
	if high := c.port.pin.Out(gpio.High); high != nil {
		err = errors.Join(err, fmt.Errorf("%v: deselecting the chip: %w", c.port, high))
	}
	return err
}
