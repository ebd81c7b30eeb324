package passes

import (
	"encoding/binary"
	"math"
	"slices"

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
//
// A vector may hold four floats, two, or none: each shape is looked at by itself.
func Canonical(f *ir.Func) {
	for s, is := range shapesIn(f) {
		if is {
			c := &canonizer{quieter: quieter{f: f, shape: shape(s)}}
			c.canonize()
		}
	}
}

// shapesIn are the shapes of the arithmetic in a function.
func shapesIn(f *ir.Func) (in [f64x2 + 1]bool) {
	ir.Visit(f.Body, func(s *ir.Stmt) {
		for _, x := range s.X {
			x.Walk(func(x *ir.Expr) {
				if x.Kind == ir.Apply {
					_, result := shapes(x.Op)
					in[result] = result != bits
				}
			})
		}
	})
	return in
}

func (c *canonizer) canonize() {
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
	raw []bool // by variable: all that it holds was computed here, so that its readers can make it canonical; a vector that only goes elsewhere is better made so once
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
			c.computed(s.X[i], func(x *ir.Expr) bool {
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
		c.raw[v] = !given[v] && (c.counted[v] || c.shape == scalars)
	}
}

// computed tells whether any NaN that x gives comes from arithmetic. other says so of anything else that x may be.
func (c *canonizer) computed(x *ir.Expr, other func(*ir.Expr) bool) bool {
	switch {
	case x.Kind == ir.Const:
		return !c.isNaN(x) || other(x)
	case c.shape.computes(x):
		return true
	case x.Kind == ir.Select:
		a := c.computed(x.Args[0], other)
		return c.computed(x.Args[1], other) && a
	}
	return other(x)
}

// expr makes what x gives canonical, where its reader could tell.
func (c *canonizer) expr(x *ir.Expr, to reader) *ir.Expr {
	here := c.shape.holds(x.Type) && c.wants(to) && c.computed(x, c.readsRaw)
	if here {
		to = nobody // else
	}
	for i, a := range x.Args {
		x.Args[i] = c.expr(a, c.shape.operandReader(x, i, to))
	}
	if !here || !mayBeNaN(x) {
		return x
	}
	o := c.canonical(x.Type)
	return &ir.Expr{Kind: ir.Apply, Op: o, Type: x.Type, Size: x.Size + 1, Effects: x.Effects, Offset: x.Offset, Args: []*ir.Expr{x}}
}

// wants tells whether a reader is to get canonical NaNs only.
func (c *canonizer) wants(to reader) bool { return c.tells(to) && (to == anybody || !c.raw[to]) }

func (c *canonizer) readsRaw(x *ir.Expr) bool { return x.Kind == ir.Read && c.raw[x.Var] }

// canonical is the instruction that makes NaNs canonical in values of type t.
func (c *canonizer) canonical(t wasm.ValType) op.Op {
	switch {
	case c.shape == f32x4:
		return op.F32x4Canonical
	case c.shape == f64x2:
		return op.F64x2Canonical
	case t == wasm.F32:
		return op.F32Canonical
	}
	return op.F64Canonical
}

// isNaN tells whether a constant is, or has in one of its lanes, a NaN.
func (c *canonizer) isNaN(x *ir.Expr) bool {
	if !c.shape.holds(x.Type) {
		return false
	}
	if c.shape == scalars {
		return math.IsNaN(value(x))
	}
	bytes := c.f.V128[x.A]
	if c.shape == f64x2 {
		return slices.ContainsFunc([]int{0, 8}, func(i int) bool { return math.IsNaN(math.Float64frombits(binary.LittleEndian.Uint64(bytes[i:]))) })
	}
	return slices.ContainsFunc([]int{0, 4, 8, 12}, func(i int) bool {
		return math.IsNaN(float64(math.Float32frombits(binary.LittleEndian.Uint32(bytes[i:]))))
	})
}

// mayBeNaN tells whether x, which is computed, may be a NaN: integers become numbers.
func mayBeNaN(x *ir.Expr) bool {
	switch {
	case x.Kind == ir.Const:
		return false
	case x.Kind == ir.Apply:
		operands, _ := shapes(x.Op)
		return operands != bits
	case x.Kind == ir.Select:
		return mayBeNaN(x.Args[0]) || mayBeNaN(x.Args[1])
	}
	return true
}
