package periph

import (
	"errors"
	"fmt"
	"os"

	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/memmap"
	"github.com/wasm2go/wasm2go/rt"
)

// Open opens the chips that a spec string names, see sram.Spec, on the buses of this machine or emulated. Halt closes them.
func Open(spec string) (*sram.Array, error) {
	s, err := sram.ParseSpec(spec)
	if err != nil {
		return nil, err
	}
	return OpenSpec(s)
}

// OpenSpec is Open for a spec that was read already.
func OpenSpec(s *sram.Spec) (*sram.Array, error) {
	if s.Sim {
		return s.Simulate()
	}
	ports, err := open(s)
	if err != nil {
		return nil, err
	}
	return s.Connect(ports)
}

// FromEnv reads the environment variable WASM2GO_SRAM. Where it is not set it says on standard error that it simulates chips, with room for
// need bytes at least.
func FromEnv(need uint64) (*sram.Spec, error) {
	text := os.Getenv(sram.Variable)
	if text == "" {
		return sram.DefaultSpec(need, os.Stderr), nil
	}
	s, err := sram.ParseSpec(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", sram.Variable, err)
	}
	return s, nil
}

// Run opens the chips that WASM2GO_SRAM names and calls run with the option that puts an instance's memories there, need bytes at the start.
// Afterwards it closes them. The main function of a translated command calls it, with what the parts of its memory are for.
func Run(need uint64, run func(on rt.Option) error, regions ...memmap.Region) error {
	s, err := FromEnv(need)
	if err != nil {
		return err
	}
	s.Regions = regions
	a, err := OpenSpec(s)
	if err != nil {
		return err
	}
	err = run(sram.On(a))
	closing := s.Close(a, os.Stderr)
	if err == nil {
		return closing
	}
	if closing != nil && !errors.Is(err, rt.DeviceFailure) {
		fmt.Fprintln(os.Stderr, closing) // how the program ended counts, which may be by its own exit code
	}
	return err
}
