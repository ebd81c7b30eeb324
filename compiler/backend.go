package compiler

import "github.com/wasm2go/wasm2go/compiler/internal/backend"

// A Backend is a choice of Go types for linear memories, as Options.Mem names it.
type Backend struct {
	Name   string // as Options.Mem has it; guard where that is ""
	Own    bool   // it is a type of the user's own, which only the Go compiler knows
	Device bool   // memories live on a device, which has to be opened and outlives the process
}

// Trims tells whether Options.MemSize can make memories smaller than they are declared: MemSize says how small.
func (b Backend) Trims(memSize string) bool { return trims(memSize, b.Device) }

// FindBackend returns the backend that Options.Mem names. The error lists those that there are. Whether a type of the user's own exists is
// left to the Go compiler.
func FindBackend(mem string) (Backend, error) {
	b, err := findBackend(mem)
	if err != nil {
		return Backend{}, err
	}
	return Backend{Name: b.Name, Own: b.Own, Device: b.Device}, nil
}

// Backends lists the names of this module's backends, the default first.
func Backends() []string { return backend.Names() }
