package sim

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"periph.io/x/conn/v3/physic"

	"github.com/wasm2go/wasm2go/mem/sram/chip"
)

// serialSRAM is a 23K, 23LC, 23LCV or N01S chip.
type serialSRAM struct {
	mode    byte
	modeSet bool // since power-up
	lines   byte // the command that left SPI; 0: none
}

func (s *serialSRAM) powerUp(d *device, _ time.Time) {
	*s = serialSRAM{mode: d.chip.PowerOnMode}
}

func (s *serialSRAM) run(d *device, f frame, _ physic.Frequency) error {
	cmd := f.in[0]
	if s.lines != 0 {
		if cmd == chip.CmdResetIO {
			s.lines = 0
			return exactly(f, 1)
		}
		return fmt.Errorf("command %02x while the chip takes more than one data line (after %02x)", cmd, s.lines)
	}
	switch {
	case cmd == chip.CmdReadMode:
		return answer(f, 1, s.mode)
	case cmd == chip.CmdWriteMode:
		return s.writeMode(d, f)
	case cmd == chip.CmdRead || cmd == chip.CmdWrite:
		return s.access(d, f)
	case cmd == chip.CmdResetIO && len(d.chip.MoreLines) > 0:
		return exactly(f, 1)
	case slices.Contains(d.chip.MoreLines, cmd):
		s.lines = cmd
		return fmt.Errorf("command %02x leaves SPI for more than one data line", cmd)
	}
	return badCommand(f)
}

func (s *serialSRAM) writeMode(d *device, f frame) error {
	if err := exactly(f, 2); err != nil {
		return err
	}
	s.mode, s.modeSet = f.in[1], true
	allowed := byte(chip.ModeMask)
	if d.chip.HoldBit {
		allowed |= 1
	}
	if s.mode&chip.ModeMask == chip.ModeMask || s.mode&^allowed != 0 {
		return fmt.Errorf("reserved mode %02x", s.mode)
	}
	return nil
}

// access is a read or write. Addresses run on as the mode says.
func (s *serialSRAM) access(d *device, f frame) error {
	addr, data, err := d.address(f, 0)
	if err != nil {
		return err
	}
	window := d.chip.Size
	switch s.mode & chip.ModeMask {
	case chip.ModeByte:
		window = 1
	case chip.ModePage:
		window = chip.ModePageSize
	}
	wraps := d.move(addr, data, f.in[0] == chip.CmdWrite, window)
	switch {
	case !s.modeSet:
		return errors.New("mode not set since power-up")
	case !wraps:
		return nil
	case s.mode&chip.ModeMask == chip.ModeByte:
		return fmt.Errorf("%d bytes at %#x in byte mode", len(data.in), addr)
	case s.mode&chip.ModeMask == chip.ModePage:
		return fmt.Errorf("%d bytes at %#x wrap in their page of %d (page mode)", len(data.in), addr, chip.ModePageSize)
	}
	return fmt.Errorf("%d bytes at %#x run past the end of the chip", len(data.in), addr)
}
