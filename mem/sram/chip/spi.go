package chip

import (
	"fmt"

	"periph.io/x/conn/v3"
	"periph.io/x/conn/v3/physic"
	"periph.io/x/conn/v3/spi"
)

// Linux's spidev copies a transaction through a buffer of bufsiz bytes, 4096 unless a module parameter says otherwise; on arm64 it rounds
// each packet up to 128 bytes there. These rules are kept everywhere: they cost little, and transactions then do not depend on the machine.
const (
	defaultMaxTx = 4096
	packetAlign  = 128
	maxPackets   = 32
)

// SPI is a Bus, and a Batcher, over a periph connection.
type SPI struct {
	c       spi.Conn
	max     int
	w, r    []byte // scratch: periph wants what is sent and what is read in buffers of one length
	packets []spi.Packet
	traffic
}

var _ Batcher = &SPI{}

// NewSPI connects to a chip at clock, which is also what the bus is assumed to run at.
func NewSPI(p spi.Port, clock physic.Frequency) (*SPI, error) {
	c, err := p.Connect(clock, spi.Mode0, 8)
	if err != nil {
		return nil, fmt.Errorf("connecting to %s: %w", p, err)
	}
	if c.Duplex() == conn.Half {
		return nil, fmt.Errorf("%s: half duplex: memory chips need a line each way", p)
	}
	limit := defaultMaxTx
	if l, ok := c.(conn.Limits); ok && l.MaxTxSize() > 0 {
		limit = l.MaxTxSize()
	}
	if limit > packetAlign {
		limit -= limit % packetAlign
	}
	return &SPI{c: c, max: limit}, nil
}

func (b *SPI) String() string { return b.c.String() }

// MaxFrame implements Bus.
func (b *SPI) MaxFrame() int { return b.max }

// Frame implements Bus.
func (b *SPI) Frame(header, write, read []byte) error {
	b.reset()
	f := Frame{header, write, read}
	p := b.add(f)
	if err := b.c.Tx(p.W, p.R); err != nil {
		return err
	}
	b.count(f)
	copy(read, tail(p.R, len(read)))
	return nil
}

// Frames implements Batcher.
func (b *SPI) Frames(frames []Frame) (int, error) {
	done := 0
	for done < len(frames) {
		n := b.fits(frames[done:])
		b.reset()
		for _, f := range frames[done : done+n] {
			b.packets = append(b.packets, b.add(f))
		}
		if err := b.c.TxPackets(b.packets); err != nil {
			return done, err
		}
		b.count(frames[done : done+n]...)
		for i, f := range frames[done : done+n] {
			copy(f.Read, tail(b.packets[i].R, len(f.Read)))
		}
		done += n
	}
	return done, nil
}

// fits counts the frames that one transaction can take, at least one: no frame is longer than MaxFrame.
func (b *SPI) fits(frames []Frame) int {
	total := 0
	for i, f := range frames {
		n := f.len()
		n += -n & (packetAlign - 1)
		if total += n; i > 0 && (total > b.max || i == maxPackets) {
			return i
		}
	}
	return len(frames)
}

func (b *SPI) reset() {
	b.w, b.r, b.packets = b.w[:0], b.r[:0], b.packets[:0]
}

// add lays a frame out in the scratch buffers. A packet keeps the array it was made with when a later frame makes them grow.
func (b *SPI) add(f Frame) spi.Packet {
	from := len(b.w)
	b.w = append(b.w, f.Header...)
	b.w = append(b.w, f.Write...)
	b.w = append(b.w, make([]byte, len(f.Read))...)
	p := spi.Packet{W: b.w[from:len(b.w):len(b.w)]}
	if len(f.Read) > 0 {
		from = len(b.r)
		b.r = append(b.r, make([]byte, len(p.W))...)
		p.R = b.r[from:len(b.r):len(b.r)]
	}
	return p
}

func tail(b []byte, n int) []byte { return b[len(b)-min(n, len(b)):] }
