package asm

import (
	"strconv"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A cond is a condition in the flags.
type cond struct {
	text []string // sets them
	src  []vreg
	when string // the suffix of instructions that do something where it holds
	not  string // the same where it does not
}

// suffixes are those of the comparisons of integers, by the opcode's distance from eq.
var suffixes = [...][2]string{{"EQ", "NE"}, {"NE", "EQ"}, {"LT", "GE"}, {"CS", "CC"}, {"GT", "LE"}, {"HI", "LS"}, {"LE", "GT"}, {"LS", "HI"}, {"GE", "LT"}, {"CC", "CS"}}

// condition compares.
func (s *selector) condition(x *ir.Expr) cond {
	if x.Kind == ir.Not {
		c := s.condition(x.Args[0])
		c.when, c.not = c.not, c.when
		return c
	}
	switch o := x.Op; {
	case x.Kind != ir.Apply:
	case o == op.I32Eqz:
		return s.zero("TESTL", s.value(x.Args[0]))
	case o == op.I64Eqz:
		return s.zero("TESTQ", s.value(x.Args[0]))
	case o >= op.I32Eq && o <= op.I32GeU:
		return s.compare("L", suffixes[o-op.I32Eq], x.Args)
	case o >= op.I64Eq && o <= op.I64GeU:
		return s.compare("Q", suffixes[o-op.I64Eq], x.Args)
	case o == op.F32Gt || o == op.F32Ge || o == op.F32Lt || o == op.F32Le:
		return s.ordered("UCOMISS", o-op.F32Lt, x.Args)
	case o == op.F64Gt || o == op.F64Ge || o == op.F64Lt || o == op.F64Le:
		return s.ordered("UCOMISD", o-op.F64Lt, x.Args)
	case o == op.V128AnyTrue:
		return cond{text: []string{"PTEST <0>, <0>"}, src: []vreg{s.value(x.Args[0])}, when: "NE", not: "EQ"}
	case allTrue[o] != "":
		return cond{
			text: []string{"PXOR X15, X15", allTrue[o] + " <0>, X15", "PTEST X15, X15"},
			src:  []vreg{s.value(x.Args[0])}, when: "EQ", not: "NE",
		}
	}
	c := s.zero("TESTL", s.apply(x, none)) // a row gives 0 or 1
	c.when, c.not = c.not, c.when
	return c
}

// allTrue are the comparisons with zero that find a lane that is none.
var allTrue = map[op.Op]string{op.I8x16AllTrue: "PCMPEQB", op.I16x8AllTrue: "PCMPEQW", op.I32x4AllTrue: "PCMPEQL", op.I64x2AllTrue: "PCMPEQQ"}

// zero compares a register with 0.
func (s *selector) zero(test string, r vreg) cond {
	if s.flagged(test[4:], r) {
		return cond{src: []vreg{r}, when: "EQ", not: "NE"}
	}
	return cond{text: []string{test + " <0>, <0>"}, src: []vreg{r}, when: "EQ", not: "NE"}
}

// flagged tells whether the flags say already how r compares with 0, since the instruction before has computed it. What loads and stores
// registers changes no flags.
func (s *selector) flagged(size string, r vreg) bool {
	n := len(s.cur.insts)
	if n == 0 || s.cur.insts[n-1].dst != r {
		return false
	}
	text := s.cur.insts[n-1].text
	name, _, _ := strings.Cut(text[len(text)-1], " ")
	switch strings.TrimSuffix(name, size) {
	case "ADD", "SUB", "AND", "OR", "XOR":
		return true
	}
	return false
}

// compare compares integers.
func (s *selector) compare(size string, suffix [2]string, args []*ir.Expr) cond {
	c := cond{when: suffix[0], not: suffix[1]}
	x := s.value(args[0])
	switch {
	case args[1].Kind == ir.Const && args[1].B == 0 && (c.when == "EQ" || c.when == "NE"):
		if c.src = []vreg{x}; !s.flagged(size, x) {
			c.text = []string{"TEST" + size + " <0>, <0>"}
		}
	case isImmediate(args[1]):
		c.text, c.src = []string{"CMP" + size + " <0>, " + immediate(args[1])}, []vreg{x}
	default:
		c.text, c.src = []string{"CMP" + size + " <0>, <1>"}, []vreg{x, s.value(args[1])}
	}
	return c
}

// ordered compares floats: the flags of "above" are not set where one is NaN. The opcodes are lt, gt, le, ge.
func (s *selector) ordered(compare string, o op.Op, args []*ir.Expr) cond {
	c := cond{src: []vreg{s.value(args[0]), s.value(args[1])}, when: "HI", not: "LS"}
	if o >= 2 {
		c.when, c.not = "CC", "CS"
	}
	if o&1 == 0 { // less: the operands change places
		c.src[0], c.src[1] = c.src[1], c.src[0]
	}
	c.text = []string{compare + " <1>, <0>"}
	return c
}

// branch jumps to one block where x holds, else to another.
func (s *selector) branch(x *ir.Expr, then, other int) {
	if then == other {
		s.condition(x)
		s.jump(then)
		return
	}
	c := s.condition(x)
	next := s.nextBlock()
	if then == next {
		then, other = other, then
		c.when, c.not = c.not, c.when
	}
	s.cur.to = append(s.cur.to, then)
	s.add(inst{text: append(c.text, "J"+c.when+" @"+strconv.Itoa(then)), src: c.src, dst: none})
	s.jump(other)
}

// nextBlock is the number of the block behind the current one.
func (s *selector) nextBlock() int {
	for i := range s.code.blocks {
		if &s.code.blocks[i] == s.cur {
			return i + 1
		}
	}
	panic("asm: no current block")
}

// boolean is 0 or 1.
func (s *selector) boolean(x *ir.Expr, dst vreg) vreg {
	if x.Kind == ir.Apply && (x.Op == op.F32Eq || x.Op == op.F32Ne || x.Op == op.F64Eq || x.Op == op.F64Ne) {
		return s.apply(x, dst)
	}
	c := s.condition(x)
	return s.make(wasm.I32, dst, inst{text: append(c.text, "SET"+c.when+" AX", "MOVBLZX AX, <d>"), src: c.src, pure: true})
}

// selects is the first operand where the condition holds, else the second.
func (s *selector) selects(x *ir.Expr, dst vreg) vreg {
	first, second := s.value(x.Args[0]), s.value(x.Args[1])
	c := s.condition(x.Args[2])
	i := inst{src: append([]vreg{second, first}, c.src...), tied: true, pure: true}
	for _, l := range c.text {
		i.text = append(i.text, renumber(l, len(c.src), 2))
	}
	if classOf(x.Type) == general {
		i.text = append(i.text, "CMOVQ"+c.when+" <1>, <d>")
	} else {
		i.text = append(i.text, "J"+c.not+" @@", "MOVAPS <1>, <d>", "@@:")
	}
	// The comparison comes before anything is written, but the copy of the second operand comes before it.
	return s.make(x.Type, dst, i)
}

// renumber adds to the numbers of operands.
func renumber(l string, operands, by int) string {
	for k := operands - 1; k >= 0; k-- {
		l = strings.ReplaceAll(l, "<"+strconv.Itoa(k)+">", "<"+strconv.Itoa(k+by)+">")
	}
	return l
}
