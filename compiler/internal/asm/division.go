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

// divide evaluates a division. What traps is found before: no machine says so, or not so.
func (s *selector) divide(x *ir.Expr, d division, dst vreg) vreg {
	by := x.Args[1]
	src := s.values(x.Args)
	known := by.Kind == ir.Const && by.B != 0
	if !known {
		c := s.m.isZero(s, by.Type, src[1])
		s.add(inst{text: append(c.text, s.m.jump(c.when)+" @T"), src: c.src, dst: none, trap: "trapDivide", offset: x.Offset})
	}
	if d.signed && !d.remainder && (!known || isMinusOne(by)) {
		s.add(inst{text: s.m.overflows(d.size), src: src, dst: none, trap: "trapOverflow", offset: x.Offset})
	}
	return s.make(x.Type, dst, inst{text: s.m.divide(d), src: src, pure: true})
}

// isMinusOne tells whether a divisor is the one for which the quotient of the least number overflows.
func isMinusOne(x *ir.Expr) bool {
	return x.B == 1<<64-1 || x.B == 1<<32-1
}
