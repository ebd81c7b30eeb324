// Package fram is a driver for serial FRAM (Fujitsu MB85RS, Cypress FM25V) and MRAM (Everspin MR25H), of 8 to 512 KiB.
//
// The content survives without power, and the driver changes none of it by itself. So it cannot measure a chip that has no ID, as MRAM: the
// name it is given is believed, and only that some chip of the family is there is checked. FRAM wears by reads as well as writes, after
// 1e13 or more of the same cell.
package fram

import (
	"fmt"

	"periph.io/x/conn/v3"
	"periph.io/x/conn/v3/physic"
	"periph.io/x/conn/v3/spi"

	"github.com/wasm2go/wasm2go/mem/sram/chip"
)

// Opts says which chip is there and how to talk to it.
type Opts struct {
	// Chip is its name, for example "MB85RS4MT". Empty: whatever its ID says; a chip without an ID must be named.
	Chip string
	// Clock of the bus; 0: the fastest the chip allows, and 20 MHz for one that is not named.
	Clock physic.Frequency
}

// DefaultOpts takes any chip that has an ID.
var DefaultOpts = Opts{Clock: 20 * physic.MegaHertz}

// Dev is a chip that is ready for use. Not safe for concurrent use.
type Dev struct {
	*chip.Memory
	send chip.Sender
}

var _ conn.Resource = &Dev{}

// NewSPI opens a chip on a port of its own chip select.
func NewSPI(p spi.Port, o *Opts) (*Dev, error) { return open(chip.OnPort(p), o) }

// New opens a chip on any other bus; it runs at o.Clock.
func New(b chip.Bus, o *Opts) (*Dev, error) { return open(chip.OnBus(b), o) }

func open(connect chip.Connect, o *Opts) (*Dev, error) {
	unnamed := chip.Chip{Name: "FRAM", Family: chip.FRAM, MaxClock: 20 * physic.MegaHertz} // what the slowest takes
	s, err := chip.Open(connect, o.Chip, unnamed, o.Clock)
	if err != nil {
		return nil, err
	}
	send, err := chip.Start(s.Bus, present)
	if err != nil {
		return nil, s.Wrap(err)
	}
	if s.Chip.ID != nil || o.Chip == "" {
		c, err := identify(send, s)
		if err != nil {
			return nil, s.Wrap(err)
		}
		s.Chip = c
	}
	mem, err := chip.NewMemory(s.Bus, send, chip.Protocol{
		Name: s.Name(s.Chip), Size: s.Chip.Size, AddrBytes: s.Chip.AddrBytes, Read: chip.CmdRead, Enable: chip.CmdWriteEnable,
	})
	if err != nil {
		return nil, err
	}
	return &Dev{mem, send}, nil
}

// present sets and clears the write enable latch, which any chip of the family has, and looks at the block protection. Where the bus fails
// meanwhile, the latch is cleared all the same, since nobody will halt a chip that could not be opened.
func present(send chip.Sender) error {
	set, cleared := make([]byte, 1), make([]byte, 1)
	_, err := send([]chip.Frame{
		{Header: []byte{chip.CmdWriteEnable}},
		{Header: []byte{chip.CmdReadStatus}, Read: set},
		{Header: []byte{chip.CmdWriteDisable}},
		{Header: []byte{chip.CmdReadStatus}, Read: cleared},
	})
	if err != nil {
		if chip.Insist(send, []chip.Frame{{Header: []byte{chip.CmdWriteDisable}}}) != nil {
			return fmt.Errorf("reading the status register: %w; the chip may have been left with writes enabled", err)
		}
		return fmt.Errorf("reading the status register: %w", err)
	}
	if silent := chip.Silent([]byte{set[0], cleared[0]}); silent != "" {
		return fmt.Errorf("status register: %s", silent)
	}
	if set[0]&^cleared[0] != chip.StatusWEL {
		return fmt.Errorf("status register reads %02x with writes enabled and %02x without: wrong chip", set[0], cleared[0])
	}
	if cleared[0]&chip.StatusBP != 0 {
		return fmt.Errorf("status register reads %02x: block protection is on, writes to a part of the chip would be lost", cleared[0])
	}
	return nil
}

// identify reads the ID and finds out which chip it is.
func identify(send chip.Sender, s *chip.Site) (*chip.Chip, error) {
	id := make([]byte, 9) // the longest
	if _, err := send([]chip.Frame{{Header: []byte{chip.CmdReadID}, Read: id}}); err != nil {
		return nil, fmt.Errorf("reading the ID: %w", err)
	}
	return s.Identify(id)
}

// Answers implements sram.Answerer: the write enable latch can be set and cleared.
func (d *Dev) Answers(addr, n uint64) (chips int, err error) {
	if err := present(d.send); err != nil {
		return 0, fmt.Errorf("%s: %w", d, err)
	}
	return 1, nil
}

// Halt implements conn.Resource. It clears the write enable latch, so that no stray frame writes.
func (d *Dev) Halt() error {
	if _, err := d.send([]chip.Frame{{Header: []byte{chip.CmdWriteDisable}}}); err != nil {
		return fmt.Errorf("%s: disabling writes: %w", d, err)
	}
	return nil
}
