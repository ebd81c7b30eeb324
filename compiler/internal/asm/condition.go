package asm

import (
	"strconv"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A suffix says when a conditional instruction does something: EQ, NE, LT, GE, GT, LE of signed numbers, LO, HS, HI, LS of unsigned ones, MI, PL.
type suffix string

// A cond is a condition in the flags.
type cond struct {
	text []string // sets them
	src  []vreg
	when suffix // where it holds
	not  suffix // where it does not
}

// suffixes are those of the comparisons of integers, by the opcode's distance from eq.
var suffixes = [...][2]suffix{{"EQ", "NE"}, {"NE", "EQ"}, {"LT", "GE"}, {"LO", "HS"}, {"GT", "LE"}, {"HI", "LS"}, {"LE", "GT"}, {"LS", "HI"}, {"GE", "LT"}, {"HS", "LO"}}

// suffixesOf are those of a comparison of integers.
func suffixesOf(o op.Op) (s [2]suffix, ok bool) {
	switch {
	case o >= op.I32Eq && o <= op.I32GeU:
		return suffixes[o-op.I32Eq], true
	case o >= op.I64Eq && o <= op.I64GeU:
		return suffixes[o-op.I64Eq], true
	}
	return s, false
}

// condition compares.
func (s *selector) condition(x *ir.Expr) cond {
	if x.Kind == ir.Not {
		return s.condition(x.Args[0]).negated()
	}
	if x.Kind == ir.Apply && (x.Op == op.I32Eqz || x.Op == op.I64Eqz) {
		return s.m.isZero(s, x.Args[0].Type, s.value(x.Args[0]))
	}
	if c, ok := s.m.condition(s, x); ok {
		return c
	}
	return s.m.isZero(s, wasm.I32, s.boolean(x, none)).negated()
}

func (c cond) negated() cond {
	c.when, c.not = c.not, c.when
	return c
}

// branch jumps to one block where x holds, else to another.
func (s *selector) branch(x *ir.Expr, then, other int) {
	c := s.condition(x)
	if then == s.now+1 {
		then, other, c = other, then, c.negated()
	}
	if then != other {
		s.cur.to = append(s.cur.to, then)
		s.add(inst{text: append(c.text, s.jumpIf(c.when, then)), src: c.src, dst: none})
	}
	s.jump(other)
}

// boolean is 0 or 1.
func (s *selector) boolean(x *ir.Expr, dst vreg) vreg {
	var c cond
	if x.Kind != ir.Apply {
		c = s.condition(x)
	} else if of, ok := s.m.condition(s, x); ok {
		c = of
	} else {
		return s.apply(x, dst) // a row gives 0 or 1
	}
	return s.make(wasm.I32, dst, inst{text: s.m.boolean(c), src: c.src, pure: true})
}

// selects is the first operand where the condition holds, else the second, which is copied before the comparison.
func (s *selector) selects(x *ir.Expr, dst vreg) vreg {
	first, second := s.value(x.Args[0]), s.value(x.Args[1])
	c := s.condition(x.Args[2])
	text := c.text
	c.text = nil
	for _, l := range text {
		c.text = append(c.text, renumber(l, len(c.src), 2))
	}
	return s.make(x.Type, dst, inst{text: s.m.choose(classOf(x.Type), c), src: append([]vreg{second, first}, c.src...), tied: true, pure: true})
}

// renumber adds to the numbers of operands.
func renumber(l string, operands, by int) string {
	for k := operands - 1; k >= 0; k-- {
		l = strings.ReplaceAll(l, "<"+strconv.Itoa(k)+">", "<"+strconv.Itoa(k+by)+">")
	}
	return l
}
