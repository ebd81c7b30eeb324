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
	name   string // of the machine's instruction
	size   int    // in bytes
	prefix string // of the register that is loaded or stored
	then   string // what else a load takes, of <d>
}

// reach adds the line that accesses the memory.
func (i *inst) reach(line string) {
	i.access = len(i.text)
	i.text = append(i.text, line)
}

// numberAccess is how a number is loaded.
func (s *selector) numberAccess(o op.Op) access {
	a, _ := s.m.access(o)
	return a
}

// load loads a value of type t in the place of the load x.
func (s *selector) load(x *ir.Expr, a access, t wasm.ValType, dst vreg) vreg {
	i := inst{offset: x.Offset}
	at := s.address(&i, x.Args[0], x.A, x.B, a.size)
	i.reach(a.name + " " + at + ", " + a.prefix + "<d>")
	if a.then != "" {
		i.text = append(i.text, a.then)
	}
	return s.make(t, dst, i)
}

// store writes a number.
func (s *selector) store(st *ir.Stmt) {
	a, ok := s.m.access(st.Op)
	if !ok {
		s.refuse("%s as a statement", op.Table[st.Op].Name)
		return
	}
	v := st.X[1]
	if text, ok := s.m.immediate(v); ok {
		s.access(a, st, st.B, text, none)
		return
	}
	if name := s.m.laneStore(st.Op, v); name != "" {
		a.name, v = name, v.Args[0]
	}
	s.access(a, st, st.B, "", s.value(v))
}

// access stores a register, or an immediate where that is none, in the place of st.
func (s *selector) access(a access, st *ir.Stmt, offset uint64, what string, v vreg) {
	i := inst{offset: st.Offset, dst: none}
	if v != none {
		i.src, what = []vreg{v}, a.prefix+"<0>"
	}
	at := s.address(&i, st.X[0], st.A, offset, a.size)
	i.reach(a.name + " " + what + ", " + at)
	s.add(i)
}

// vectorLoad evaluates v128.of where it is a load that was taken apart: of both halves, or of the lower one, beside zeros.
func (s *selector) vectorLoad(x *ir.Expr, dst vreg) vreg {
	low, high := x.Args[0], x.Args[1]
	a := s.m.vector()
	switch {
	case !isLoad(low):
		return none
	case isZero(high) && low.Op == op.I64Load:
		a = s.numberAccess(op.F64Load) // clears what is above
	case isZero(high) && low.Op == op.I64Load32U:
		a = s.numberAccess(op.F32Load)
	case !ir.LoadsHalves(low, high):
		return none
	}
	return s.load(low, a, wasm.V128, dst)
}

func isLoad(x *ir.Expr) bool {
	if x.Kind != ir.Apply {
		return false
	}
	info := &op.Table[x.Op]
	return info.Accesses() && info.Effect == op.Read
}

// storesVector writes two stores as one where they are the halves of a vector, the upper one first.
func (s *selector) storesVector(high, low *ir.Stmt) bool {
	v := ir.StoredVector(high, low)
	if v == nil {
		if !ir.StoreHalves(high, low) || !isZero(high.X[1]) || !isZero(low.X[1]) {
			return false
		}
		v = &ir.Expr{Kind: ir.Const, Type: wasm.V128, A: s.f.Vector([16]byte{}), Size: 1}
	}
	s.access(s.m.vector(), low, low.B, "", s.value(v))
	return true
}

func isZero(x *ir.Expr) bool { return x.Kind == ir.Const && x.B == 0 }

// address makes the operand of an access, and adds to i the registers that it names. Where the memory has a length, i begins with
// the comparison.
func (s *selector) address(i *inst, x *ir.Expr, memory uint32, offset uint64, size int) string {
	if offset > math.MaxInt32 {
		// No displacement holds it: an address and an offset of 32 bits each have their sum in a register.
		sum := inst{text: s.m.sum(offset), src: []vreg{s.value(x)}, early: true, pure: true}
		return s.operand(i, memory, s.make(wasm.I64, none, sum), 0, size)
	}
	if x.Kind == ir.Const {
		if sum := x.B + offset; sum <= math.MaxInt32 {
			return s.operand(i, memory, none, int64(sum), size)
		}
	}
	if s.in.Memories[memory].Near && offset == 0 {
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
	r := s.make(wasm.I64, none, inst{text: []string{s.m.signed()}, src: []vreg{s.value(x)}, pure: true})
	if x.Kind == ir.Read {
		s.signed[x.Var] = r
	}
	return r
}

// A place in a memory is index + disp, or disp alone where that is none.
type place struct {
	memory uint32
	index  vreg
	disp   int64
}

// operand is that of the machine.
func (s *selector) operand(i *inst, memory uint32, index vreg, disp int64, size int) string {
	return s.m.operand(s, i, place{memory, index, disp}, size)
}

// use has an instruction read a register, and returns the operand.
func (i *inst) use(r vreg) string {
	i.src = append(i.src, r)
	return fmt.Sprintf("<%d>", len(i.src)-1)
}

// limitOf is the register with the limit of an access, to compare its address with; none where that has been done in this block, for one as large.
func (s *selector) limitOf(at place, size int) vreg {
	if s.checks[at] >= size {
		return none
	}
	s.checks[at] = size
	key := limit{at.memory, size}
	if _, ok := s.limits[key]; !ok {
		s.limits[key] = s.code.newReg(general)
	}
	return s.limits[key]
}
