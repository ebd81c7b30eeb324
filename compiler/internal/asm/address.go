package asm

import (
	"fmt"
	"math"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// An access is how an instruction loads or stores.
type access struct {
	name string // of the machine's instruction
	size int    // in bytes
}

// loads and stores are the accesses of numbers.
var (
	loads = map[op.Op]access{
		op.I32Load: {"MOVL", 4}, op.I32Load8S: {"MOVBLSX", 1}, op.I32Load8U: {"MOVBLZX", 1}, op.I32Load16S: {"MOVWLSX", 2}, op.I32Load16U: {"MOVWLZX", 2},
		op.I64Load: {"MOVQ", 8}, op.I64Load8S: {"MOVBQSX", 1}, op.I64Load8U: {"MOVBLZX", 1}, op.I64Load16S: {"MOVWQSX", 2}, op.I64Load16U: {"MOVWLZX", 2},
		op.I64Load32S: {"MOVLQSX", 4}, op.I64Load32U: {"MOVL", 4}, op.F32Load: {"MOVSS", 4}, op.F64Load: {"MOVSD", 8},
	}
	stores = map[op.Op]access{
		op.I32Store: {"MOVL", 4}, op.I32Store8: {"MOVB", 1}, op.I32Store16: {"MOVW", 2},
		op.I64Store: {"MOVQ", 8}, op.I64Store8: {"MOVB", 1}, op.I64Store16: {"MOVW", 2}, op.I64Store32: {"MOVL", 4},
		op.F32Store: {"MOVSS", 4}, op.F64Store: {"MOVSD", 8},
	}
	whole = access{"MOVUPS", 16} // of a v128
)

// load evaluates a load of a number.
func (s *selector) load(x *ir.Expr, a access, dst vreg) vreg {
	i := inst{offset: x.Offset}
	at := s.address(&i, x.Args[0], x.A, x.B, a.size)
	i.text = append(i.text, a.name+" "+at+", <d>")
	return s.make(x.Type, dst, i)
}

// store writes a number.
func (s *selector) store(st *ir.Stmt) {
	a, ok := stores[st.Op]
	if !ok {
		s.refuse("%s as a statement", op.Table[st.Op].Name)
		return
	}
	v := st.X[1]
	if isImmediate(v) && classOf(v.Type) == general {
		s.access(a, st, st.B, immediate(v), none)
		return
	}
	if name := laneStore(st.Op, v); name != "" {
		a.name, v = name, v.Args[0]
	}
	s.access(a, st, st.B, "", s.value(v))
}

// laneStore is the instruction that stores the lane of a vector that v is, if there is one.
func laneStore(o op.Op, v *ir.Expr) string {
	if v.Kind != ir.Apply {
		return ""
	}
	switch first := v.Lane == 0; {
	case o == op.I32Store && v.Op == op.I32x4ExtractLane && first, o == op.F32Store && v.Op == op.F32x4ExtractLane && first:
		return "MOVSS"
	case o == op.I64Store && (v.Op == op.V128Lo || v.Op == op.I64x2ExtractLane && first), o == op.F64Store && v.Op == op.F64x2ExtractLane && first:
		return "MOVSD"
	case o == op.I64Store && (v.Op == op.V128Hi || v.Op == op.I64x2ExtractLane), o == op.F64Store && v.Op == op.F64x2ExtractLane:
		return "MOVHPS"
	}
	return ""
}

// access stores a register, or an immediate where that is none, in the place of st.
func (s *selector) access(a access, st *ir.Stmt, offset uint64, what string, v vreg) {
	i := inst{offset: st.Offset, dst: none}
	if v != none {
		i.src, what = []vreg{v}, "<0>"
	}
	at := s.address(&i, st.X[0], st.A, offset, a.size)
	i.text = append(i.text, a.name+" "+what+", "+at)
	s.add(i)
}

// vectorLoad evaluates v128.of where it is a load that was taken apart: of both halves, or of the lower one, beside zeros.
func (s *selector) vectorLoad(x *ir.Expr, dst vreg) vreg {
	low, high := x.Args[0], x.Args[1]
	a, first := whole, low
	switch {
	case !isLoad(low):
		return none
	case high.Kind == ir.Const && high.B == 0 && low.Op == op.I64Load:
		a = access{"MOVQ", 8}
	case high.Kind == ir.Const && high.B == 0 && low.Op == op.I64Load32U:
		a = access{"MOVSS", 4}
	case !isLoad(high) || low.Op != op.I64Load || high.Op != op.I64Load || low.A != high.A || low.B+8 != high.B || low.B+8 < low.B || !same(low.Args[0], high.Args[0]):
		return none
	}
	return s.loadAs(a, first, dst)
}

// loadAs loads into a vector, in the place of another load.
func (s *selector) loadAs(a access, x *ir.Expr, dst vreg) vreg {
	i := inst{offset: x.Offset}
	at := s.address(&i, x.Args[0], x.A, x.B, a.size)
	i.text = append(i.text, a.name+" "+at+", <d>")
	return s.make(wasm.V128, dst, i)
}

// extendLoad evaluates lanes of twice the width where what they are made of is a load of 8 bytes.
func (s *selector) extendLoad(x *ir.Expr, name string, dst vreg) vreg {
	from := x.Args[0]
	if from.Kind != ir.Apply || from.Op != op.V128Of {
		return none
	}
	if low, high := from.Args[0], from.Args[1]; isLoad(low) && low.Op == op.I64Load && high.Kind == ir.Const && high.B == 0 {
		return s.loadAs(access{name, 8}, low, dst)
	}
	return none
}

func isLoad(x *ir.Expr) bool {
	if x.Kind != ir.Apply {
		return false
	}
	_, ok := loads[x.Op]
	return ok
}

// same tells whether two trees are the same variable or constant.
func same(x, y *ir.Expr) bool {
	if x.Kind != y.Kind || x.Type != y.Type {
		return false
	}
	switch x.Kind {
	case ir.Read:
		return x.Var == y.Var
	case ir.Const:
		return x.A == y.A && x.B == y.B
	}
	return false
}

// storesVector writes two stores as one where they are the halves of a vector, the upper one first.
func (s *selector) storesVector(high, low *ir.Stmt) bool {
	if high.Kind != ir.Effect || low.Kind != ir.Effect || high.Op != op.I64Store || low.Op != op.I64Store ||
		high.A != low.A || low.B+8 != high.B || high.B < 8 || !same(high.X[0], low.X[0]) {
		return false
	}
	h, l := high.X[1], low.X[1]
	if h.Kind == ir.Const && l.Kind == ir.Const && h.B == 0 && l.B == 0 {
		v := s.make(wasm.V128, none, inst{text: []string{"PXOR <d>, <d>"}, pure: true})
		s.access(whole, low, low.B, "", v)
		return true
	}
	if h.Kind != ir.Apply || l.Kind != ir.Apply || h.Op != op.V128Hi || l.Op != op.V128Lo || !same(h.Args[0], l.Args[0]) {
		return false
	}
	s.access(whole, low, low.B, "", s.value(l.Args[0]))
	return true
}

// address makes the operand of an access, and adds to i the registers that it names. Where the memory has a length, i begins with
// the comparison.
func (s *selector) address(i *inst, x *ir.Expr, memory uint32, offset uint64, size int) string {
	m := s.in.Memories[memory]
	if offset > math.MaxInt32 {
		// No displacement holds it: an address and an offset of 32 bits each have their sum in a register.
		sum := inst{text: []string{fmt.Sprintf("MOVQ $%d, <d>", offset), "ADDQ <0>, <d>"}, src: []vreg{s.value(x)}, early: true, pure: true}
		return s.operand(i, memory, s.make(wasm.I64, none, sum), 0, size)
	}
	if x.Kind == ir.Const {
		if sum := x.B + offset; sum <= math.MaxInt32 {
			return s.operand(i, memory, none, int64(sum), size)
		}
	}
	if m.Near && offset == 0 {
		if v, c, ok := s.sum(x); ok {
			if c < 0 {
				return s.operand(i, memory, s.value(v), c, size)
			}
			return s.operand(i, memory, s.signExtended(v), c, size)
		}
	}
	return s.operand(i, memory, s.value(x), int64(offset), size)
}

// sum takes y + c apart. In a memory of at most 2 GiB that is a sum in 64 bits, of y with its sign where c is not negative, else of y without: it
// differs from the wrapped one only where both are out of bounds.
func (s *selector) sum(x *ir.Expr) (y *ir.Expr, c int64, ok bool) {
	if x.Kind == ir.Read {
		if sum := s.sums[x.Var]; sum != nil {
			x = sum
		}
	}
	if x.Kind != ir.Apply || x.Op != op.I32Add || x.Args[1].Kind != ir.Const {
		return nil, 0, false
	}
	return x.Args[0], int64(int32(x.Args[1].B)), true
}

// signExtended evaluates an i32 as a signed 64-bit number.
func (s *selector) signExtended(x *ir.Expr) vreg {
	if x.Kind == ir.Read {
		if r, ok := s.signed[x.Var]; ok {
			return r
		}
	}
	r := s.make(wasm.I64, none, inst{text: []string{"MOVLQSX <0>, <d>"}, src: []vreg{s.value(x)}, pure: true})
	if x.Kind == ir.Read {
		s.signed[x.Var] = r
	}
	return r
}

// operand is disp(base)(index*1), or what stands for it once it has been compared with the limit.
func (s *selector) operand(i *inst, memory uint32, index vreg, disp int64, size int) string {
	use := func(r vreg) string {
		i.src = append(i.src, r)
		return fmt.Sprintf("<%d>", len(i.src)-1)
	}
	base := use(s.base(int(memory)))
	m, at := s.in.Memories[memory], ""
	if index != none {
		at = use(index)
	}
	if !m.Checked {
		if index == none {
			return fmt.Sprintf("%s(%s)", displacement(disp), base)
		}
		return fmt.Sprintf("%s(%s)(%s*1)", displacement(disp), base, at)
	}
	if index != none && disp == 0 {
		s.check(i, checked{memory, index, 0}, size, at)
		return fmt.Sprintf("(%s)(%s*1)", base, at)
	}
	if index == none {
		i.text = append(i.text, fmt.Sprintf("MOVQ $%d, AX", disp))
	} else {
		i.text = append(i.text, fmt.Sprintf("LEAQ %d(%s), AX", disp, at))
	}
	s.check(i, checked{memory, index, disp}, size, "AX")
	return fmt.Sprintf("(%s)(AX*1)", base)
}

// A checked address has been compared with the limit in this block.
type checked struct {
	memory uint32
	index  vreg
	disp   int64
}

// check compares an address with the limit, unless that has been done for one as large.
func (s *selector) check(i *inst, at checked, size int, address string) {
	i.trap = "trapMemory"
	if s.checks[at] >= size {
		return
	}
	s.checks[at] = size
	key := limit{at.memory, size}
	if _, ok := s.limits[key]; !ok {
		s.limits[key] = s.code.newReg(general)
	}
	i.src = append(i.src, s.limits[key])
	i.text = append(i.text, fmt.Sprintf("CMPQ %s, <%d>", address, len(i.src)-1), "JCC @T")
}

func displacement(d int64) string {
	if d == 0 {
		return ""
	}
	return fmt.Sprint(d)
}

// limitText computes the limit of accesses of so many bytes to a memory of this length.
func limitText(length string, size int) []string {
	if size == 1 {
		return []string{"MOVQ " + length + ", <d>"}
	}
	return []string{
		"XORL AX, AX",
		"MOVQ " + length + ", <d>",
		fmt.Sprintf("SUBQ $%d, <d>", size-1),
		"CMOVQCS AX, <d>",
	}
}
