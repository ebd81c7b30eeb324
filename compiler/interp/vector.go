package interp

import "github.com/wasm2go/wasm2go/compiler/interp/internal/code"

// runVectors runs the instructions on vectors from in on. It returns the first other one.
//
// The halves of a vector are two registers here, and the fields of a vec.V128 there.
func runVectors(in *code.Instr, r window) *code.Instr {
	for in.Op >= code.FirstVector {
		vectors[in.Op-code.FirstVector](r, in)
		in = next(in)
	}
	return in
}
