package spidevtest

import (
	"errors"
	"fmt"
	"sync"

	"periph.io/x/conn/v3/physic"
	"periph.io/x/conn/v3/spi"
)

// A Bus is SPI bus 0 with its chips. Its fields must not change while a program runs.
type Bus struct {
	// Chips are what the chip selects select: Chips[1] is at /dev/spidev0.1. Each is connected by the first message for it, and again by one
	// at another speed or in another mode. A port that takes one connection, as periph's do, refuses that: then all messages must be of one kind.
	Chips []spi.Port

	// BufSize is the module parameter bufsiz of spidev: how many bytes one message may send, and how many it may receive. 0 means 4096,
	// as in the kernel.
	BufSize int

	// Align is to what the kernel rounds up each transfer when it counts against BufSize: ARCH_DMA_MINALIGN, 128 on arm64. 0 means 1.
	Align int

	mu    sync.Mutex
	lines []*line
	stats Stats
	errs  []error
}

// Stats count what the chips were told.
type Stats struct {
	Messages int // SPI_IOC_MESSAGE calls that reached a chip
	Frames   int // times that a chip select went low and high again
	Bytes    int // clocked
}

// Stats returns the counts so far.
func (b *Bus) Stats() Stats {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.stats
}

// Err returns what the chips did not like: the program saw an input/output error or an invalid argument in its place.
func (b *Bus) Err() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return errors.Join(b.errs...)
}

func (b *Bus) bufSize() int {
	if b.BufSize == 0 {
		return 4096
	}
	return b.BufSize
}

// A line is a chip select with its settings, as spidev keeps them.
type line struct {
	port spi.Port
	conn spi.Conn // nil before the first message
	use  settings // of conn
	set  settings // what the next message uses where it does not say
}

type settings struct {
	mode spi.Mode
	bits uint8
	hz   uint32
}

// defaultHz is the speed of a chip for which neither board nor program says one.
const defaultHz = 1_000_000

// open makes the lines. They stay for all programs that run on the bus, as do the chips.
func (b *Bus) open() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.lines == nil {
		for _, port := range b.Chips {
			b.lines = append(b.lines, &line{port: port, set: settings{mode: spi.Mode0, bits: 8, hz: defaultHz}})
		}
	}
}

// send gives packets to the chip, all at one speed.
func (b *Bus) send(l *line, s settings, packets []spi.Packet) error {
	if err := l.connect(s); err != nil {
		return b.note(err)
	}
	if err := l.conn.TxPackets(packets); err != nil {
		return b.note(fmt.Errorf("%s: %w", l.port, err))
	}
	b.count(l, packets)
	return nil
}

// connect makes the connection, where there is none of that kind.
func (l *line) connect(s settings) error {
	if l.conn != nil && s == l.use {
		return nil
	}
	conn, err := l.port.Connect(physic.Frequency(s.hz)*physic.Hertz, s.mode, int(s.bits))
	if err != nil {
		return fmt.Errorf("%s: a message with %+v: %w", l.port, s, err)
	}
	l.conn, l.use = conn, s
	return nil
}

// note remembers an error for Err.
func (b *Bus) note(err error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	const most = 20
	if len(b.errs) < most {
		b.errs = append(b.errs, err)
	}
	return err
}

func (b *Bus) count(l *line, packets []spi.Packet) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.stats.Messages++
	for _, p := range packets {
		b.stats.Bytes += max(len(p.W), len(p.R))
		if !p.KeepCS {
			b.stats.Frames++
		}
	}
}
