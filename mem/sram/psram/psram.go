// Package psram is a driver for serial PSRAM: AP Memory's APS6404L and its kin (ESP-PSRAM64, LY68L6400, IPS6404) and ISSI's IS66WVS chips,
// of 1 to 16 MiB.
//
// PSRAM is dynamic: it refreshes itself only while it is not selected. So a frame must end within tCEM, a few microseconds, and the driver
// sends only as many bytes in it as take half of that at the clock that it asks for: the bus may really run at half of it. What remains is
// that the bus must not pause within a frame. A microcontroller can promise that; Linux cannot: a frame that is interrupted may lose bits
// anywhere in the chip. Prefer serial SRAM, FRAM or MRAM there.
//
// The content is random after power-up.
package psram

import (
	"fmt"
	"time"

	"periph.io/x/conn/v3"
	"periph.io/x/conn/v3/physic"
	"periph.io/x/conn/v3/spi"

	"github.com/wasm2go/wasm2go/mem/sram/chip"
)

// Opts says which chip is there and how to talk to it.
type Opts struct {
	// Chip is its name, for example "APS6404L". Empty: whatever its ID says; makers that share an ID are not told apart.
	Chip string
	// Clock that the bus is asked for; if it runs at less than half of it, frames take too long. 0: 20 MHz. Above 33 MHz reads need a dummy
	// byte.
	Clock physic.Frequency
	// TCEM is how long the chip may be selected at most. The ID does not tell. 0: what the common temperature grade allows (8 us; ISSI 4 us).
	// Extended grades: AP Memory 3 us, ISSI 1 us. Half of it is for a frame, which takes a clock of 10 MHz at 8 us, 20 MHz at 4 us, 27 MHz at
	// 3 us, and 96 MHz at 1 us.
	TCEM time.Duration
}

// DefaultOpts takes any chip that says in its ID what it is.
var DefaultOpts = Opts{Clock: 20 * physic.MegaHertz}

// Dev is a chip that is ready for use. Not safe for concurrent use.
type Dev struct {
	*chip.Memory
}

var _ conn.Resource = &Dev{}

// NewSPI opens a chip on a port of its own chip select.
func NewSPI(p spi.Port, o *Opts) (*Dev, error) { return open(chip.OnPort(p), o) }

// New opens a chip on any other bus; it must run at o.Clock.
func New(b chip.Bus, o *Opts) (*Dev, error) { return open(chip.OnBus(b), o) }

func open(connect chip.Connect, o *Opts) (*Dev, error) {
	unnamed := chip.Chip{ // little is known before its ID is
		Name: "PSRAM", Family: chip.PSRAM, AddrBytes: 3, MaxClock: 133 * physic.MegaHertz, ReadClock: 33 * physic.MegaHertz, TCEM: 8 * time.Microsecond,
	}
	clock := o.Clock
	if clock == 0 {
		clock = DefaultOpts.Clock
	}
	s, err := chip.Open(connect, o.Chip, unnamed, clock)
	if err != nil {
		return nil, err
	}
	if _, err := budget(s.Chip, o, clock); err != nil {
		return nil, s.Wrap(err)
	}
	time.Sleep(chip.PSRAMReadyTime)
	var id []byte
	send, err := chip.Start(s.Bus, func(send chip.Sender) (err error) {
		id, err = reset(send)
		return err
	})
	if err != nil {
		return nil, s.Wrap(err)
	}
	c, err := s.Identify(id)
	if err != nil {
		return nil, s.Wrap(err)
	}
	s.Chip = c
	p, err := protocol(s, o)
	if err != nil {
		return nil, s.Wrap(err)
	}
	mem, err := chip.NewMemory(s.Bus, send, p)
	if err != nil {
		return nil, err
	}
	return &Dev{mem}, nil
}

// protocol is how a chip that is known is read and written.
func protocol(s *chip.Site, o *Opts) (chip.Protocol, error) {
	c := s.Chip
	p := chip.Protocol{Name: s.Name(c), Size: c.Size, AddrBytes: c.AddrBytes, Read: chip.CmdRead, Page: c.Page}
	if _, err := c.Clock(s.Clock); err != nil {
		return p, err // it was not named, so this is the first look at its limit
	}
	if p.Dummy = dummy(c, s.Clock); p.Dummy > 0 {
		p.Read = chip.CmdFastRead
	}
	var err error
	p.MaxFrame, err = budget(c, o, s.Clock)
	return p, err
}

// idBytes is how much of the ID is read: the manufacturer, the known good die mark, and of the EID the byte with the density.
const idBytes = 3

// reset sends reset enable, reset and a read of the ID. The chip obeys only if these are frames of their own.
func reset(send chip.Sender) ([]byte, error) {
	id := make([]byte, idBytes)
	_, err := send([]chip.Frame{
		{Header: []byte{chip.CmdResetEnable}},
		{Header: []byte{chip.CmdReset}},
		{Header: []byte{chip.CmdReadID, 0, 0, 0}, Read: id},
	})
	if err != nil {
		return nil, fmt.Errorf("resetting and reading the ID: %w", err)
	}
	if silent := chip.Silent(id); silent != "" {
		return nil, fmt.Errorf("ID: %s", silent)
	}
	if id[1] != chip.KnownGoodDie {
		return nil, fmt.Errorf("ID %x: its second byte must be %x: wrong chip, or one that failed its test", id, chip.KnownGoodDie)
	}
	return id, nil
}

// dummy is how many bytes there are between the address of a read and its data.
func dummy(c *chip.Chip, clock physic.Frequency) int {
	if clock > c.ReadClock {
		return 1
	}
	return 0
}

// budget is how many bytes a frame may have, which must be enough to read one. The ID takes a few more, but at that time nothing is stored
// yet.
func budget(c *chip.Chip, o *Opts, clock physic.Frequency) (int, error) {
	low := c.TCEM
	if o.TCEM != 0 {
		low = o.TCEM
	}
	n := chip.FrameBudget(low, clock)
	if need := 1 + c.AddrBytes + dummy(c, clock) + 1; n < need {
		return 0, fmt.Errorf("clock too low: at %s a frame of %d bytes takes more than half of %s (tCEM)", clock, need, low)
	}
	return n, nil
}

// Halt implements conn.Resource. A PSRAM refreshes itself and is idle whenever it is not selected, so there is nothing to do.
func (d *Dev) Halt() error { return nil }
