//go:build (amd64 || arm64) && gc && !purego && !race

package interp

import (
	"unsafe"

	"github.com/wasm2go/wasm2go/compiler/interp/internal/code"
	"github.com/wasm2go/wasm2go/rt/abi/cpu"
)

// assembled tells that there is assembly for vectors, which the processor can run.
var assembled = cpu.HasVectors()

// runAssembly runs the instructions from in on, which is one on vectors, until one that has no assembly, or that accesses what is not among the
// bytes of the memory. It returns that one.
//
//go:noescape
func runAssembly(in *code.Instr, r window, mem unsafe.Pointer, size uint64) *code.Instr
