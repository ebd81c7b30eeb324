//go:build !tinygo

package sram

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"periph.io/x/conn/v3/spi"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// Simulate makes an array of emulated chips.
func (s *Spec) Simulate() (*Array, error) {
	chips := make([]sim.Chip, s.Count)
	for i := range chips {
		chips[i] = sim.Chip{Name: s.Chip, Seed: uint64(i), TCEM: s.TCEM, File: s.File}
		if s.File != "" && s.Count > 1 {
			chips[i].File = fmt.Sprintf("%s.%d", s.File, i)
		}
	}
	bus, err := sim.New(sim.Opts{}, chips...)
	if err != nil {
		return nil, fmt.Errorf("memory spec %q: %w", s, err)
	}
	ports := make([]spi.PortCloser, s.Count)
	for i := range ports {
		ports[i] = bus.Port(i)
	}
	ports[s.Count-1] = lastPort{ports[s.Count-1], bus}
	return s.Connect(ports)
}

// lastPort closes the whole bus.
type lastPort struct {
	spi.PortCloser
	bus io.Closer
}

func (p lastPort) Close() error { return errors.Join(p.PortCloser.Close(), p.bus.Close()) }

// The chip that is simulated where nobody says which.
const (
	defaultChip = "APS6404L"
	defaultSize = 8 << 20
)

// DefaultSpec is what memories of so many bytes in all get where nobody says anything: emulated chips, with room to grow. It writes to w
// that it simulates, once for all of the process.
func DefaultSpec(need uint64, w io.Writer) *Spec {
	s := &Spec{Sim: true, Chip: defaultChip, Count: 1, Retries: -1}
	s.Count = int(min(max(1, (need+defaultSize-1)/defaultSize), maxChips))
	announce.Do(func() { fmt.Fprintf(w, "%s is not set: memory is on simulated chips, %v\n", Variable, s) })
	return s
}

// announce is of the process because its standard error is.
var announce sync.Once

// openDefault makes the array for a memory of an instance that was given none, and leaves it to the instance to close it.
func openDefault(t mem.Type, core *abi.Core) (*Array, error) {
	s, err := defaultSpec(t)
	if err != nil {
		return nil, err
	}
	a, err := s.Simulate()
	if err != nil {
		return nil, err
	}
	core.Own(closer(func() error { return s.Close(a, os.Stderr) }))
	return a, nil
}

// defaultSpec is what the environment says, as far as that can be had without hardware.
func defaultSpec(t mem.Type) (*Spec, error) {
	text := os.Getenv(Variable)
	if text == "" {
		return DefaultSpec(t.Min*t.PageBytes(), os.Stderr), nil
	}
	s, err := ParseSpec(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", Variable, err)
	}
	if !s.Sim {
		return nil, fmt.Errorf("%s=%s: the program has to open these chips: array, err := periph.Open(%q) and New(..., sram.On(array))", Variable, text, text)
	}
	return s, nil
}

// closer is a function as an io.Closer.
type closer func() error

func (f closer) Close() error { return f() }
