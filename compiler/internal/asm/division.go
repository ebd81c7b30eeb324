package asm

import (
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
)

// A division is an instruction that divides integers (spec 4.3.2).
type division struct {
	size      string // L for 32 bits, Q for 64
	signed    bool
	remainder bool
}

var divisions = map[op.Op]division{
	op.I32DivS: {"L", true, false}, op.I32DivU: {"L", false, false}, op.I32RemS: {"L", true, true}, op.I32RemU: {"L", false, true},
	op.I64DivS: {"Q", true, false}, op.I64DivU: {"Q", false, false}, op.I64RemS: {"Q", true, true}, op.I64RemU: {"Q", false, true},
}

// isMinusOne tells whether a divisor is the one for which the quotient of the least number overflows.
func isMinusOne(x *ir.Expr) bool {
	return x.B == 1<<64-1 || x.B == 1<<32-1
}
