package spec

import (
	"context"
	"errors"

	"github.com/wasm2go/wasm2go/compiler/front"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// Interpreted is the engine that runs modules in place.
type Interpreted struct {
	Options interp.Options
	Memory  func(mem.Type) (mem.Memory, error)
}

// Check implements Engine.
func (e *Interpreted) Check(wasm []byte) error { return Check(wasm) }

// Instantiate implements Engine.
func (e *Interpreted) Instantiate(wasm []byte, imports rt.Resolver) (rt.Instance, error) {
	m, err := interp.Compile(wasm, e.Options)
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
func (e *Interpreted) NewMemory(t mem.Type) (mem.Memory, error) { return e.Memory(t) }
