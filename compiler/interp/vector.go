package interp

import "github.com/wasm2go/wasm2go/compiler/interp/internal/code"

// runVectors runs the instructions on vectors from in on. It returns the first other one. In the run loops it would load all their variables
// again behind each call.
func runVectors(in *code.Instr, r window) *code.Instr {
	for in.Op >= code.FirstVector {
		vectors[in.Op-code.FirstVector](r, in)
		in = next(in)
	}
	return in
}
