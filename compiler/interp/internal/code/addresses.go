package code

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
)

// The address of a vector is used twice, by the accesses to both halves, so package lower has it in a temporary. Where these become one
// instruction, that can add up an address itself: the sum waits until it is needed.

// addresses are the sums that wait.
type addresses []waitingSum

type waitingSum struct {
	v ir.Var
	x *ir.Expr
}

// wait tells whether a list begins with the assignment of a sum that has been made to wait.
func (l *lowerer) wait(list []ir.Stmt) bool {
	s := &list[0]
	if s.Kind != ir.Assign || len(s.Dst) != 1 || int(s.Dst[0]) < l.f.Locals || !isSum(s.X[0]) || !isAddress(s.Dst[0], list[1:]) {
		return false
	}
	l.settleBefore(s) // others may wait that read the variable as it was
	l.addresses = append(l.addresses, waitingSum{s.Dst[0], s.X[0]})
	return true
}

// isSum tells whether instructions on vectors can compute x as a part of their address.
func isSum(x *ir.Expr) bool {
	return x.Kind == ir.Apply && x.Effects == 0 && (x.Op == op.I32Add || isIndex(x, op.Table[op.V128Load].Size))
}

// isAddress tells whether the first to read a temporary are the accesses to both halves of a vector. They are the only ones then, since one
// instruction of the module takes what is in a temporary.
func isAddress(v ir.Var, list []ir.Stmt) bool {
	const far = 8 // what is computed before is not much further away
	for i := range list[:min(len(list), far)] {
		s := &list[i]
		n, halves := 0, 0
		for _, x := range s.X {
			x.Walk(func(x *ir.Expr) {
				switch {
				case isVar(x, v):
					n++
				case x.Kind == ir.Apply && x.Op == op.V128Of && isLoad(x.Args[0]) && isLoad(x.Args[1]):
					if isVar(x.Args[0].Args[0], v) && isVar(x.Args[1].Args[0], v) {
						halves += 2
					}
				}
			})
		}
		switch {
		case n > 0:
			return n == halves || ir.StoresHalf(s, op.V128Hi) && isVar(s.X[0], v)
		case !isStraight(s) || slices.Contains(s.Dst, v):
			return false
		}
	}
	return false
}

// isVar tells whether x reads the variable.
func isVar(x *ir.Expr, v ir.Var) bool { return x.Kind == ir.Read && x.Var == v }

// isStraight tells whether a statement neither leads elsewhere nor calls.
func isStraight(s *ir.Stmt) bool {
	return (s.Kind == ir.Assign || s.Kind == ir.Eval) && !s.X[0].IsCall() || s.Kind == ir.Effect
}

// taken returns the sum that a variable waits for, which it then does no more.
func (l *lowerer) taken(v ir.Var) (*ir.Expr, bool) {
	k := slices.IndexFunc(l.addresses, func(w waitingSum) bool { return w.v == v })
	if k < 0 {
		return nil, false
	}
	x := l.addresses[k].x
	l.addresses = slices.Delete(l.addresses, k, k+1)
	return x, true
}

// vectorAddress is the address of a vector: the sum that a variable waits for, or x itself.
func (l *lowerer) vectorAddress(x *ir.Expr) *ir.Expr {
	if x.Kind == ir.Read {
		if sum, ok := l.taken(x.Var); ok {
			return sum
		}
	}
	return x
}

// settle gives a variable the sum that it waits for, since something else wants it.
func (l *lowerer) settle(v ir.Var) {
	if x, ok := l.taken(v); ok {
		l.set(v, x)
	}
}

// settleBefore does so with the sums that s may change, or leads away from.
func (l *lowerer) settleBefore(s *ir.Stmt) {
	for _, w := range slices.Clone(l.addresses) {
		if !isStraight(s) || slices.Contains(s.Dst, w.v) || readsAny(w.x, s.Dst) {
			l.settle(w.v)
		}
	}
}

// settleAll does so with all.
func (l *lowerer) settleAll() {
	for len(l.addresses) > 0 {
		l.settle(l.addresses[0].v)
	}
}

// readsAny tells whether x reads one of the variables.
func readsAny(x *ir.Expr, vars []ir.Var) bool {
	found := false
	x.Walk(func(x *ir.Expr) { found = found || x.Kind == ir.Read && slices.Contains(vars, x.Var) })
	return found
}
