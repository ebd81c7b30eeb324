package spec

import (
	"errors"
	"fmt"
	"math/bits"

	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/chip"
)

// What the parts of a spec may be.
const (
	maxChips   = 64
	maxRetries = 100
)

// check compares the keys with each other and with the chip.
func (s *Spec) check() error {
	switch {
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
	for _, check := range []func(*chip.Chip) error{s.checkChip, s.checkSim, s.checkCache} {
		if err := check(c); err != nil {
			return err
		}
	}
	return nil
}

func (s *Spec) checkChip(c *chip.Chip) error {
	switch {
	case s.Clock > c.MaxClock:
		return fmt.Errorf("hz: %s is too fast for the %s: at most %s", formatClock(s.Clock), c.Name, formatClock(c.MaxClock))
	case s.TCEM > 0 && c.Family != chip.PSRAM:
		return fmt.Errorf("tcem is for PSRAM; the %s is %s and may stay selected", c.Name, c.Family)
	case s.Base >= c.Size*uint64(s.Count):
		return fmt.Errorf("base: %d bytes are left alone, but there are only %d", s.Base, c.Size*uint64(s.Count))
	case s.Interleave && s.Count < 2:
		return fmt.Errorf("interleave takes two chips or more, as in chip=%s*2", c.Name)
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

func (s *Spec) checkCache(*chip.Chip) error {
	if l := s.Line; l != 0 && (bits.OnesCount64(l) != 1 || l < sram.MinLine || l > sram.MaxLine) {
		return fmt.Errorf("line: %d bytes: a power of two from %d to %d", l, sram.MinLine, sram.MaxLine)
	}
	line := s.Line
	switch {
	case line > 0:
	case s.Path != "":
		line = FileLine
	default:
		line = sram.MinLine
	}
	if n := s.Cache; n != 0 && (n < 2*line || n%line != 0 || n > sram.MaxCache) {
		return fmt.Errorf("cache: %d bytes: a multiple of the line (%d) that holds at least two, at most %s", n, line, formatSize(sram.MaxCache))
	}
	return nil
}
