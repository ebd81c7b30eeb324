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
		return reg(l.home[x.Var])
	case x.Kind == ir.FromBool, x.Kind == ir.Opaque:
		return l.operand(x.Args[0])
	case x.Kind == ir.Apply && sameBits(x.Op):
		return l.operand(x.Args[0])
	}
	t := l.temp()
	l.value(x, t)
	return t
}

// loose is operand for an instruction that looks at no more of the register than the type has.
func (l *lowerer) loose(x *ir.Expr) reg {
	if x.Kind == ir.Apply && x.Op == op.I32WrapI64 {
		return l.loose(x.Args[0])
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

// value computes x into a register.
func (l *lowerer) value(x *ir.Expr, to reg) {
	next, nextRef, offset := l.next, l.nextRef, l.offset
	l.offset = x.Offset
	switch x.Kind {
	case ir.Const:
		l.emit(Instr{Op: Const, A: to, Imm: x.B})
	case ir.Read:
		if l.far > 0 {
			l.emit(Instr{Op: FarGet, A: to, Imm: uint64(l.home[x.Var] - l.far)})
		} else if from := reg(l.home[x.Var]); from != to {
			l.move(to, from)
		}
	case ir.FromBool, ir.Opaque:
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
	l.emit(Instr{Op: Select, A: to, B: l.operand(a), C: l.operand(b), Imm: uint64(l.operand(cond))})
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
	forms := &Table[x.Op]
	switch {
	case op.Table[x.Op].Imm == op.ImmMem:
		l.access(forms, x.A, x.B, op.Table[x.Op].Size, x.Args[0], func(in Instr) {
			in.A = to
			if !l.advance(forms, in) {
				l.emit(in)
			}
		})
	case forms.R != None && len(x.Args) == 1:
		l.emit(Instr{Op: forms.R, A: to, B: l.loose(x.Args[0])})
	case forms.R != None:
		l.binary(forms, x, to)
	default:
		l.special(x, to)
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
		in := Instr{Op: forms.K, A: to, B: l.loose(a), Imm: constOf(b)}
		if in.Op != I32AddK || !l.bump(in) {
			l.emit(in)
		}
	case isConst(a) && forms.L != None:
		l.emit(Instr{Op: forms.L, A: to, B: l.loose(b), Imm: constOf(a)})
	default:
		l.emit(Instr{Op: forms.R, A: to, B: l.loose(a), C: l.loose(b)})
	}
}

// constOf is the bits of a constant, also of one that is hidden from the Go compiler.
func constOf(x *ir.Expr) uint64 {
	if x.Kind == ir.Opaque {
		return constOf(x.Args[0])
	}
	return x.B
}

// special lowers instructions that have cases of their own in the run loop.
func (l *lowerer) special(x *ir.Expr, to reg) {
	switch x.Op {
	case op.GlobalGet:
		get := map[wasm.ValType]Op{wasm.I32: GlobalI32, wasm.I64: GlobalI64, wasm.F32: GlobalF32, wasm.F64: GlobalF64}
		l.emit(Instr{Op: get[l.m.GlobalType(int(x.A)).Type], A: to, Imm: uint64(x.A)})
	case op.MemorySize:
		l.emit(Instr{Op: MemorySize, A: to, Imm: uint64(x.A)})
	case op.MemoryGrow:
		in := Instr{Op: MemoryGrow, A: to, B: l.operand(x.Args[0]), Imm: uint64(x.A)}
		if l.m.MemType(int(x.A)).Is64 {
			in.C = 1
		}
		l.emit(in)
	case op.TableSize:
		l.emit(Instr{Op: TableSize, A: to, Imm: uint64(x.A)})
	case op.TableGrow:
		l.emit(Instr{Op: TableGrow, A: to, C: l.refOperand(x.Args[0]), B: l.operand(x.Args[1]), Imm: uint64(x.A)})
	case op.RefIsNull:
		l.emit(Instr{Op: RefIsNull, A: to, B: l.refOperand(x.Args[0])})
	default:
		panic("interp: no code for " + x.Op.String())
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

// setGlobal lowers global.set.
func (l *lowerer) setGlobal(g uint32, x *ir.Expr) {
	t := l.m.GlobalType(int(g)).Type
	if t.IsRef() {
		l.emit(Instr{Op: SetGlobalRef, A: l.refOperand(x), Imm: uint64(g)})
		return
	}
	set := map[wasm.ValType]Op{wasm.I32: SetGlobalI32, wasm.I64: SetGlobalI64, wasm.F32: SetGlobalF32, wasm.F64: SetGlobalF64}
	l.emit(Instr{Op: set[t], A: l.loose(x), Imm: uint64(g)})
}

// refOperand returns the reference that holds x.
func (l *lowerer) refOperand(x *ir.Expr) reg {
	if x.Kind == ir.Read {
		return reg(l.home[x.Var])
	}
	t := l.tempRef()
	l.ref(x, t)
	return t
}

// ref computes x into a reference.
func (l *lowerer) ref(x *ir.Expr, to reg) {
	next, nextRef, offset := l.next, l.nextRef, l.offset
	l.offset = x.Offset
	switch {
	case x.Kind == ir.Read:
		if from := reg(l.home[x.Var]); from != to {
			l.emit(Instr{Op: RefMove, A: to, B: from})
		}
	case x.Kind == ir.Select:
		l.choice(x, to)
	case x.Op == op.RefNull:
		l.emit(Instr{Op: RefNull, A: to})
	case x.Op == op.RefFunc:
		l.emit(Instr{Op: RefFunc, A: to, Imm: uint64(x.A)})
	case x.Op == op.TableGet:
		l.emit(Instr{Op: TableGet, A: to, B: l.operand(x.Args[0]), Imm: uint64(x.A)})
	case x.Op == op.GlobalGet:
		l.emit(Instr{Op: GlobalRef, A: to, Imm: uint64(x.A)})
	default:
		panic("interp: no code for a reference from " + x.Op.String())
	}
	l.release(next, nextRef)
	l.offset = offset
}
