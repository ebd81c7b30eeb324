package passes

import (
	"math"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Canonical makes each NaN that arithmetic gives the canonical one, positive and without payload, so that all processors compute the same
// bits. Instructions that only move bits keep those of any NaN, as ever: loads, stores, constants, reinterpretations, abs, neg, copysign.
//
// It does so only where somebody could tell (see Quiet): arithmetic and comparisons take any NaN for the same, so a sum of products is
// made canonical once, and a sum that a loop collects in a variable where the variable is read behind the loop. There is nothing left to
// do for Quiet, since whatever somebody sees of a product is canonical.
func Canonical(f *ir.Func) {
	c := &canonizer{quieter: quieter{f: f}}
	c.findSeen()
	c.findRaw()
	for s := range c.stmts {
		for i, x := range s.X {
			s.X[i] = c.expr(x, readerOf(s, i))
		}
	}
}

type canonizer struct {
	quieter
	raw []bool // by variable: all that it holds was computed here, so that its readers can make it canonical
}

// findRaw finds the variables whose values all come from arithmetic, by way of copies.
func (c *canonizer) findRaw() {
	given := make([]bool, len(c.f.Vars)) // by variable: it may hold the bits of a NaN that are to stay as they are
	for v := range c.f.Params {
		given[v] = true
	}
	to := make([][]ir.Var, len(c.f.Vars)) // by variable: its copies
	for s := range c.stmts {
		for i, v := range s.Dst {
			if readerOf(s, i) != reader(v) { // the results of a call, say
				given[v] = true
				continue
			}
			computed(s.X[i], func(x *ir.Expr) bool {
				if x.Kind == ir.Read {
					to[x.Var] = append(to[x.Var], v)
				} else {
					given[v] = true
				}
				return true
			})
		}
	}
	reach(given, to)
	c.raw = make([]bool, len(given))
	for v := range given {
		c.raw[v] = !given[v]
	}
}

// computed tells whether any NaN that x gives comes from arithmetic. other says so of anything else that x may be.
func computed(x *ir.Expr, other func(*ir.Expr) bool) bool {
	switch {
	case x.Kind == ir.Const:
		return !isFloat(x) || !math.IsNaN(value(x)) || other(x)
	case x.Kind == ir.Apply && arithmetic(x.Op):
		return true
	case x.Kind == ir.Select:
		a := computed(x.Args[0], other)
		return computed(x.Args[1], other) && a
	}
	return other(x)
}

// expr makes what x gives canonical, where its reader could tell.
func (c *canonizer) expr(x *ir.Expr, to reader) *ir.Expr {
	here := isFloat(x) && c.wants(to) && computed(x, c.readsRaw)
	if here {
		to = nobody // else
	}
	for i, a := range x.Args {
		x.Args[i] = c.expr(a, operandReader(x, i, to))
	}
	if !here || !mayBeNaN(x) {
		return x
	}
	o := op.F64Canonical
	if x.Type == wasm.F32 {
		o = op.F32Canonical
	}
	return &ir.Expr{Kind: ir.Apply, Op: o, Type: x.Type, Size: x.Size + 1, Effects: x.Effects, Offset: x.Offset, Args: []*ir.Expr{x}}
}

// wants tells whether a reader is to get canonical NaNs only.
func (c *canonizer) wants(to reader) bool { return c.tells(to) && (to == anybody || !c.raw[to]) }

func (c *canonizer) readsRaw(x *ir.Expr) bool { return x.Kind == ir.Read && c.raw[x.Var] }

func isFloat(x *ir.Expr) bool { return x.Type == wasm.F32 || x.Type == wasm.F64 }

// mayBeNaN tells whether x, which is computed, may be a NaN: integers become numbers.
func mayBeNaN(x *ir.Expr) bool {
	switch {
	case x.Kind == ir.Const:
		return false
	case x.Kind == ir.Apply:
		switch x.Op {
		case op.F32ConvertI32S, op.F32ConvertI32U, op.F32ConvertI64S, op.F32ConvertI64U,
			op.F64ConvertI32S, op.F64ConvertI32U, op.F64ConvertI64S, op.F64ConvertI64U:
			return false
		}
	case x.Kind == ir.Select:
		return mayBeNaN(x.Args[0]) || mayBeNaN(x.Args[1])
	}
	return true
}
