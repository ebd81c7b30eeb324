package asm

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
)

// divide evaluates a division of integers (spec 4.3.2). The machine has no result for what traps, nor for the remainder of a division by -1.
func (amd64) divide(s *selector, x *ir.Expr, d division, dst vreg) vreg {
	a, b := s.value(x.Args[0]), s.value(x.Args[1])
	known := x.Args[1].Kind == ir.Const && x.Args[1].B != 0
	if !known {
		s.add(inst{
			text: []string{fmt.Sprintf("TEST%s <0>, <0>", d.size), "JEQ @T"}, src: []vreg{b}, dst: none,
			trap: "trapDivide", offset: x.Offset,
		})
	}
	minusOne := fmt.Sprintf("CMP%s <1>, $-1", d.size)
	text := []string{fmt.Sprintf("MOV%s <0>, AX", d.size)}
	switch {
	case !d.signed:
		text = append(text, "XORL DX, DX", "DIV"+d.size+" <1>")
	case d.remainder:
		text = append(append(append(text, "XORL DX, DX", minusOne, "JEQ @@"), extendAX[d.size]...), "IDIV"+d.size+" <1>", "@@:")
	default:
		if !known || isMinusOne(x.Args[1]) {
			least := "$0x80000000"
			if d.size == "Q" {
				least = "$0x8000000000000000"
			}
			s.add(inst{
				text: []string{
					minusOne, "JNE @@", "MOVQ " + least + ", AX", fmt.Sprintf("CMP%s <0>, AX", d.size), "JEQ @T", "@@:",
				},
				src: []vreg{a, b}, dst: none, trap: "trapOverflow", offset: x.Offset,
			})
		}
		text = append(append(text, extendAX[d.size]...), "IDIV"+d.size+" <1>")
	}
	from := "AX"
	if d.remainder {
		from = "DX"
	}
	text = append(text, fmt.Sprintf("MOV%s %s, <d>", d.size, from))
	return s.make(x.Type, dst, inst{text: text, src: []vreg{a, b}, pure: true})
}

// extendAX are instructions that extend the sign of AX into DX. They name it, as CDQ and CQO do not: so it holds no operand.
var extendAX = map[string][]string{"L": {"MOVL AX, DX", "SARL $31, DX"}, "Q": {"MOVQ AX, DX", "SARQ $63, DX"}}
