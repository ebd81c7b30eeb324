package selftest

import (
	"time"

	"periph.io/x/conn/v3/physic"

	"github.com/wasm2go/wasm2go/mem/sram/chip"
)

// leastData is how many bytes of data a frame should have room for.
const leastData = 3

// Clocks are those to try a chip at, from 1 MHz, which does on any breadboard, to the highest it takes, or most if that is not 0. PSRAM begins
// where a frame with a few bytes ends before chip select was low for too long: tcem, or what is usual for the chip if that is 0.
func Clocks(c *chip.Chip, tcem time.Duration, most physic.Frequency) []physic.Frequency {
	if most == 0 {
		most = c.MaxClock
	}
	if tcem == 0 {
		tcem = c.TCEM
	}
	var clocks []physic.Frequency
	for _, megahertz := range []int64{1, 2, 4, 5, 8, 10, 12, 16, 20, 25, 30, 33, 40, 50, 66, 84, 104} {
		f := physic.Frequency(megahertz) * physic.MegaHertz
		slow := tcem != 0 && chip.FrameBudget(tcem, f) < 1+c.AddrBytes+leastData
		if !slow && f < most {
			clocks = append(clocks, f)
		}
	}
	return append(clocks, most)
}
