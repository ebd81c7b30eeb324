package asm

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// amd64 is x86-64 with SSE4.1, in the encodings without VEX: a change between those and others costs hundreds of cycles while the upper halves
// of the registers are in use, which a preempted goroutine cannot know.
//
// AX, CX, DX, X14 and X15 are for the instructions themselves; R15, BP and SP are Go's.
type amd64 struct{}

func (amd64) table() *arch { return rowsAMD64() }

func (amd64) registers(k class) []string {
	if k == vector {
		return vectorsAMD64
	}
	return generalAMD64
}

func (amd64) scratch(k class) []string {
	if k == vector {
		return []string{"X15", "X14"}
	}
	return []string{"DX", "CX", "AX"}
}

func (amd64) spelled(line string) string { return line }

var (
	generalAMD64 = []string{"BX", "SI", "DI", "R8", "R9", "R10", "R11", "R12", "R13", "R14"}
	vectorsAMD64 = []string{"X0", "X1", "X2", "X3", "X4", "X5", "X6", "X7", "X8", "X9", "X10", "X11", "X12", "X13"}
)

func (amd64) move(k class, from, to string) string {
	if k == vector {
		return "MOVAPS " + from + ", " + to
	}
	return "MOVQ " + from + ", " + to
}

// toFrame is the instruction that moves a class of registers to and from the frame.
func (amd64) toFrame(k class) string {
	if k == vector {
		return "MOVUPS "
	}
	return "MOVQ "
}

func (m amd64) spill(k class, reg string, slot int) string {
	return m.toFrame(k) + reg + ", " + strconv.Itoa(slot) + "(SP)"
}

func (m amd64) reload(k class, slot int, reg string) string {
	return m.toFrame(k) + strconv.Itoa(slot) + "(SP), " + reg
}

// argument loads a vector as Go has stored it, in halves, which the processor forwards.
func (amd64) argument(t wasm.ValType, at string) []string {
	if t == wasm.V128 {
		return []string{"MOVQ " + part(at, "lo", 0) + ", <d>", "MOVHPS " + part(at, "hi", 8) + ", <d>"}
	}
	return []string{moveAMD64(t) + at + ", <d>"}
}

func (amd64) result(t wasm.ValType, at string) []string {
	if t == wasm.V128 {
		return []string{"MOVQ <0>, " + part(at, "lo", 0), "MOVHPS <0>, " + part(at, "hi", 8)}
	}
	return []string{moveAMD64(t) + "<0>, " + at}
}

func moveAMD64(t wasm.ValType) string {
	switch t {
	case wasm.I32:
		return "MOVL "
	case wasm.F32:
		return "MOVSS "
	case wasm.F64:
		return "MOVSD "
	}
	return "MOVQ "
}

func (amd64) number(n int, reg string) string { return "MOVL $" + strconv.Itoa(n) + ", " + reg }

func (amd64) countDown() string { return "SUBL $1, <d>" }

func (amd64) compareNumber(n int) string { return "CMPL <0>, $" + strconv.Itoa(n) }

func (amd64) constants() bool { return true }

func (amd64) constant(s *selector, x *ir.Expr, bits [16]byte) inst {
	text := func(lines ...string) inst { return inst{text: lines} }
	n := strconv.FormatUint(x.B, 10)
	switch {
	case x.Type == wasm.V128 && bits == [16]byte{}, classOf(x.Type) == vector && x.Type != wasm.V128 && x.B == 0:
		return text("PXOR <d>, <d>")
	case x.Type == wasm.V128 && [16]byte(slices.Repeat([]byte{0xff}, 16)) == bits:
		return text("PCMPEQB <d>, <d>")
	case x.Type == wasm.V128:
		name := s.constText(bits)
		return inst{text: []string{"MOVAPS " + name + ", <d>"}, constant: name}
	case x.B == 0:
		return text("XORL <d>, <d>")
	case x.Type == wasm.I32:
		return text("MOVL " + immediate(x) + ", <d>")
	case x.Type == wasm.I64:
		return text("MOVQ $" + n + ", <d>")
	case x.Type == wasm.F32:
		return text("MOVL $"+n+", AX", "MOVQ AX, <d>")
	}
	return text("MOVQ $"+n+", AX", "MOVQ AX, <d>")
}

// isImmediate tells whether an instruction can hold a constant.
func isImmediate(x *ir.Expr) bool {
	return x.Kind == ir.Const && (x.Type == wasm.I32 || x.Type == wasm.I64 && int64(x.B) >= math.MinInt32 && int64(x.B) <= math.MaxInt32)
}

// immediate is its text.
func immediate(x *ir.Expr) string {
	if x.Type == wasm.I32 {
		return "$" + strconv.Itoa(int(int32(x.B)))
	}
	return "$" + strconv.FormatInt(int64(x.B), 10)
}

func (amd64) immediate(x *ir.Expr) (string, bool) {
	if !isImmediate(x) {
		return "", false
	}
	return immediate(x), true
}

