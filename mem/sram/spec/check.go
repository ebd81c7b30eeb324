package spec

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/wasm2go/wasm2go/mem/sram/chip"
)

const maxChips = 64

// check compares the keys with each other and with the chip.
func (s *Spec) check() error {
	switch {
	case s.Map != "" && (s.Map == s.Path || s.Map == s.File):
		return fmt.Errorf("map: %s is where memory is", s.Map)
	case s.Path != "":
		return s.checkFile()
	case s.Size > 0:
		return errors.New("size is that of a file, as in file:PATH,size=64M")
	case s.Chip == "":
		return errors.New("chip is missing, as in chip=23LC1024")
	}
	c, err := chip.Lookup(s.Chip)
	if err != nil {
		return fmt.Errorf("chip: %w", err)
	}
	return cmp.Or(s.ArrayOpts().Check(), s.checkChip(c), s.checkSim(c))
}

// checkChip takes a line for one that an array can have: heartbeat takes one of each chip.
func (s *Spec) checkChip(c *chip.Chip) error {
	all := (c.Size - s.Canary()) * uint64(s.Count)
	switch {
	case s.Clock > c.MaxClock:
		return fmt.Errorf("hz: %s is too fast for the %s: at most %s", formatClock(s.Clock), c.Name, formatClock(c.MaxClock))
	case s.TCEM > 0 && c.Family != chip.PSRAM:
		return fmt.Errorf("tcem is for PSRAM; the %s is %s and may stay selected", c.Name, c.Family)
	case s.Base >= all:
		return fmt.Errorf("base: %d bytes are left alone, but there are only %d", s.Base, all)
	case s.Canary() > 0 && s.Base > c.Size-s.Canary():
		return fmt.Errorf("base: %d bytes are left alone, but heartbeat takes the last %d of each %s", s.Base, s.Canary(), c.Name)
	case len(s.Buses) > 0 && len(s.Buses) != s.Count:
		return fmt.Errorf("spi: %d buses for %d chips: each needs a chip select of its own, as in SPI0.0+SPI0.1", len(s.Buses), s.Count)
	}
	return nil
}

func (s *Spec) checkSim(c *chip.Chip) error {
	switch {
	case s.Sim && len(s.Buses) > 0:
		return errors.New("spi: emulated chips (sim:) are on no bus")
	case !s.Sim && s.File != "":
		return errors.New("file: only emulated chips (sim:) keep their content in a file")
	case s.File != "" && !c.NonVolatile():
		return fmt.Errorf("file: the %s loses its content without power; FRAM and MRAM keep it", c.Name)
	}
	return nil
}
