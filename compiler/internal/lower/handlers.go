package lower

import (
	"math/bits"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// handlers lowers the instructions that need more than their row of the op
// table says.
var handlers = [len(op.Table)]func(*lowerer, *wasm.Instr){
	op.Nop:         func(*lowerer, *wasm.Instr) {},
	op.Unreachable: (*lowerer).unreachable,
	op.Block:       (*lowerer).block,
	op.Loop:        (*lowerer).loop,
	op.If:          (*lowerer).ifElse,
	op.Else:        (*lowerer).elseArm,
	op.End:         (*lowerer).end,
	op.Br:          (*lowerer).br,
	op.BrIf:        (*lowerer).brIf,
	op.BrTable:     (*lowerer).brTable,
	op.Return:      (*lowerer).ret,

	op.Try:      (*lowerer).tryBody,
	op.TryTable: (*lowerer).tryBody,
	op.Catch:    (*lowerer).catch,
	op.CatchAll: (*lowerer).catch,
	op.Delegate: (*lowerer).delegate,
	op.Throw:    (*lowerer).throw,
	op.ThrowRef: (*lowerer).throwRef,
	op.Rethrow:  (*lowerer).rethrow,

	op.BrOnNull:     (*lowerer).brOnNull,
	op.BrOnNonNull:  (*lowerer).brOnNonNull,
	op.BrOnCast:     (*lowerer).brOnCast,
	op.BrOnCastFail: (*lowerer).brOnCastFail,

	op.Call:               (*lowerer).call,
	op.CallIndirect:       (*lowerer).callIndirect,
	op.ReturnCall:         (*lowerer).returnCall,
	op.ReturnCallIndirect: (*lowerer).returnCallIndirect,
	op.CallRef:            (*lowerer).callRef,
	op.ReturnCallRef:      (*lowerer).returnCallRef,

	op.Drop:    (*lowerer).drop,
	op.Select:  (*lowerer).choose,
	op.SelectT: (*lowerer).choose,

	op.I32Const:  (*lowerer).konst,
	op.I64Const:  (*lowerer).konst,
	op.F32Const:  (*lowerer).konst,
	op.F64Const:  (*lowerer).konst,
	op.V128Const: (*lowerer).vector,
	op.I32Eqz:    (*lowerer).eqz,

	op.V128Load:        (*lowerer).vectorLoad,
	op.V128Store:       (*lowerer).vectorStore,
	op.V128Load8x8S:    extendLoad(op.I16x8ExtendLowI8x16S),
	op.V128Load8x8U:    extendLoad(op.I16x8ExtendLowI8x16U),
	op.V128Load16x4S:   extendLoad(op.I32x4ExtendLowI16x8S),
	op.V128Load16x4U:   extendLoad(op.I32x4ExtendLowI16x8U),
	op.V128Load32x2S:   extendLoad(op.I64x2ExtendLowI32x4S),
	op.V128Load32x2U:   extendLoad(op.I64x2ExtendLowI32x4U),
	op.V128Load8Splat:  splatLoad(op.I32Load8U, op.I8x16Splat),
	op.V128Load16Splat: splatLoad(op.I32Load16U, op.I16x8Splat),
	op.V128Load32Splat: splatLoad(op.I32Load, op.I32x4Splat),
	op.V128Load64Splat: splatLoad(op.I64Load, op.I64x2Splat),
	op.V128Load32Zero:  zeroLoad(op.I64Load32U),
	op.V128Load64Zero:  zeroLoad(op.I64Load),
	op.V128Load8Lane:   laneLoad(op.I32Load8U, op.I8x16ReplaceLane),
	op.V128Load16Lane:  laneLoad(op.I32Load16U, op.I16x8ReplaceLane),
	op.V128Load32Lane:  laneLoad(op.I32Load, op.I32x4ReplaceLane),
	op.V128Load64Lane:  laneLoad(op.I64Load, op.I64x2ReplaceLane),
	op.V128Store8Lane:  laneStore(op.I32Store8, op.I8x16ExtractLaneU),
	op.V128Store16Lane: laneStore(op.I32Store16, op.I16x8ExtractLaneU),
	op.V128Store32Lane: laneStore(op.I32Store, op.I32x4ExtractLane),
	op.V128Store64Lane: laneStore(op.I64Store, op.I64x2ExtractLane),
	op.I8x16Shuffle:    (*lowerer).shuffle,

	op.LocalGet:  func(l *lowerer, in *wasm.Instr) { l.push(l.read(ir.Var(in.A))) },
	op.LocalSet:  (*lowerer).localSet,
	op.LocalTee:  (*lowerer).localTee,
	op.GlobalGet: (*lowerer).globalGet,
	op.GlobalSet: func(l *lowerer, in *wasm.Instr) { l.change(in, l.popAll(l.m.GlobalType(int(in.A)).Type), nil) },

	op.RefNull:      (*lowerer).leaf,
	op.RefFunc:      (*lowerer).leaf,
	op.RefIsNull:    (*lowerer).refIsNull,
	op.RefAsNonNull: (*lowerer).refAsNonNull,
	op.RefEq:        (*lowerer).refEq,
	op.RefTest:      (*lowerer).refTest,
	op.RefTestNull:  (*lowerer).refTest,
	op.RefCast:      (*lowerer).refCast,
	op.RefCastNull:  (*lowerer).refCast,

	op.AnyConvertExtern: (*lowerer).anyConvertExtern,
	op.ExternConvertAny: (*lowerer).externConvertAny,
	op.RefI31:           (*lowerer).refI31,
	op.I31GetS:          (*lowerer).i31Get,
	op.I31GetU:          (*lowerer).i31Get,

	op.StructNew:        (*lowerer).structNew,
	op.StructNewDefault: (*lowerer).structNewDefault,
	op.StructGet:        (*lowerer).structGet,
	op.StructGetS:       (*lowerer).structGet,
	op.StructGetU:       (*lowerer).structGet,
	op.StructSet:        (*lowerer).structSet,
	op.ArrayNew:         (*lowerer).arrayNew,
	op.ArrayNewDefault:  (*lowerer).arrayNewDefault,
	op.ArrayNewFixed:    (*lowerer).arrayNewFixed,
	op.ArrayNewData:     (*lowerer).arrayNewFrom,
	op.ArrayNewElem:     (*lowerer).arrayNewFrom,
	op.ArrayGet:         (*lowerer).arrayGet,
	op.ArrayGetS:        (*lowerer).arrayGet,
	op.ArrayGetU:        (*lowerer).arrayGet,
	op.ArraySet:         (*lowerer).arraySet,
	op.ArrayLen:         (*lowerer).arrayLen,
	op.ArrayFill:        (*lowerer).arrayFill,
	op.ArrayCopy:        (*lowerer).arrayCopy,
	op.ArrayInitData:    (*lowerer).arrayInit,
	op.ArrayInitElem:    (*lowerer).arrayInit,

	op.TableGet:  (*lowerer).tableGet,
	op.TableSize: (*lowerer).tableSize,
	op.TableGrow: func(l *lowerer, in *wasm.Instr) {
		t := l.m.TableType(int(in.A))
		l.change(in, l.popAll(t.Elem, t.Addr()), []wasm.ValType{t.Addr()})
	},
	op.TableSet: func(l *lowerer, in *wasm.Instr) {
		t := l.m.TableType(int(in.A))
		l.change(in, l.popAll(t.Addr(), t.Elem), nil)
	},
	op.TableFill: func(l *lowerer, in *wasm.Instr) {
		t := l.m.TableType(int(in.A))
		l.change(in, l.popAll(t.Addr(), t.Elem, t.Addr()), nil)
	},
	op.TableCopy: func(l *lowerer, in *wasm.Instr) { l.change(in, l.popN(3), nil) },
	op.TableInit: func(l *lowerer, in *wasm.Instr) { l.change(in, l.popN(3), nil) },
	op.ElemDrop:  func(l *lowerer, in *wasm.Instr) { l.change(in, nil, nil) },

	op.MemoryInit: func(l *lowerer, in *wasm.Instr) { l.change(in, l.popN(3), nil) },
	op.MemoryCopy: func(l *lowerer, in *wasm.Instr) { l.change(in, l.popN(3), nil) },

	op.AtomicFence: (*lowerer).fence,
}

// leaf pushes an instruction without operands and effects.
func (l *lowerer) leaf(in *wasm.Instr) {
	x := l.expr(ir.Apply, in.Type)
	x.Op, x.A = in.Op, in.A
	l.push(x)
}

func (l *lowerer) konst(in *wasm.Instr) {
	t := (wasm.ClassI32 + wasm.Class(in.Op-op.I32Const)).Type()
	bits := in.B
	if t == wasm.I32 || t == wasm.F32 {
		bits = uint64(uint32(bits))
	}
	l.push(l.constant(t, bits))
}

// vector pushes a constant of 128 bits.
func (l *lowerer) vector(in *wasm.Instr) {
	x := l.expr(ir.Const, wasm.V128)
	x.A = in.A
	l.push(x)
}

// eqz of a condition is its negation.
func (l *lowerer) eqz(in *wasm.Instr) {
	x := l.popAny()
	if x.Cond {
		l.push(ir.Negate(x))
		return
	}
	l.push(l.apply(op.I32Eqz, wasm.I32, []*ir.Expr{x}))
}

func (l *lowerer) drop(*wasm.Instr) { l.forget(l.popAny()) }

// forget leaves of an operand that nobody wants what can trap.
func (l *lowerer) forget(x *ir.Expr) {
	l.settleBefore(x)
	l.consume([]*ir.Expr{x})
	if x.Effects&ir.Trapping != 0 {
		l.out = append(l.out, ir.Stmt{Kind: ir.Eval, Offset: l.offset, X: []*ir.Expr{x}})
	}
}

// choose lowers select: both operands are computed, then one is taken.
func (l *lowerer) choose(in *wasm.Instr) {
	cond := l.popCond()
	b, a := l.pop(), l.pop()
	if in.Type.IsRef() {
		a, b = l.as(a, in.Type), l.as(b, in.Type)
	}
	if l.shifted(a, b, cond) {
		return
	}
	if same(a, b) {
		l.forget(cond)
		l.push(a)
		return
	}
	t := a.Type
	if in.Type.IsRef() {
		t = in.Type
	}
	l.push(l.tree(ir.Select, t, []*ir.Expr{a, b, cond}))
}

// same tells whether two operands are the same constant. Go could not infer the type of two nils, and would lose a trap of the condition.
func same(a, b *ir.Expr) bool {
	null := a.Kind == ir.Apply && a.Op == op.RefNull
	return a.Kind == b.Kind && a.Op == b.Op && a.A == b.A && a.B == b.B && (null || a.Kind == ir.Const)
}

// shifted lowers the choice between 0 and a power of two without one: the condition as a number, shifted.
func (l *lowerer) shifted(a, b, cond *ir.Expr) bool {
	if a.Kind != ir.Const || b.Kind != ir.Const || a.Type != wasm.I32 {
		return false
	}
	power := a.B | b.B
	if a.B != 0 && b.B != 0 || bits.OnesCount64(power) != 1 {
		return false
	}
	if a.B == 0 {
		cond = ir.Negate(cond)
	}
	if power > 1 {
		count := l.constant(wasm.I32, uint64(bits.TrailingZeros64(power)))
		cond = l.apply(op.I32Shl, wasm.I32, []*ir.Expr{l.fromBool(cond), count})
	}
	l.push(cond)
	return true
}

func (l *lowerer) localSet(in *wasm.Instr) {
	v := ir.Var(in.A)
	x := l.popAs(l.f.Vars[v].Type)
	if l.retarget(x, v) {
		return
	}
	l.assign(v, x)
}

// retarget lets a statement that has just computed x into a temporary
// compute it into v instead.
func (l *lowerer) retarget(x *ir.Expr, v ir.Var) bool {
	if x.Kind != ir.Read || !l.isTemp(x.Var) || l.uses[x.Var] != 1 || l.uses[v] != 0 || len(l.out) == l.first {
		return false
	}
	s := &l.out[len(l.out)-1]
	if s.Kind != ir.Assign || len(s.Dst) != 1 || s.Dst[0] != x.Var || s.MayThrow() && s.Label != nil {
		return false
	}
	s.Dst = []ir.Var{v}
	l.release(x.Var)
	return true
}

func (l *lowerer) localTee(in *wasm.Instr) {
	l.localSet(in)
	l.push(l.read(ir.Var(in.A)))
}

func (l *lowerer) globalGet(in *wasm.Instr) {
	x := l.expr(ir.Apply, in.Type)
	x.Op, x.A = in.Op, in.A
	if l.m.GlobalType(int(in.A)).Mutable {
		x.Effects = ir.EffectsOf(in.Op)
	}
	l.push(x)
}

func (l *lowerer) tableGet(in *wasm.Instr) {
	x := l.tree(ir.Apply, in.Type, l.popN(1))
	x.Op, x.A = in.Op, in.A
	x.Effects |= ir.EffectsOf(in.Op)
	l.push(x)
}

func (l *lowerer) tableSize(in *wasm.Instr) {
	x := l.expr(ir.Apply, l.tableAddrType(in.A))
	x.Op, x.A = in.Op, in.A
	x.Effects = ir.EffectsOf(in.Op)
	l.push(x)
}

func (l *lowerer) tableAddrType(table uint32) wasm.ValType { return l.m.TableType(int(table)).Addr() }
