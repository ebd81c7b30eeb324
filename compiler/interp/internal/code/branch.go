package code

import (
	"math"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// branch jumps to t where the condition x is as wanted.
func (l *lowerer) branch(x *ir.Expr, want bool, t *target) {
	next, nextRef, offset := l.next, l.nextRef, l.offset
	defer func() {
		l.release(next, nextRef)
		l.offset = offset
	}()
	l.offset = x.Offset
	if x.Kind == ir.Not {
		l.branch(x.Args[0], !want, t)
		return
	}
	if x.Kind != ir.Apply || !x.Cond {
		l.branchOnValue(x, want, t)
		return
	}
	if y, ok := zeroTest(x); ok {
		l.branchOnValue(y, want == (x.Op == op.I32Ne), t)
		return
	}
	if l.branchOnRef(x, want, t) {
		return
	}
	forms := &Table[x.Op]
	if forms.J == None {
		l.branchOnValue(x, want, t)
		return
	}
	if len(x.Args) == 1 {
		if l.testZero(x.Op, x.Args[0], want, t) {
			return
		}
		in := Instr{Op: forms.J, B: l.loose(x.Args[0])}
		if !want {
			in.Op = forms.JN
		}
		l.jump(in, t)
		return
	}
	l.compare(x, want, t)
}

// branchOnValue jumps where x, an i32, is not 0, or where it is.
func (l *lowerer) branchOnValue(x *ir.Expr, want bool, t *target) {
	if l.testZero(op.I32Eqz, x, !want, t) {
		return
	}
	in := Instr{Op: I32EqzJN, B: l.loose(x)}
	o := op.I32Ne
	if !want {
		in.Op, o = I32EqzJ, op.I32Eq
	}
	if !l.count(o, Instr{Op: Table[o].JK, B: in.B}, t) {
		l.jump(in, t)
	}
}

// compare jumps by the outcome of a comparison of two operands.
func (l *lowerer) compare(x *ir.Expr, want bool, t *target) {
	o, a, b := x.Op, x.Args[0], x.Args[1]
	if a.Kind == ir.Const && b.Kind != ir.Const {
		o, a, b = mirror[o], b, a
	}
	forms := &Table[o]
	if forms.JN != None { // floats
		l.compareFloats(forms, a, b, want, t)
		return
	}
	if !want {
		o = ir.Negate(&ir.Expr{Kind: ir.Apply, Op: o}).Op
	}
	if !mixed(a, b) && (l.testLoad(o, a, b, t) || l.testLoad(mirror[o], b, a, t)) {
		return
	}
	forms = &Table[o]
	in := Instr{Op: forms.J, B: l.loose(a)}
	if isConst(b) && fits32(o, b.B) {
		in.Op, in.Imm = forms.JK, b.B<<32
	} else {
		in.C = l.loose(b)
	}
	if !l.count(o, in, t) {
		l.jump(in, t)
	}
}

func (l *lowerer) compareFloats(forms *Forms, a, b *ir.Expr, want bool, t *target) {
	if k, ok := float32Bits(b); ok {
		in := Instr{Op: forms.JK, B: l.operand(a), Imm: k << 32}
		if !want {
			in.Op = forms.JKN
		}
		l.jump(in, t)
		return
	}
	in := Instr{Op: forms.J, B: l.operand(a), C: l.operand(b)}
	if !want {
		in.Op = forms.JN
	}
	l.jump(in, t)
}

// float32Bits is a constant as a float32, if it is one exactly.
func float32Bits(x *ir.Expr) (bits uint64, ok bool) {
	if x.Kind != ir.Const {
		return 0, false
	}
	if x.Type == wasm.F32 {
		return x.B, true
	}
	v := math.Float64frombits(x.B)
	return uint64(math.Float32bits(float32(v))), float64(float32(v)) == v
}

// mirror gives the comparison with its operands exchanged.
var mirror = map[op.Op]op.Op{
	op.I32Eq: op.I32Eq, op.I32Ne: op.I32Ne, op.I64Eq: op.I64Eq, op.I64Ne: op.I64Ne,
	op.I32LtS: op.I32GtS, op.I32LtU: op.I32GtU, op.I32GtS: op.I32LtS, op.I32GtU: op.I32LtU,
	op.I32LeS: op.I32GeS, op.I32LeU: op.I32GeU, op.I32GeS: op.I32LeS, op.I32GeU: op.I32LeU,
	op.I64LtS: op.I64GtS, op.I64LtU: op.I64GtU, op.I64GtS: op.I64LtS, op.I64GtU: op.I64LtU,
	op.I64LeS: op.I64GeS, op.I64LeU: op.I64GeU, op.I64GeS: op.I64LeS, op.I64GeU: op.I64LeU,
	op.F32Eq: op.F32Eq, op.F32Ne: op.F32Ne, op.F32Lt: op.F32Gt, op.F32Gt: op.F32Lt, op.F32Le: op.F32Ge, op.F32Ge: op.F32Le,
	op.F64Eq: op.F64Eq, op.F64Ne: op.F64Ne, op.F64Lt: op.F64Gt, op.F64Gt: op.F64Lt, op.F64Le: op.F64Ge, op.F64Ge: op.F64Le,
}
