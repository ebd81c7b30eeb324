package interp

import (
	"github.com/wasm2go/wasm2go/compiler/interp/internal/code"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/guard"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// A Backend says how the memories of a module are made: Guard, Slice, or by a function.
type Backend struct {
	// New makes a memory. It must be a mem.Linear.
	New func(t mem.Type, core *abi.Core) (mem.Memory, error)
}

// The backends of packages mem/guard and mem/slice.
var (
	Guard = Backend{} // the default
	Slice = Backend{New: newSlice}
)

// Make makes a memory.
func (b Backend) Make(t mem.Type, core *abi.Core) (mem.Memory, error) {
	if b.New != nil {
		return b.New(t, core)
	}
	isOther := t.Is64 || t.PageBytes() != mem.Page
	switch {
	case t.Shared && isOther:
		return guard.NewSharedChecked(t)
	case t.Shared:
		return guard.NewShared(t)
	case t.Is64:
		return guard.New64(t)
	case isOther:
		return guard.NewChecked(t)
	}
	return guard.New(t)
}

func newSlice(t mem.Type, _ *abi.Core) (mem.Memory, error) {
	if t.Shared {
		return slice.NewShared(t)
	}
	return slice.New(t)
}

// memoryKind says which run loop serves an instance, by the type of its first memory.
type memoryKind uint8

const (
	guardMemory memoryKind = iota // also where there is none
	sliceMemory
	anyMemory // also where code works on objects, which is in no other loop: it would make all of them slower
)

// view chooses the run loop, and gives it the memory in the form it wants.
func (i *Instance) view() {
	if i.mod.objects {
		i.kind = anyMemory
		if len(i.mems) > 0 {
			i.linear = i.mems[0]
		}
		return
	}
	if len(i.mems) == 0 {
		return
	}
	switch m := i.mems[0].(type) {
	case *guard.Memory:
		i.kind, i.guard = guardMemory, *m
	case *slice.Memory:
		i.kind, i.slice = sliceMemory, m
	default:
		i.kind, i.linear = anyMemory, m
	}
}

// grow is memory.grow.
func (i *Instance) grow(in *code.Instr, delta uint64) uint64 {
	old := i.core.Grow(i.mems[in.Imm], delta)
	if in.C == 0 {
		return uint64(uint32(old))
	}
	return uint64(old)
}
