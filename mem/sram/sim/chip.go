package sim

import (
	"fmt"
	"time"

	"periph.io/x/conn/v3/physic"

	"github.com/wasm2go/wasm2go/mem/sram/chip"
)

// Chip says which chip is emulated, and how.
type Chip struct {
	// Name of the chip, as in package chip. Empty: nothing is connected.
	Name string
	// Seed of the random content after power-up.
	Seed uint64
	// File keeps the content of FRAM or MRAM, but not its block protection. It is made if it does not exist, and nobody else's until Close.
	File string
	// Lenient chips do what real ones would, without a word, where strict ones return an error. Counters.Misuses counts it.
	Lenient bool
	// PullDown makes the host read zeros, instead of ones, where no chip drives the line.
	PullDown bool
	// TCEM is how long a PSRAM may be selected. 0: as in the table.
	TCEM time.Duration
	// BadDie makes a PSRAM answer that it failed its test.
	BadDie bool
	// Protect is the block protection of FRAM or MRAM at start: chip.StatusBP bits.
	Protect byte
	// KeepWEL: the write enable latch of FRAM or MRAM stays set behind a write. Data sheets of MRAM disagree.
	KeepWEL bool
}

// device is an emulated chip.
type device struct {
	opts    Chip
	chip    *chip.Chip
	content *content
	model   model
	float   byte
	silence *silence // nil: it answers
}

// model is the behaviour of a family.
type model interface {
	// run is one frame, of at least one byte. It does what the chip does with f.in and sets f.out where the chip answers. It returns the
	// first thing that a correct host would not have done, which may be what the chip ignores.
	run(d *device, f frame, clock physic.Frequency) error
	powerUp(d *device, now time.Time)
}

func newDevice(o Chip, now func() time.Time) (*device, error) {
	d := &device{opts: o, float: 0xff, chip: &chip.Chip{}, model: absent{}}
	if o.PullDown {
		d.float = 0
	}
	if o.Name != "" {
		c, err := chip.Lookup(o.Name)
		if err != nil {
			return nil, err
		}
		d.chip, d.opts.Name = c, c.Name
		d.model = newModel(c.Family, now)
	}
	if o.File != "" && !d.chip.NonVolatile() {
		return nil, fmt.Errorf("%s: its content is volatile: it cannot be kept in %s", o.Name, o.File)
	}
	var err error
	if d.content, err = newContent(d.chip.Size, o.Seed, o.File); err != nil {
		return nil, fmt.Errorf("%s: %w", d.opts.Name, err)
	}
	d.model.powerUp(d, now())
	return d, nil
}

func newModel(f chip.Family, now func() time.Time) model {
	switch f {
	case chip.PSRAM:
		return &psram{now: now}
	case chip.FRAM:
		return &fram{}
	}
	return &serialSRAM{}
}

func (d *device) powerOff() {
	if !d.chip.NonVolatile() {
		d.content.forget()
	}
}

func (d *device) run(f frame, clock physic.Frequency) error {
	if d.silence != nil {
		d.silence.fill([]frame{f}, 0)
		return nil
	}
	for i := range f.out {
		f.out[i] = d.float
	}
	err := d.model.run(d, f, clock)
	if err == nil && d.chip.MaxClock != 0 && clock > d.chip.MaxClock {
		err = fmt.Errorf("clock too high: %s, the chip takes %s", clock, d.chip.MaxClock)
	}
	return err
}

// address takes the address behind the command. There must be one, and data behind it and the dummy bytes.
func (d *device) address(f frame, dummy int) (addr uint64, data frame, err error) {
	n := 1 + d.chip.AddrBytes + dummy
	if len(f.in) <= n {
		return 0, frame{}, fmt.Errorf("wrong frame length: command %02x with %d bytes; it has %d of command, address and dummies, and then data",
			f.in[0], len(f.in), n)
	}
	for _, b := range f.in[1 : 1+d.chip.AddrBytes] {
		addr = addr<<8 | uint64(b)
	}
	return addr % d.chip.Size, frame{f.in[n:], f.out[n:]}, nil
}

// move reads or writes data from addr on. Addresses count up within a window of so many bytes (a power of two) and then start over at its
// beginning; wraps says whether they did.
func (d *device) move(addr uint64, data frame, write bool, window uint64) (wraps bool) {
	wraps = uint64(len(data.in)) > window-addr%window
	for len(data.in) > 0 {
		n := min(uint64(len(data.in)), window-addr%window)
		if write {
			n = d.content.write(addr, data.in[:n])
		} else {
			n = d.content.read(addr, data.out[:n])
		}
		data = frame{data.in[n:], data.out[n:]}
		addr += n
		if addr%window == 0 {
			addr -= window
		}
	}
	return wraps
}

// exactly checks the length of a frame that must have n bytes.
func exactly(f frame, n int) error {
	if len(f.in) != n {
		return fmt.Errorf("wrong frame length: command %02x with %d bytes; it has %d", f.in[0], len(f.in), n)
	}
	return nil
}

// answer sets what a register command reads, over and over; there must be a byte for it.
func answer(f frame, behind int, value ...byte) error {
	if len(f.in) <= behind {
		return fmt.Errorf("wrong frame length: command %02x with %d bytes; it has at least %d", f.in[0], len(f.in), behind+1)
	}
	for i := range f.out[behind:] {
		f.out[behind+i] = value[i%len(value)]
	}
	return nil
}

func badCommand(f frame) error { return fmt.Errorf("bad command %02x", f.in[0]) }

// absent is no chip at all.
type absent struct{}

func (absent) run(*device, frame, physic.Frequency) error { return nil }
func (absent) powerUp(*device, time.Time)                 {}
