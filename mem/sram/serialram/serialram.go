// Package serialram is a driver for serial SRAM: Microchip's 23K, 23LC, 23A and 23LCV and On Semiconductor's N01S chips of 8 to 128 KiB.
//
// The content is volatile. At start the driver writes a few bytes to measure the chip, and puts back what was there.
package serialram

import (
	"bytes"
	"fmt"

	"periph.io/x/conn/v3"
	"periph.io/x/conn/v3/physic"
	"periph.io/x/conn/v3/spi"

	"github.com/wasm2go/wasm2go/mem/sram/chip"
)

// Opts says which chip is there and how to talk to it.
type Opts struct {
	// Chip is its name, for example "23LC1024". Empty: whatever its size turns out to be.
	Chip string
	// Clock of the bus; 0: the fastest the chip allows. Chips for extended temperatures take 16 MHz, and long wires less.
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
	s, err := chip.Open(connect, o.Chip, unnamed, o.Clock)
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
	found, err := measure(send)
	if err != nil {
		return nil, s.Wrap(err)
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

// extent is what measure finds out.
type extent struct {
	addrBytes int
	size      uint64
}

// measure finds out how many bytes of address the chip takes and where addresses begin to repeat, and that it stores what is written. What
// it overwrites it puts back.
func measure(send chip.Sender) (extent, error) {
	n, err := addrBytes(send)
	if err != nil {
		return extent{}, fmt.Errorf("measuring: %w", err)
	}
	if n == 3 {
		return extent{3, 128 << 10}, nil // all chips with three bytes
	}
	size, err := shortSize(send)
	if err != nil {
		return extent{}, fmt.Errorf("measuring: %w", err)
	}
	return extent{2, size}, nil
}

// addrBytes writes two patterns as to a chip with three bytes of address, to 0 and to 16. A chip with two takes the third for data and has
// both at 0, the second over the first.
func addrBytes(send chip.Sender) (int, error) {
	first, second := []byte{0xa5, 0x3c, 0x96, 0x0f}, []byte{0x5a, 0xc3, 0x69, 0xf0}
	at0, at16 := []byte{chip.CmdRead, 0, 0, 0}, []byte{chip.CmdRead, 0, 0, 16}
	old0, old16, oldShort, got := make([]byte, 4), make([]byte, 4), make([]byte, 5), make([]byte, 4)
	_, err := send([]chip.Frame{
		{Header: at0, Read: old0},
		{Header: at16, Read: old16},
		{Header: []byte{chip.CmdRead, 0, 0}, Read: oldShort}, // what is at 0 if there are two
		{Header: []byte{chip.CmdWrite, 0, 0, 0}, Write: first},
		{Header: []byte{chip.CmdWrite, 0, 0, 16}, Write: second},
		{Header: at0, Read: got},
	})
	if err != nil {
		return 0, err
	}
	switch {
	case bytes.Equal(got, first):
		_, err = send([]chip.Frame{
			{Header: []byte{chip.CmdWrite, 0, 0, 0}, Write: old0},
			{Header: []byte{chip.CmdWrite, 0, 0, 16}, Write: old16},
		})
		return 3, err
	case bytes.Equal(got, second):
		_, err = send([]chip.Frame{{Header: []byte{chip.CmdWrite, 0, 0}, Write: oldShort}})
		return 2, err
	}
	return 0, fmt.Errorf("wrote %x, then %x, and read %x: the chip does not keep what is written", first, second, got)
}

// shortSize tells chips with two bytes of address apart: they ignore the bits that they do not need.
func shortSize(send chip.Sender) (uint64, error) {
	marks := []struct {
		addr uint64
		old  []byte
	}{{32 << 10, make([]byte, 1)}, {8 << 10, make([]byte, 1)}, {0, make([]byte, 1)}}
	header := func(cmd byte, addr uint64) []byte { return []byte{cmd, byte(addr >> 8), byte(addr)} }

	var save, mark, restore []chip.Frame
	got32, got8 := make([]byte, 1), make([]byte, 1)
	for i, m := range marks {
		save = append(save, chip.Frame{Header: header(chip.CmdRead, m.addr), Read: m.old})
		mark = append(mark, chip.Frame{Header: header(chip.CmdWrite, m.addr), Write: []byte{0xc0 + byte(i)}})
		restore = append(restore, chip.Frame{Header: header(chip.CmdWrite, m.addr), Write: m.old})
	}
	look := []chip.Frame{
		{Header: header(chip.CmdRead, 32<<10), Read: got32},
		{Header: header(chip.CmdRead, 8<<10), Read: got8},
	}
	for _, frames := range [][]chip.Frame{save, mark, look, restore} {
		if _, err := send(frames); err != nil {
			return 0, err
		}
	}
	const atZero = 0xc2 // the mark at 0, written last
	switch {
	case got8[0] == atZero:
		return 8 << 10, nil
	case got32[0] == atZero:
		return 32 << 10, nil
	}
	return 64 << 10, nil
}
