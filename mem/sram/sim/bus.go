// Package sim emulates memory chips behind an SPI bus, for tests and for programs that run without hardware. The chips are strict: what a real
// one would not do, or would do wrongly without a word, is an error that says what was wrong.
package sim

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"periph.io/x/conn/v3/physic"

	"github.com/wasm2go/wasm2go/mem/sram"
)

// Opts describes the host's side of the bus.
type Opts struct {
	// Name is what ports are called: "SPI0" makes SPI0.0, SPI0.1. Default: "sim".
	Name string
	// MaxTxSize is the limit of a transaction in bytes, like bufsiz of Linux's spidev. 0: 4096.
	MaxTxSize int
	// PacketAlign is what each packet is rounded up to before it is held against MaxTxSize. 0: 128, as on arm64.
	PacketAlign int
	// NoPackets makes TxPackets fail, as with many periph ports.
	NoPackets bool
	// Overhead is the time modelled for a transaction besides its bits. 0: 60 us; negative: none.
	Overhead time.Duration
	// Gap is the time modelled between two frames of one transaction. 0: 10 us, as Linux does; negative: none.
	Gap time.Duration
	// Now tells the time, for the wait after power-up. Default: time.Now.
	Now func() time.Time
}

// Bus is an emulated bus with chips on it, one a chip select. It is not safe for concurrent use.
type Bus struct {
	opts     Opts
	chips    []*device
	counters Counters
	faults   []*Fault
	noise    Noise
	random   *rand.Rand // of the noise
	calm     bool

	disturbed bool // what is sent now is not what the host meant
	off       bool
}

// Counters is what has happened on a bus.
type Counters struct {
	Transactions uint64        // calls of Tx and TxPackets, failed ones included
	Frames       uint64        // times that a chip was selected
	Bytes        uint64        // on the wires, commands and addresses included
	Misuses      uint64        // things that a correct driver would not have done
	Time         time.Duration // modelled: bits at the clock, Opts.Overhead for each transaction, and Opts.Gap for each frame but its first
}

// New makes a bus with chips on chip selects 0, 1, and so on, all under power.
func New(o Opts, chips ...Chip) (*Bus, error) {
	b := &Bus{opts: o.withDefaults()}
	for _, c := range chips {
		d, err := newDevice(c, b.opts.Now)
		if err != nil {
			return nil, errors.Join(err, b.Close())
		}
		b.chips = append(b.chips, d)
	}
	return b, nil
}

func (o Opts) withDefaults() Opts {
	if o.Name == "" {
		o.Name = "sim"
	}
	if o.MaxTxSize == 0 {
		o.MaxTxSize = 4096
	}
	if o.PacketAlign == 0 {
		o.PacketAlign = 128
	}
	if o.Overhead == 0 {
		o.Overhead = sram.DefaultOverhead
	}
	o.Overhead = max(o.Overhead, 0)
	if o.Gap == 0 {
		o.Gap = sram.DefaultGap
	}
	o.Gap = max(o.Gap, 0)
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Port opens the port of a chip select; it may be opened again, like a device file.
func (b *Bus) Port(chipSelect int) *Port {
	return &Port{bus: b, chipSelect: chipSelect}
}

// Counters returns what has happened so far.
func (b *Bus) Counters() Counters { return b.counters }

// PowerOff cuts the power: volatile content is lost, and transactions fail until PowerOn.
func (b *Bus) PowerOff() {
	b.off = true
	for _, c := range b.chips {
		c.powerOff()
	}
}

// PowerOn brings the power back. Chips are then as after any power-up: in their first mode, with random content or what they kept.
func (b *Bus) PowerOn() {
	b.off = false
	for _, c := range b.chips {
		c.model.powerUp(c, b.opts.Now())
	}
}

// Close closes the files of chips that have one. Nothing may be written after it.
func (b *Bus) Close() error {
	var errs []error
	for _, c := range b.chips {
		errs = append(errs, c.content.close())
	}
	return errors.Join(errs...)
}

// Peek copies a chip's content at addr into p, past the bus. It is for tests.
func (b *Bus) Peek(chipSelect int, addr uint64, p []byte) {
	for len(p) > 0 {
		n := b.chips[chipSelect].content.read(addr, p)
		p, addr = p[n:], addr+n
	}
}

// frame is one selection of a chip: in is what the host sends, as long as out, what it reads.
type frame struct{ in, out []byte }

// transact is one transaction.
func (b *Bus) transact(chipSelect int, frames []frame, clock physic.Frequency) error {
	b.counters.Transactions++
	b.counters.Time += b.opts.Overhead
	if b.off {
		return errors.New("no power")
	}
	for _, c := range b.chips {
		if c.silence != nil && c.silence.until < b.counters.Transactions {
			c.back(b.opts.Now())
		}
	}
	if fault := b.nextFault(); fault != nil {
		return fault.strike(b, transaction{chipSelect, frames, clock})
	}
	return b.run(transaction{chipSelect, frames, clock})
}

// transaction is what a chip is sent at once.
type transaction struct {
	chipSelect int
	frames     []frame
	clock      physic.Frequency
}

// cut is its beginning.
func (t transaction) cut(bytes int) transaction {
	var frames []frame
	for _, f := range t.frames {
		n := min(bytes, len(f.in))
		frames = append(frames, frame{f.in[:n], f.out[:n]})
		bytes -= n
	}
	return transaction{t.chipSelect, frames, t.clock}
}

// run is a transaction to the end, or to what a strict chip does not take.
func (b *Bus) run(t transaction) error {
	for i, f := range t.frames {
		if len(f.in) == 0 {
			continue
		}
		if i > 0 {
			b.counters.Time += b.opts.Gap
		}
		if err := b.runFrame(t.chipSelect, f, t.clock); err != nil {
			return err
		}
	}
	return nil
}

// runDisturbed is a transaction that is not what the host meant: the chip makes of it what it can, and nobody is to blame.
func (b *Bus) runDisturbed(t transaction) error {
	b.disturbed = true
	defer func() { b.disturbed = false }()
	return b.run(t)
}

// runFrame selects a chip once.
func (b *Bus) runFrame(chipSelect int, f frame, clock physic.Frequency) error {
	b.counters.Frames++
	b.counters.Bytes += uint64(len(f.in))
	b.counters.Time += busTime(len(f.in), clock)
	c := b.chips[chipSelect]
	err := c.run(f, clock)
	if c.content.err != nil {
		return fmt.Errorf("%s: %w", c.opts.Name, c.content.err)
	}
	if err == nil || b.disturbed {
		return nil
	}
	b.counters.Misuses++
	if c.opts.Lenient {
		return nil
	}
	return fmt.Errorf("%s: %w", c.opts.Name, err)
}

func busTime(bytes int, clock physic.Frequency) time.Duration {
	hz := int64(clock / physic.Hertz)
	return time.Duration(int64(bytes) * 8 * int64(time.Second) / hz)
}
