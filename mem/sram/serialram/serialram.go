// Package serialram is a driver for serial SRAM: Microchip's 23K, 23LC, 23A and 23LCV and On Semiconductor's N01S chips of 8 to 128 KiB.
//
// The content is volatile, but a battery may keep that of a 23LCV or N01S830BA. At start the driver reads to find out the size of the chip.
// Where that does not tell, since all bytes are alike, it writes a byte and puts back what was there. To a chip whose name says that a
// battery may be there it does not write: its name is believed.
package serialram

import (
	"fmt"

	"periph.io/x/conn/v3"
	"periph.io/x/conn/v3/physic"
	"periph.io/x/conn/v3/spi"

	"github.com/wasm2go/wasm2go/mem/sram/chip"
)

// Opts says which chip is there and how to talk to it.
type Opts struct {
	// Chip is its name, for example "23LC1024". Empty: whatever its size turns out to be; where a battery keeps the content, give the name.
	Chip string
	// Clock of the bus; 0: the fastest the chip allows, and 16 MHz for one that is not named. Chips for extended temperatures take 16 MHz,
	// and long wires less.
	Clock physic.Frequency
}

// DefaultOpts suits the most common chip.
var DefaultOpts = Opts{Chip: "23LC1024", Clock: 20 * physic.MegaHertz}

// Dev is a chip that is ready for use. Not safe for concurrent use.
type Dev struct {
	*chip.Memory
}

var _ conn.Resource = &Dev{}

// NewSPI opens a chip on a port of its own chip select.
func NewSPI(p spi.Port, o *Opts) (*Dev, error) { return open(chip.OnPort(p), o) }

// New opens a chip on any other bus; it runs at o.Clock.
func New(b chip.Bus, o *Opts) (*Dev, error) { return open(chip.OnBus(b), o) }

func open(connect chip.Connect, o *Opts) (*Dev, error) {
	unnamed := chip.Chip{ // may have any command and size
		Name: "serial SRAM", Family: chip.SerialSRAM, MaxClock: 20 * physic.MegaHertz, MoreLines: []byte{chip.CmdDualIO},
	}
	clock := o.Clock
	if o.Chip == "" && clock == 0 {
		clock = 16 * physic.MegaHertz // what the slowest takes
	}
	s, err := chip.Open(connect, o.Chip, unnamed, clock)
	if err != nil {
		return nil, err
	}
	if len(s.Chip.MoreLines) > 0 {
		// Best effort: it matters only where somebody left the chip in another mode, and that shows in the mode register.
		_ = s.Bus.Frame([]byte{chip.CmdResetIO}, nil, nil)
	}
	send, err := chip.Start(s.Bus, setMode)
	if err != nil {
		return nil, s.Wrap(err)
	}
	found, err := newProbe(s, send, o.Chip != "").measure()
	if err != nil {
		return nil, s.Wrap(fmt.Errorf("measuring: %w", err))
	}
	if o.Chip != "" && found.addrBytes != s.Chip.AddrBytes {
		return nil, s.Wrap(fmt.Errorf("wrong chip: it takes %d bytes of address; %s takes %d", found.addrBytes, s.Chip.Name, s.Chip.AddrBytes))
	}
	if o.Chip != "" && found.size != s.Chip.Size {
		return nil, s.Wrap(fmt.Errorf("wrong chip: it has %d bytes; %s has %d", found.size, s.Chip.Name, s.Chip.Size))
	}
	mem, err := chip.NewMemory(s.Bus, send, chip.Protocol{
		Name: s.Name(s.Chip), Size: found.size, AddrBytes: found.addrBytes, Read: chip.CmdRead,
	})
	if err != nil {
		return nil, err
	}
	return &Dev{mem}, nil
}

// setMode switches to sequential mode and reads the mode register back. Were the two frames one, the chip would not answer.
func setMode(send chip.Sender) error {
	mode := make([]byte, 1)
	_, err := send([]chip.Frame{
		{Header: []byte{chip.CmdWriteMode}, Write: []byte{chip.ModeSequential}},
		{Header: []byte{chip.CmdReadMode}, Read: mode},
	})
	if err != nil {
		return fmt.Errorf("setting the mode register: %w", err)
	}
	if mode[0] == chip.ModeSequential {
		return nil
	}
	if silent := chip.Silent(mode); silent != "" {
		return fmt.Errorf("mode register: %s", silent)
	}
	return fmt.Errorf("mode register reads %02x after %02x was written: wrong chip", mode[0], chip.ModeSequential)
}

// Halt implements conn.Resource. A serial SRAM is idle whenever it is not selected, so there is nothing to do.
func (d *Dev) Halt() error { return nil }
