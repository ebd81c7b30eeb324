package code

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// operand returns a register that holds x: that of a variable, or a new one.
func (l *lowerer) operand(x *ir.Expr) reg {
	switch {
	case x.Kind == ir.Read && l.far == 0:
		l.settle(x.Var)
		return reg(l.home[x.Var])
	case x.Kind == ir.Const && x.Type == wasm.V128:
		if n, ok := l.kept[x.A]; ok {
			return n
		}
	case x.Kind == ir.FromBool:
		return l.operand(x.Args[0])
	case x.Kind == ir.Apply && sameBits(x.Op):
		return l.operand(x.Args[0])
	}
	if n, exact, ok := part(x); ok && exact {
		return l.partOf(x, n)
	}
	t := l.take(x.Type)
	l.value(x, t)
	return t
}

// loose is operand for an instruction that looks at no more of the register than the type has.
func (l *lowerer) loose(x *ir.Expr) reg {
	if x.Kind == ir.Apply && x.Op == op.I32WrapI64 {
		return l.loose(x.Args[0])
	}
	if n, _, ok := part(x); ok {
		return l.partOf(x, n)
	}
	return l.operand(x)
}

// sameBits tells whether an instruction leaves a register as it is.
func sameBits(o op.Op) bool {
	switch o {
	case op.I64ExtendI32U, op.I32ReinterpretF32, op.F32ReinterpretI32, op.I64ReinterpretF64, op.F64ReinterpretI64:
		return true
	}
	return false
}

// compute computes x into a register, or a reference.
func (l *lowerer) compute(x *ir.Expr, to reg) {
	if x.Type.IsRef() {
		l.ref(x, to)
	} else {
		l.value(x, to)
	}
}

// value computes x into a register.
func (l *lowerer) value(x *ir.Expr, to reg) {
	next, nextRef, offset := l.next, l.nextRef, l.offset
	l.offset = x.Offset
	switch x.Kind {
	case ir.Const:
		if x.Type == wasm.V128 {
			l.vectorConst(x.A, to)
			break
		}
		l.emit(Instr{Op: Const, A: to, Imm: x.B})
	case ir.Read:
		l.settle(x.Var)
		if l.far > 0 {
			for n := range l.words(x.Type) {
				l.emit(Instr{Op: FarGet, A: to + reg(n), Imm: uint64(l.home[x.Var] + n - l.far)})
			}
		} else if from := reg(l.home[x.Var]); from != to {
			l.moveValue(x.Type, to, from)
		}
	case ir.FromBool:
		l.value(x.Args[0], to)
	case ir.Not:
		l.emit(Instr{Op: I32Eqz, A: to, B: l.operand(x.Args[0])})
	case ir.Select:
		l.choice(x, to)
	case ir.Apply:
		l.apply(x, to)
	default:
		panic(fmt.Sprintf("interp: expression of kind %d in a tree", x.Kind))
	}
	l.release(next, nextRef)
	l.offset = offset
}

// choice lowers select.
func (l *lowerer) choice(x *ir.Expr, to reg) {
	a, b, cond := x.Args[0], x.Args[1], x.Args[2]
	for !mixed(a, b, cond) {
		if y, ok := zeroTest(cond); ok && cond.Op == op.I32Ne {
			cond = y
		} else if ok {
			a, b, cond = b, a, y
		} else if cond.Kind == ir.Not {
			a, b, cond = b, a, cond.Args[0]
		} else {
			break
		}
	}
	if x.Type.IsRef() {
		l.emit(Instr{Op: RefSelect, A: to, B: l.refOperand(a), C: l.refOperand(b), Imm: uint64(l.operand(cond))})
		return
	}
	in := Instr{Op: Select, A: to, B: l.operand(a), C: l.operand(b), Imm: uint64(l.operand(cond))}
	if x.Type == wasm.V128 {
		in.Op = Select128
	}
	l.emit(in)
}

