package lower

import (
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// maxTree bounds the nodes of one expression: larger ones read badly, and
// neither go/parser nor the Go compiler has to meet a line of any length.
const maxTree = 24

// maxWaiting bounds the operands that wait and could notice something: each statement has to look at all of them.
const maxWaiting = 100

func (l *lowerer) expr(kind ir.ExprKind, t wasm.ValType) *ir.Expr {
	if len(l.slab) == 0 {
		l.slab = make([]ir.Expr, 128)
	}
	x := &l.slab[0]
	l.slab = l.slab[1:]
	x.Kind, x.Type, x.Size, x.Offset = kind, t, 1, l.offset
	return x
}

// tree makes an expression with operands, and with their effects.
func (l *lowerer) tree(kind ir.ExprKind, t wasm.ValType, args []*ir.Expr) *ir.Expr {
	x := l.expr(kind, t)
	x.Args = args
	for _, a := range args {
		x.Size += a.Size
		x.Effects |= a.Effects
	}
	return x
}

func (l *lowerer) push(x *ir.Expr) {
	l.settleUnordered(x)
	l.stack = append(l.stack, x)
	l.count(x, 1)
	if x.Size > maxTree {
		l.spill(len(l.stack) - 1)
	}
	for len(l.stack)-l.fixed > maxWaiting {
		if !l.immune(l.stack[l.fixed]) {
			l.spill(l.fixed)
		}
		l.fixed++
	}
}

// count counts an operand that begins to wait, or has waited.
func (l *lowerer) count(x *ir.Expr, by int) {
	if x.Effects != 0 {
		l.effects += by
	}
	if x.Effects&ir.Dereferences != 0 {
		l.dereferences += by
	}
}

// immune tells whether a waiting operand notices nothing: it is a constant, or in a temporary of its own.
func (l *lowerer) immune(x *ir.Expr) bool {
	return x.Kind == ir.Const || x.Kind == ir.Read && l.isTemp(x.Var)
}

// pop takes the top operand as a value; a condition becomes 0 or 1.
func (l *lowerer) pop() *ir.Expr {
	x := l.popAny()
	if x.Cond {
		return l.fromBool(x)
	}
	return x
}

// popCond takes the top operand as a condition.
func (l *lowerer) popCond() *ir.Expr {
	x := l.popAny()
	if x.Cond {
		return x
	}
	return l.apply(op.I32Ne, wasm.I32, []*ir.Expr{x, l.constant(wasm.I32, 0)})
}

func (l *lowerer) popAny() *ir.Expr {
	x := l.stack[len(l.stack)-1]
	l.stack = l.stack[:len(l.stack)-1]
	l.fixed = min(l.fixed, len(l.stack))
	l.count(x, -1)
	return x
}

func (l *lowerer) popN(n int) []*ir.Expr {
	if n == 0 {
		return nil
	}
	xs := make([]*ir.Expr, n)
	for i := n - 1; i >= 0; i-- {
		xs[i] = l.pop()
	}
	return xs
}

// discard drops the operands above height. Their effects must have been
// settled.
func (l *lowerer) discard(height int) {
	for len(l.stack) > height {
		l.consume([]*ir.Expr{l.popAny()})
	}
}

func (l *lowerer) constant(t wasm.ValType, bits uint64) *ir.Expr {
	x := l.expr(ir.Const, t)
	x.B = bits
	return x
}

func (l *lowerer) read(v ir.Var) *ir.Expr {
	x := l.expr(ir.Read, l.f.Vars[v].Type)
	x.Var = v
	l.uses[v]++
	return x
}

func (l *lowerer) fromBool(x *ir.Expr) *ir.Expr {
	return l.tree(ir.FromBool, wasm.I32, []*ir.Expr{x})
}

// apply makes the tree for a pure or trapping instruction.
func (l *lowerer) apply(o op.Op, t wasm.ValType, args []*ir.Expr) *ir.Expr {
	if v, t, ok := ir.Fold(o, args); ok {
		return l.constant(t, v)
	}
	o, args = l.addConstantLast(o, args)
	if info := &op.Table[o]; !info.Accesses() && !strings.Contains(info.Sig, "v") { // those are calls, not operators
		l.unconst(args)
	}
	maskCount(o, args)
	x := l.tree(ir.Apply, t, args)
	x.Op = o
	x.Cond = op.Table[o].Condition()
	x.Effects |= ir.EffectsOf(o)
	return x
}

// addConstantLast turns x + 8 + y into x + y + 8, since an access adds a constant for nothing. Differences become sums.
func (l *lowerer) addConstantLast(o op.Op, args []*ir.Expr) (op.Op, []*ir.Expr) {
	if o == op.I32Sub && args[1].Kind == ir.Const {
		o, args = op.I32Add, []*ir.Expr{args[0], l.constant(wasm.I32, uint64(-uint32(args[1].B)))}
	}
	if o != op.I32Add {
		return o, args
	}
	var sum uint32
	var rest []*ir.Expr
	for _, x := range args {
		if x.Kind == ir.Apply && x.Op == op.I32Add && x.Args[1].Kind == ir.Const {
			sum += uint32(x.Args[1].B)
			x = x.Args[0]
		} else if x.Kind == ir.Const && len(rest) > 0 {
			sum += uint32(x.B)
			continue
		}
		rest = append(rest, x)
	}
	if sum == 0 {
		return o, args
	}
	if len(rest) > 1 {
		rest = []*ir.Expr{l.apply(o, wasm.I32, rest)}
	}
	return o, append(rest, l.constant(wasm.I32, uint64(sum)))
}

// unconst moves a constant into a variable where all operands are constants, which Go must not see.
func (l *lowerer) unconst(args []*ir.Expr) {
	if !ir.Constants(args) {
		return
	}
	v := l.newTemp(args[0].Type)
	l.out = append(l.out, ir.Stmt{Kind: ir.Assign, Offset: l.offset, Dst: []ir.Var{v}, X: []*ir.Expr{args[0]}})
	args[0] = l.read(v)
}

// maskCount reduces the constant count of a rotation: a Go int may be too
// small for it.
func maskCount(o op.Op, args []*ir.Expr) {
	switch o {
	case op.I32Rotl, op.I32Rotr, op.I64Rotl, op.I64Rotr:
		width := uint64(32)
		if args[1].Type == wasm.I64 {
			width = 64
		}
		if args[1].Kind == ir.Const {
			args[1].B %= width
		}
	}
}

// newTemp finds a temporary of type t that no waiting operand reads.
func (l *lowerer) newTemp(t wasm.ValType) ir.Var {
	if n := len(l.free[t]); n > 0 {
		v := l.free[t][n-1]
		l.free[t] = l.free[t][:n-1]
		return v
	}
	l.uses = append(l.uses, 0)
	return l.f.NewVar(t)
}

func (l *lowerer) isTemp(v ir.Var) bool { return int(v) >= l.f.Locals }

// release undoes one use of v; a temporary without uses can serve again.
func (l *lowerer) release(v ir.Var) {
	l.uses[v]--
	if l.uses[v] == 0 && l.isTemp(v) {
		t := l.f.Vars[v].Type
		l.free[t] = append(l.free[t], v)
	}
}

// consume notes that trees are about to stand in a statement.
func (l *lowerer) consume(xs []*ir.Expr) {
	for _, x := range xs {
		if x.Kind == ir.Read {
			l.release(x.Var)
		}
		l.consume(x.Args)
	}
}

// spill moves the waiting operand i into a temporary. Operands below it that
// have effects go first: their order is kept.
func (l *lowerer) spill(i int) {
	x := l.stack[i]
	if x.Kind == ir.Const {
		return
	}
	if x.Effects != 0 {
		for j := l.fixed; j < i; j++ {
			if l.stack[j].Effects != 0 {
				l.spillOne(j)
			}
		}
	}
	l.spillOne(i)
}

func (l *lowerer) spillOne(i int) {
	x := l.stack[i]
	l.count(x, -1)
	if x.Cond {
		x = l.fromBool(x)
	}
	xs := []*ir.Expr{x}
	l.consume(xs)
	v := l.newTemp(x.Type)
	l.out = append(l.out, ir.Stmt{Kind: ir.Assign, Offset: l.offset, Dst: []ir.Var{v}, X: xs})
	l.stack[i] = l.read(v)
}

// settle moves every waiting operand with effects into a temporary: what
// follows can change what they read, or must not happen if they trap.
func (l *lowerer) settle() {
	if l.effects == 0 {
		return
	}
	for i := l.fixed; i < len(l.stack); i++ {
		if l.stack[i].Effects != 0 {
			l.spillOne(i)
		}
	}
}

// settleUnordered does so for the operands that may trap otherwise than x does, which is about to wait with them, where one of both dereferences:
// Go evaluates calls from left to right, but it may follow a pointer before or after.
func (l *lowerer) settleUnordered(x *ir.Expr) {
	if x.Effects&ir.Trapping != 0 && (l.dereferences > 0 || l.effects > 0 && x.Effects&ir.Dereferences != 0) {
		l.settleBefore(x)
	}
}

// settleBefore does so for the operands that may trap otherwise than x does,
// which is about to be evaluated: of two loads that are out of bounds either
// may be the one that traps, but a division by zero is not such a load.
func (l *lowerer) settleBefore(x *ir.Expr) {
	if l.effects == 0 || x.Effects&ir.Trapping == 0 {
		return
	}
	for i := l.fixed; i < len(l.stack); i++ {
		if y := l.stack[i]; y.Effects&ir.Trapping != 0 && !(x.Effects | y.Effects).OneTrap() {
			l.spill(i)
		}
	}
}

// settleReads moves the waiting operands that read v into temporaries, since
// v is about to change.
func (l *lowerer) settleReads(v ir.Var) {
	if l.uses[v] == 0 {
		return
	}
	for i := l.fixed; i < len(l.stack); i++ {
		if reads(l.stack[i], v) {
			l.spill(i)
		}
	}
}

func reads(x *ir.Expr, v ir.Var) bool {
	if x.Kind == ir.Read && x.Var == v {
		return true
	}
	for _, a := range x.Args {
		if reads(a, v) {
			return true
		}
	}
	return false
}

// settleAll moves every waiting operand but constants into temporaries of
// their own, which the code of a block cannot touch.
func (l *lowerer) settleAll() {
	for ; l.fixed < len(l.stack); l.fixed++ {
		if !l.immune(l.stack[l.fixed]) {
			l.spillOne(l.fixed)
		}
	}
}

// assign writes v = x.
func (l *lowerer) assign(v ir.Var, x *ir.Expr) {
	l.settleBefore(x)
	if x.Kind == ir.Read && x.Var == v {
		l.release(v)
		return
	}
	l.settleReads(v)
	l.consume([]*ir.Expr{x})
	l.out = append(l.out, ir.Stmt{Kind: ir.Assign, Offset: l.offset, Dst: []ir.Var{v}, X: []*ir.Expr{x}})
}

// assignNew writes the results of x to new temporaries and pushes these.
func (l *lowerer) assignNew(x *ir.Expr, types []wasm.ValType) {
	for _, v := range l.assignTemps(x, types) {
		l.push(l.read(v))
	}
}

// assignTemps writes the results of x to new temporaries.
func (l *lowerer) assignTemps(x *ir.Expr, types []wasm.ValType) []ir.Var {
	xs := []*ir.Expr{x}
	l.consume(xs)
	dst := make([]ir.Var, len(types))
	for i, t := range types {
		dst[i] = l.newTemp(t)
	}
	l.out = append(l.out, ir.Stmt{Kind: ir.Assign, Offset: l.offset, Dst: dst, X: xs})
	return dst
}
