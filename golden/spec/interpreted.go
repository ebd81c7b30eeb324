package spec

import (
	"context"
	"errors"

	"github.com/wasm2go/wasm2go/compiler/front"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/mem/sram/periph"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// Interpreted is the engine that runs modules in place.
type Interpreted struct{ backend interp.Backend }

// NewInterpreted makes an engine with memories of a kind that Backend knows.
func NewInterpreted(memory string) *Interpreted { return &Interpreted{Backend(memory)} }

// Backend has memories of a kind: guard, slice, other (of a type that the interpreter does not know), or each on chips of its own, of which package
// open reads the spec.
func Backend(memory string) interp.Backend {
	switch memory {
	case "guard":
		return interp.Guard
	case "slice":
		return interp.Slice
	case "other":
		return interp.Backend{New: newOther}
	}
	return interp.Backend{New: onChips(memory)}
}

// otherMemory is a memory of a type that the interpreter does not know.
type otherMemory struct{ *slice.Memory }

func newOther(t mem.Type, _ *abi.Core) (mem.Memory, error) {
	m, err := slice.New(t)
	return otherMemory{m}, err
}

// onChips makes each memory on chips of its own.
func onChips(spec string) func(mem.Type, *abi.Core) (mem.Memory, error) {
	return func(t mem.Type, _ *abi.Core) (mem.Memory, error) {
		a, err := periph.Open(spec)
		if err != nil {
			return nil, err
		}
		return a.NewMemory(t)
	}
}

// Check implements Engine.
func (e *Interpreted) Check(wasm []byte) error { return Check(wasm) }

// Instantiate implements Engine.
func (e *Interpreted) Instantiate(wasm []byte, imports rt.Resolver) (rt.Instance, error) {
	m, err := interp.Compile(wasm, interp.Options{Mem: e.backend})
	var unsupported *front.UnsupportedError
	if errors.As(err, &unsupported) {
		return nil, &Skip{"the " + unsupported.Proposal.String() + " proposal is not translated yet"}
	}
	if err != nil {
		return nil, err
	}
	i, err := m.Instantiate(context.Background(), imports)
	if err != nil {
		return nil, err
	}
	return i, nil
}

// NewMemory implements Engine.
func (e *Interpreted) NewMemory(t mem.Type) (mem.Memory, error) {
	return e.backend.Make(t, new(abi.Core))
}
