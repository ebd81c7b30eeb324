package code

import (
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A half of a vector is in a register, so that to take one takes no instruction, and neither does it to make a vector of two.

// vector lowers an instruction whose operands or result are vectors.
func (l *lowerer) vector(forms *Forms, x *ir.Expr, to reg) {
	if l.vectorPair(x, to) {
		return
	}
	in := Instr{Op: forms.V, A: to, Imm: uint64(x.Lane)}
	args := x.Args
	if last := args[len(args)-1]; forms.VK != None && isConst(last) {
		in.Op, in.Imm = forms.VK, last.B
		args = args[:len(args)-1]
	}
	var at [3]reg
	for k, a := range args {
		if readsLower[x.Op] {
			at[k] = l.lowerHalf(a)
		} else {
			at[k] = l.loose(a)
		}
	}
	in.B, in.C = at[0], at[1]
	switch {
	case len(args) == 3:
		in.Imm = uint64(at[2])
	case x.Op == op.I8x16Shuffle:
		in.Imm = uint64(l.operand(&ir.Expr{Kind: ir.Const, Type: wasm.V128, A: x.A}))
	}
	l.emit(in)
}

// vectorPair lowers an operation together with one of its operands, where there is an instruction for both.
func (l *lowerer) vectorPair(x *ir.Expr, to reg) bool {
	for k, inner := range x.Args {
		if inner.Kind != ir.Apply {
			continue
		}
		p := VectorPairOf(x.Op, inner.Op)
		o := p.R
		if k == 1 && p.Right != None {
			o = p.Right
		}
		if o == None || len(inner.Args) == 2 && inner.Args[1].Type == wasm.I32 && !isConst(inner.Args[1]) {
			continue
		}
		if len(x.Args) == 2 && mixed(x.Args[0], x.Args[1]) || mixed(inner.Args...) {
			continue
		}
		in := Instr{Op: o, A: to}
		if readsLower[inner.Op] {
			in.B = l.lowerHalf(inner.Args[0])
		} else {
			in.B = l.loose(inner.Args[0])
		}
		switch {
		case len(inner.Args) == 1:
		case isConst(inner.Args[1]) && inner.Args[1].Type == wasm.I32:
			in.Imm = inner.Args[1].B << 32
		default:
			in.C = l.loose(inner.Args[1])
		}
		if len(x.Args) == 2 {
			in.Imm |= uint64(l.loose(x.Args[1-k]))
		}
		l.emit(in)
		return true
	}
	return false
}

// readsLower are the instructions that look at the lower halves of their operands alone.
var readsLower = [len(op.Table)]bool{
	op.I16x8ExtendLowI8x16S: true, op.I16x8ExtendLowI8x16U: true, op.I32x4ExtendLowI16x8S: true, op.I32x4ExtendLowI16x8U: true,
	op.I64x2ExtendLowI32x4S: true, op.I64x2ExtendLowI32x4U: true, op.F64x2ConvertLowI32x4S: true, op.F64x2ConvertLowI32x4U: true,
	op.F64x2PromoteLowF32x4: true, op.I16x8ExtmulLowI8x16S: true, op.I16x8ExtmulLowI8x16U: true, op.I32x4ExtmulLowI16x8S: true,
	op.I32x4ExtmulLowI16x8U: true, op.I64x2ExtmulLowI32x4S: true, op.I64x2ExtmulLowI32x4U: true,
}

// lowerHalf returns the register with the lower half of x. What is behind it does not matter: a constant is not loaded.
func (l *lowerer) lowerHalf(x *ir.Expr) reg {
	if x.Kind != ir.Apply || x.Op != op.V128Of || !isConst(x.Args[1]) {
		return l.operand(x)
	}
	t := l.take(wasm.V128)
	l.value(x.Args[0], t)
	return t
}

// part tells whether x is what one register of a vector has, and which one: exactly, or with more bits above it.
func part(x *ir.Expr) (n reg, exact, ok bool) {
	if x.Kind != ir.Apply {
		return 0, false, false
	}
	switch x.Op {
	case op.V128Lo:
		return 0, true, true
	case op.V128Hi:
		return 1, true, true
	case op.I64x2ExtractLane, op.F64x2ExtractLane:
		return reg(x.Lane), true, true
	case op.I32x4ExtractLane, op.F32x4ExtractLane:
		return reg(x.Lane / 2), false, x.Lane%2 == 0
	}
	return 0, false, false
}

// partOf returns register n of the vector that x takes a part of.
func (l *lowerer) partOf(x *ir.Expr, n reg) reg { return l.operand(x.Args[0]) + n }

// takePart lowers an instruction whose result is part of a vector, if it is in one register of it.
func (l *lowerer) takePart(x *ir.Expr, to reg) bool {
	n, exact, ok := part(x)
	switch {
	case ok && exact:
		if from := l.partOf(x, n); from != to {
			l.move(to, from)
		}
	case ok:
		l.emit(Instr{Op: I32WrapI64, A: to, B: l.partOf(x, n)})
	case x.Op == op.I32x4ExtractLane, x.Op == op.F32x4ExtractLane:
		l.emit(Instr{Op: I64ShrUK, A: to, B: l.partOf(x, reg(x.Lane/2)), Imm: 32})
	default:
		return false
	}
	return true
}

// ofHalves makes a vector of two numbers, one after the other.
func (l *lowerer) ofHalves(x *ir.Expr, to reg) {
	lower, upper := x.Args[0], x.Args[1]
	if load, ok := l.wholeLoad(lower, upper); ok {
		l.load128(load, to)
		return
	}
	if !l.readsWord(upper, to) {
		l.value(lower, to)
		l.value(upper, to+1)
		return
	}
	t := l.take(wasm.V128)
	l.value(lower, t)
	l.value(upper, t+1)
	l.moveValue(wasm.V128, to, t)
}

// readsWord tells whether x reads a variable that is in that register.
func (l *lowerer) readsWord(x *ir.Expr, home reg) bool {
	found := false
	x.Walk(func(x *ir.Expr) {
		if x.Kind == ir.Read && !x.Type.IsRef() && l.far == 0 {
			first := l.home[x.Var]
			found = found || first <= int(home) && int(home) < first+l.words(x.Type)
		}
	})
	return found
}

// words is how many registers a number or a vector takes.
func (l *lowerer) words(t wasm.ValType) int { return l.m.Class(t).Slots() }

// moveValue copies a number or a vector. Where the registers overlap, to is before from.
func (l *lowerer) moveValue(t wasm.ValType, to, from reg) {
	if t == wasm.V128 {
		l.emit(Instr{Op: Move128, A: to, B: from})
		return
	}
	l.move(to, from)
}

// wholeLoad finds the access to the lower half, where both halves of a vector are loaded from one place of the first memory.
func (l *lowerer) wholeLoad(lower, upper *ir.Expr) (*ir.Expr, bool) {
	return lower, ir.LoadsHalves(lower, upper) && l.has128(lower.A)
}

// isLoad tells whether x may be the load of one half.
func isLoad(x *ir.Expr) bool { return x.Kind == ir.Apply && x.Op == op.I64Load }

// has128 tells whether there are instructions for an access of 16 bytes to a memory.
func (l *lowerer) has128(memory uint32) bool { return memory == 0 && !l.m.MemType(0).Is64 }

// load128 lowers the loads of both halves of a vector.
func (l *lowerer) load128(lower *ir.Expr, to reg) {
	l.offset = lower.Offset
	whole := *lower
	whole.Args = []*ir.Expr{l.vectorAddress(lower.Args[0])}
	l.loadInto(&Table[op.V128Load], &whole, op.Table[op.V128Load].Size, to)
}

// store128 lowers two stores, if they are those of the halves of a vector to one place of the first memory.
func (l *lowerer) store128(first, second *ir.Stmt) bool {
	v := ir.StoredVector(first, second)
	if v == nil || !l.has128(second.A) {
		return false
	}
	l.offset = second.Offset
	from := l.operand(v)
	l.access(&Table[op.V128Store], second.A, second.B, op.Table[op.V128Store].Size, l.vectorAddress(second.X[0]), func(in Instr) {
		in.A = from
		l.emit(in)
	})
	return true
}
