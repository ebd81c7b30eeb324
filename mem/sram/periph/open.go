package periph

import (
	"cmp"
	"errors"
	"fmt"
	"os"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/chip"
	"github.com/wasm2go/wasm2go/mem/sram/memmap"
	"github.com/wasm2go/wasm2go/mem/sram/open"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
	"github.com/wasm2go/wasm2go/rt"
)

// Open opens the chips that a spec string names, see spec.Spec, on the buses of this machine or emulated, or the file. Halt closes them.
func Open(text string) (*sram.Array, error) {
	s, err := spec.Parse(text)
	if err != nil {
		return nil, err
	}
	return OpenSpec(s)
}

// OpenSpec is Open for a spec that was read already.
func OpenSpec(s *spec.Spec) (*sram.Array, error) {
	switch {
	case s.Path != "":
		return open.File(s)
	case s.Sim:
		return open.Simulate(s)
	}
	ports, err := openPorts(s)
	if err != nil {
		return nil, err
	}
	return open.Connect(s, ports)
}

// Run opens the chips that WASM2GO_SRAM names and calls run with the option that puts an instance's memories there, need bytes at the start.
// Afterwards it closes them. It warns on standard error of chips that do not take the voltage of most boards. What comes of a memory.grow
// that is refused says the spec, unless an option before this one does. The main function of a translated command calls it, with what the
// parts of its memory are for.
func Run(need uint64, run func(on rt.Option) error, regions ...memmap.Region) error {
	s, err := open.FromEnv(need)
	if err != nil {
		return err
	}
	if w := warning(s); w != "" {
		fmt.Fprintln(os.Stderr, w)
	}
	a, err := OpenSpec(s)
	if err != nil {
		return err
	}
	err = open.Advise(run(commandOption(s, a)), s, need)
	closing := open.Close(s, a, os.Stderr, regions...)
	if err == nil {
		return closing
	}
	if closing != nil && !errors.Is(err, rt.DeviceFailure) {
		fmt.Fprintln(os.Stderr, closing) // how the program ended counts, which may be by its own exit code
	}
	return err
}

// warning says what is wrong with having these chips on a board, or is empty.
func warning(s *spec.Spec) string {
	c, err := chip.Lookup(s.Chip)
	if s.Sim || err != nil {
		return ""
	}
	return c.SupplyWarning(chip.BoardVolts)
}

// commandOption is sram.On for a program that runs as a command: there is a standard error to say on that a growth was refused.
func commandOption(s *spec.Spec, a *sram.Array) rt.Option {
	on := sram.On(a)
	return func(c *rt.Config) {
		if c.GrowRefused == nil {
			c.GrowRefused = cmp.Or(s.Grow, mem.GrowWarn).OnRefused(os.Stderr)
		}
		on(c)
	}
}
