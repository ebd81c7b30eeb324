package interp

import (
	"unsafe"

	"github.com/wasm2go/wasm2go/compiler/interp/internal/code"
)

// runVectors runs the instructions on vectors from in on, in assembly where there is some. It returns the first that is left to the run loop, which
// would load all its variables again behind each call.
func (i *Instance) runVectors(in *code.Instr, r window) *code.Instr {
	for in.Op >= code.FirstVector {
		if assembled {
			mem, size := i.bytes()
			if in = runAssembly(in, r, mem, size); in.Op < code.FirstVector {
				break
			}
		}
		vectors[in.Op-code.FirstVector](r, in)
		in = next(in)
	}
	return in
}

// bytes are those of the first memory, as far as it can be accessed directly.
func (i *Instance) bytes() (unsafe.Pointer, uint64) {
	switch {
	case len(i.mems) == 0:
	case i.kind == guardMemory:
		return i.guard.Base(), i.guard.Size()
	case i.kind == sliceMemory:
		return i.slice.Base(), i.slice.Size()
	}
	return nil, 0
}