// zeroTest takes the comparison of an i32 with zero apart.
func zeroTest(x *ir.Expr) (*ir.Expr, bool) {
	if x.Kind != ir.Apply {
		return nil, false
	}
	switch x.Op {
	case op.I32Eqz:
		return x.Args[0], true
	case op.I32Ne, op.I32Eq:
		if y := x.Args[1]; y.Kind == ir.Const && y.B == 0 {
			return x.Args[0], true
		}
	}
	return nil, false
}

// apply lowers an instruction with a result.
func (l *lowerer) apply(x *ir.Expr, to reg) {
	if sameBits(x.Op) {
		l.value(x.Args[0], to)
		return
	}
	if l.takePart(x, to) {
		return
	}
	forms := &Table[x.Op]
	switch {
	case x.Op == op.V128Of:
		l.ofHalves(x, to)
	case forms.V != None:
		l.vector(forms, x, to)
	case forms.R != None && op.Table[x.Op].Accesses():
		l.loadInto(forms, x, op.Table[x.Op].Size, to)
	case forms.R != None && len(x.Args) == 1:
		l.emit(Instr{Op: forms.R, A: to, B: l.loose(x.Args[0])})
	case forms.R != None:
		l.binary(forms, x, to)
	default:
		l.direct(x.Op, x.A, x.B, x.Args, to)
	}
}

// binary lowers an instruction with two operands, of which one may be constant.
func (l *lowerer) binary(forms *Forms, x *ir.Expr, to reg) {
	if mixed(x.Args...) {
		l.emit(Instr{Op: forms.R, A: to, B: l.loose(x.Args[0]), C: l.loose(x.Args[1])})
		return
	}
	if !x.Cond && (l.pair(x, to) || l.withLoad(x, to)) {
		return
	}
	a, b := operands(x)
	switch {
	case isConst(b):
		in := Instr{Op: forms.K, A: to, B: l.loose(a), Imm: b.B}
		if in.Op != I32AddK || !l.bump(in) {
			l.emit(in)
		}
	case isConst(a) && forms.L != None:
		l.emit(Instr{Op: forms.L, A: to, B: l.loose(b), Imm: a.B})
	default:
		l.emit(Instr{Op: forms.R, A: to, B: l.loose(a), C: l.loose(b)})
	}
}

// wide lowers an instruction with two results.
func (l *lowerer) wide(x *ir.Expr, dst []ir.Var) {
	first := l.next
	for _, a := range x.Args {
		l.value(a, l.temp())
	}
	lo, hi := l.temp(), l.temp()
	l.emit(Instr{Op: Table[x.Op].R, A: lo, B: reg(first), C: hi})
	l.setVar(dst[0], lo)
	l.setVar(dst[1], hi)
}

// sameRef tells whether an instruction leaves a reference as it is: it changes how Go has it outside the interpreter.
func sameRef(o op.Op) bool { return o == op.RefWiden || o == op.RefNarrow }

// refOperand returns the reference that holds x.
func (l *lowerer) refOperand(x *ir.Expr) reg {
	switch {
	case x.Kind == ir.Read && l.farRefs == 0:
		return reg(l.home[x.Var])
	case x.Kind == ir.Apply && sameRef(x.Op):
		return l.refOperand(x.Args[0])
	}
	t := l.tempRef()
	l.ref(x, t)
	return t
}

// ref computes x into a reference.
func (l *lowerer) ref(x *ir.Expr, to reg) {
	next, nextRef, offset := l.next, l.nextRef, l.offset
	l.offset = x.Offset
	switch x.Kind {
	case ir.Read:
		if l.farRefs > 0 {
			l.emit(Instr{Op: RefFarGet, A: to, Imm: uint64(l.home[x.Var] - l.farRefs)})
		} else if from := reg(l.home[x.Var]); from != to {
			l.emit(Instr{Op: RefMove, A: to, B: from})
		}
	case ir.Select:
		l.choice(x, to)
	case ir.Apply:
		if sameRef(x.Op) {
			l.ref(x.Args[0], to)
			break
		}
		l.direct(x.Op, x.A, x.B, x.Args, to)
	default:
		panic(fmt.Sprintf("interp: expression of kind %d in a tree of references", x.Kind))
	}
	l.release(next, nextRef)
	l.offset = offset
}
