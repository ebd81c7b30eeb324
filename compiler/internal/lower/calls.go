package lower

import (
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

func (l *lowerer) call(in *wasm.Instr) {
	t := l.m.FuncType(int(in.A))
	x := l.callee(in, ir.Call, l.popAll(t.Params...))
	l.called(in, x, t)
}

// callIndirect takes its table index from the top of the stack; the index
// is the last of the call's operands.
func (l *lowerer) callIndirect(in *wasm.Instr) {
	t := l.m.Types[in.A].Func
	x := l.callee(in, ir.Indirect, l.indirectArgs(t))
	l.called(in, x, t)
}

// callRef takes the reference to the function from the top of the stack.
func (l *lowerer) callRef(in *wasm.Instr) {
	t := l.m.Types[in.A].Func
	x := l.callee(in, ir.ByRef, l.indirectArgs(t))
	l.called(in, x, t)
}

// indirectArgs pops the operands and the index or reference. The function is looked up
// before Go evaluates the operands, so those that trap are settled first.
func (l *lowerer) indirectArgs(t wasm.FuncType) []*ir.Expr {
	index := l.popAny()
	for i := len(l.stack) - len(t.Params); i < len(l.stack); i++ {
		if l.stack[i].Effects&ir.Trapping != 0 {
			l.spill(i)
		}
	}
	l.push(index)
	return l.asAll(l.popN(len(t.Params)+1), t.Params)
}

func (l *lowerer) callee(in *wasm.Instr, kind ir.ExprKind, args []*ir.Expr) *ir.Expr {
	x := l.tree(kind, 0, args)
	x.A, x.B = in.A, in.B
	return x
}

// called writes a call and pushes its results.
func (l *lowerer) called(in *wasm.Instr, x *ir.Expr, t wasm.FuncType) {
	l.settle()
	if len(t.Results) == 0 {
		xs := []*ir.Expr{x}
		l.consume(xs)
		l.out = append(l.out, ir.Stmt{Kind: ir.Eval, Offset: in.Offset, X: xs})
		l.throws(&l.out[len(l.out)-1])
		return
	}
	x.Type = t.Results[0]
	dst := l.assignTemps(x, t.Results)
	l.throws(&l.out[len(l.out)-1])
	for _, v := range dst {
		l.push(l.read(v))
	}
}

// A tail call is a Return whose operand is the call. Whether the callee's
// frame may pile up on the caller's is decided when all functions are known.
func (l *lowerer) returnCall(in *wasm.Instr) {
	t := l.m.FuncType(int(in.A))
	l.tailCall(in, l.callee(in, ir.Call, l.popAll(t.Params...)), t)
}

func (l *lowerer) returnCallIndirect(in *wasm.Instr) {
	t := l.m.Types[in.A].Func
	l.tailCall(in, l.callee(in, ir.Indirect, l.indirectArgs(t)), t)
}

func (l *lowerer) returnCallRef(in *wasm.Instr) {
	t := l.m.Types[in.A].Func
	l.tailCall(in, l.callee(in, ir.ByRef, l.indirectArgs(t)), t)
}

// tailCall writes a call in place of a return. The function's handlers are gone by then.
func (l *lowerer) tailCall(in *wasm.Instr, x *ir.Expr, t wasm.FuncType) {
	l.settle()
	if len(t.Results) > 0 {
		x.Type = t.Results[0]
	}
	if l.converts(t.Results) {
		for _, v := range l.assignTemps(x, t.Results) {
			l.push(l.read(v))
		}
		l.ret(in)
		return
	}
	l.f.Tails = true
	xs := []*ir.Expr{x}
	l.consume(xs)
	l.out = append(l.out, ir.Stmt{Kind: ir.TailCall, Offset: in.Offset, X: xs})
}

// converts tells whether results of these types, which match the function's own, are of other classes. Then the frame stays until they are converted.
// That does not add up: types of other classes above these do not match them, so that no tail call leads back.
func (l *lowerer) converts(results []wasm.ValType) bool {
	for i, t := range results {
		if l.m.Class(t) != l.m.Class(l.f.Type.Results[i]) {
			return true
		}
	}
	return false
}
