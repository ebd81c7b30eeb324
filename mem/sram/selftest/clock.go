package selftest

import (
	"slices"

	"periph.io/x/conn/v3/physic"

	"github.com/wasm2go/wasm2go/mem/sram/chip"
)

// Clocks are those to try a chip at, from 1 MHz, which does on any breadboard, to the highest it takes, or most if that is not 0.
func Clocks(c *chip.Chip, most physic.Frequency) []physic.Frequency {
	if most == 0 {
		most = c.MaxClock
	}
	var clocks []physic.Frequency
	for _, megahertz := range []int64{1, 2, 4, 5, 8, 10, 12, 16, 20, 25, 30, 33, 40, 50, 66, 84, 104} {
		if f := physic.Frequency(megahertz) * physic.MegaHertz; f < most {
			clocks = append(clocks, f)
		}
	}
	return slices.Concat(clocks, []physic.Frequency{most})
}
