package lower

import (
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// as is x as a value of type t, of which its own type is a subtype: references of the two may be of different classes.
func (l *lowerer) as(x *ir.Expr, t wasm.ValType) *ir.Expr {
	if !t.IsRef() {
		return x
	}
	from, to := l.m.Class(x.Type), l.m.Class(t)
	if from == to {
		return x
	}
	if x.Kind == ir.Apply && x.Op == op.RefNull {
		x.Type = t
		return x
	}
	o := op.RefWiden
	if to == wasm.ClassObject {
		o = op.RefNarrow
	}
	y := l.tree(ir.Apply, t, []*ir.Expr{x})
	y.Op = o
	return y
}

// asAll is as for a list of values.
func (l *lowerer) asAll(xs []*ir.Expr, types []wasm.ValType) []*ir.Expr {
	for i, t := range types {
		xs[i] = l.as(xs[i], t)
	}
	return xs
}

// popAs takes the top operand as a value of type t.
func (l *lowerer) popAs(t wasm.ValType) *ir.Expr { return l.as(l.pop(), t) }

// popAll takes the top operands as values of these types.
func (l *lowerer) popAll(types ...wasm.ValType) []*ir.Expr { return l.asAll(l.popN(len(types)), types) }

// applied pushes an instruction that changes nothing and has no row to be made from.
func (l *lowerer) applied(in *wasm.Instr, t wasm.ValType, args ...*ir.Expr) {
	x := l.tree(ir.Apply, t, args)
	x.Op, x.A, x.B, x.Lane = in.Op, in.A, in.B, in.Lane
	x.Cond = op.Table[in.Op].Condition()
	own := ir.ApplyEffects(l.m, x.Op, x.A, x.B, args)
	x.Effects |= own
	l.push(x)
}

// refIsNull of ref.null is 1: Go knows no type for nil == nil.
func (l *lowerer) refIsNull(in *wasm.Instr) {
	x := l.pop()
	if x.Kind == ir.Apply && x.Op == op.RefNull {
		l.push(l.constant(wasm.I32, 1))
		return
	}
	l.applied(&wasm.Instr{Op: op.RefIsNull}, wasm.I32, x)
}

// refEq compares two references of one class, or one with null.
func (l *lowerer) refEq(in *wasm.Instr) {
	xs := l.popN(2)
	for i, x := range xs {
		if x.Kind == ir.Apply && x.Op == op.RefNull {
			l.push(xs[1-i])
			l.refIsNull(in)
			return
		}
	}
	if l.m.Class(xs[0].Type) != wasm.ClassObject || l.m.Class(xs[1].Type) != wasm.ClassObject {
		l.asAll(xs, []wasm.ValType{wasm.EqRef, wasm.EqRef})
	}
	l.applied(in, wasm.I32, xs...)
}

func (l *lowerer) refAsNonNull(in *wasm.Instr) {
	x := l.pop()
	if !x.Type.Nullable() {
		l.push(x)
		return
	}
	l.applied(&wasm.Instr{Op: in.Op}, in.Type, x)
}

// refTest and refCast have the type that they look for in B.
func (l *lowerer) refTest(in *wasm.Instr) {
	l.applied(&wasm.Instr{Op: in.Op, B: uint64(in.Type)}, wasm.I32, l.pop())
}

func (l *lowerer) refCast(in *wasm.Instr) {
	l.applied(&wasm.Instr{Op: in.Op, B: uint64(in.Type)}, in.Type, l.pop())
}

// top makes the top operand one that can be copied, and returns it.
func (l *lowerer) top() *ir.Expr {
	i := len(l.stack) - 1
	if x := l.stack[i]; x.Effects != 0 {
		l.settleBefore(x)
	}
	l.shareable(i)
	return l.stack[i]
}

// condition is an instruction on x that is a Go bool.
func (l *lowerer) condition(o op.Op, b uint64, x *ir.Expr) *ir.Expr {
	c := l.tree(ir.Apply, wasm.I32, []*ir.Expr{x})
	c.Op, c.B, c.Cond = o, b, true
	return c
}

func (l *lowerer) brOnNull(in *wasm.Instr) {
	x := l.top()
	l.settle()
	x = l.popAny()
	l.branchIf(in.A, l.condition(op.RefIsNull, 0, l.copy(x)))
	l.push(x)
}

func (l *lowerer) brOnNonNull(in *wasm.Instr) {
	l.top()
	l.settle()
	x := l.popAny()
	l.branchIf(in.A, ir.Negate(l.condition(op.RefIsNull, 0, l.copy(x))), l.copy(x))
	l.consume([]*ir.Expr{x})
}

// brOnCast branches with the reference cast to in.Type if it is one, and goes on with it as it was.
func (l *lowerer) brOnCast(in *wasm.Instr) {
	x := l.tested()
	l.branchIf(in.A, l.condition(op.RefTest, uint64(in.Type), l.copy(x)), l.as(l.copy(x), in.Type))
	l.push(x)
}

// brOnCastFail branches with the reference as it was if it is none of in.Type, and goes on with it cast.
func (l *lowerer) brOnCastFail(in *wasm.Instr) {
	x := l.tested()
	l.branchIf(in.A, ir.Negate(l.condition(op.RefTest, uint64(in.Type), l.copy(x))), l.copy(x))
	l.push(l.as(x, in.Type))
}

// tested takes the operand of a branch on a cast.
func (l *lowerer) tested() *ir.Expr {
	l.top()
	l.settle()
	return l.popAny()
}
