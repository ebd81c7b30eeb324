package open

import (
	"errors"
	"fmt"
	"io"

	"periph.io/x/conn/v3/spi"

	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
)

// Simulate makes an array of emulated chips, whether or not the spec says sim:.
func Simulate(s *spec.Spec) (*sram.Array, error) {
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
	return Connect(s, ports)
}

// lastPort closes the whole bus.
type lastPort struct {
	spi.PortCloser
	bus io.Closer
}

func (p lastPort) Close() error { return errors.Join(p.PortCloser.Close(), p.bus.Close()) }