// jump: for this assembler a comparison of unsigned numbers is one of the carry.
func (amd64) jump(when suffix) string { return "J" + conditionAMD64(when) }

func conditionAMD64(when suffix) string {
	switch when {
	case "LO":
		return "CS"
	case "HS":
		return "CC"
	}
	return string(when)
}

func (m amd64) isZero(s *selector, t wasm.ValType, r vreg) cond {
	size := sizeAMD64(t)
	c := cond{src: []vreg{r}, when: "EQ", not: "NE"}
	if !m.flagged(s, size, r) {
		c.text = []string{"TEST" + size + " <0>, <0>"}
	}
	return c
}

func sizeAMD64(t wasm.ValType) string {
	if t == wasm.I32 {
		return "L"
	}
	return "Q"
}

// flagged tells whether the flags say already whether r is 0, since the instruction before has computed it. What loads and stores
// registers changes no flags.
func (amd64) flagged(s *selector, size string, r vreg) bool {
	n := len(s.cur.insts)
	if n == 0 || s.cur.insts[n-1].dst != r || s.cur.insts[n-1].copies {
		return false
	}
	i := &s.cur.insts[n-1]
	text := i.write("", make([]string, len(i.src)))
	name, _, _ := strings.Cut(text[len(text)-1], " ")
	switch strings.TrimSuffix(name, size) {
	case "ADD", "SUB", "AND", "OR", "XOR":
		return true
	}
	return false
}

func (m amd64) condition(s *selector, x *ir.Expr) (c cond, ok bool) {
	if x.Kind != ir.Apply {
		return c, false
	}
	if pair, ok := suffixesOf(x.Op); ok {
		return m.compare(s, pair, x.Args), true
	}
	switch o := x.Op; o {
	case op.F32Lt, op.F32Gt, op.F32Le, op.F32Ge:
		return m.ordered(s, "UCOMISS", o-op.F32Lt, x.Args), true
	case op.F64Lt, op.F64Gt, op.F64Le, op.F64Ge:
		return m.ordered(s, "UCOMISD", o-op.F64Lt, x.Args), true
	case op.V128AnyTrue:
		return cond{text: []string{"PTEST <0>, <0>"}, src: []vreg{s.value(x.Args[0])}, when: "NE", not: "EQ"}, true
	case op.I8x16AllTrue:
		return m.allTrue(s, "PCMPEQB", x), true
	case op.I16x8AllTrue:
		return m.allTrue(s, "PCMPEQW", x), true
	case op.I32x4AllTrue:
		return m.allTrue(s, "PCMPEQL", x), true
	case op.I64x2AllTrue:
		return m.allTrue(s, "PCMPEQQ", x), true
	}
	return c, false
}

// allTrue finds lanes that are 0.
func (amd64) allTrue(s *selector, equal string, x *ir.Expr) cond {
	return cond{
		text: []string{"PXOR X15, X15", equal + " <0>, X15", "PTEST X15, X15"},
		src:  []vreg{s.value(x.Args[0])}, when: "EQ", not: "NE",
	}
}

// compare compares integers.
func (m amd64) compare(s *selector, pair [2]suffix, args []*ir.Expr) cond {
	size := sizeAMD64(args[0].Type)
	if args[1].Kind == ir.Const && args[1].B == 0 && (pair[0] == "EQ" || pair[0] == "NE") {
		c := m.isZero(s, args[0].Type, s.value(args[0]))
		c.when, c.not = pair[0], pair[1]
		return c
	}
	c := cond{src: []vreg{s.value(args[0])}, when: pair[0], not: pair[1]}
	if isImmediate(args[1]) {
		c.text = []string{"CMP" + size + " <0>, " + immediate(args[1])}
	} else {
		c.src = append(c.src, s.value(args[1]))
		c.text = []string{"CMP" + size + " <0>, <1>"}
	}
	return c
}

// ordered compares floats: "above" does not hold where one is NaN. The opcodes are lt, gt, le, ge.
func (amd64) ordered(s *selector, compare string, o op.Op, args []*ir.Expr) cond {
	c := cond{src: []vreg{s.value(args[0]), s.value(args[1])}, text: []string{compare + " <1>, <0>"}, when: "HI", not: "LS"}
	if o >= 2 {
		c.when, c.not = "HS", "LO"
	}
	if o&1 == 0 { // less: the operands change places
		c.src[0], c.src[1] = c.src[1], c.src[0]
	}
	return c
}

func (amd64) boolean(c cond) []string {
	return append(c.text, "SET"+conditionAMD64(c.when)+" AX", "MOVBLZX AX, <d>")
}

func (m amd64) choose(k class, c cond) []string {
	if k == general {
		return append(c.text, "CMOVQ"+conditionAMD64(c.when)+" <1>, <d>")
	}
	return append(c.text, m.jump(c.not)+" @@", "MOVAPS <1>, <d>", "@@:")
}
