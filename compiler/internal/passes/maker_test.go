package passes

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Small functions are made by hand here, of i32 variables only, and compared
// as text.

// A maker makes one function.
type maker struct{ ir.Func }

// newMaker starts a function with parameters and temporaries.
func newMaker(params, temps int) *maker {
	m := &maker{}
	for range params + temps {
		m.NewVar(wasm.I32)
	}
	m.Params, m.Locals = params, params
	return m
}

func num(v uint64) *ir.Expr { return &ir.Expr{Kind: ir.Const, Type: wasm.I32, B: v, Size: 1} }

func read(v ir.Var) *ir.Expr { return &ir.Expr{Kind: ir.Read, Type: wasm.I32, Var: v, Size: 1} }

// apply is an instruction with its effects.
func apply(o op.Op, args ...*ir.Expr) *ir.Expr {
	x := &ir.Expr{Kind: ir.Apply, Op: o, Type: wasm.I32, Args: args, Size: 1}
	switch op.Table[o].Effect {
	case op.MayTrap:
		x.Effects = ir.Traps
	case op.Read:
		x.Effects = ir.ReadsMemory
	}
	for _, a := range args {
		x.Effects |= a.Effects
		x.Size += a.Size
	}
	return x
}

// is is the condition that v is not zero.
func is(v ir.Var) *ir.Expr {
	x := apply(op.I32Ne, read(v), num(0))
	x.Cond = true
	return x
}

// pending is the condition that there is an exception.
func pending() *ir.Expr {
	x := apply(op.ExnPending)
	x.Cond = true
	return x
}

func call(f uint32, args ...*ir.Expr) *ir.Expr {
	return &ir.Expr{Kind: ir.Call, Type: wasm.I32, A: f, Args: args, Size: 1}
}

func set(v ir.Var, x *ir.Expr) ir.Stmt {
	return ir.Stmt{Kind: ir.Assign, Dst: []ir.Var{v}, X: []*ir.Expr{x}}
}

func eval(x *ir.Expr) ir.Stmt { return ir.Stmt{Kind: ir.Eval, X: []*ir.Expr{x}} }

func store(addr, v *ir.Expr) ir.Stmt {
	return ir.Stmt{Kind: ir.Effect, Op: op.I32Store, X: []*ir.Expr{addr, v}}
}

func block(l *ir.Label, list ...ir.Stmt) ir.Stmt {
	return ir.Stmt{Kind: ir.Block, Label: l, Then: list}
}

func loop(l *ir.Label, list ...ir.Stmt) ir.Stmt {
	l.Loop = true
	return ir.Stmt{Kind: ir.Loop, Label: l, Then: list}
}

func br(l *ir.Label) ir.Stmt {
	l.Uses++
	return ir.Stmt{Kind: ir.Br, Label: l}
}

func when(x *ir.Expr, list ...ir.Stmt) ir.Stmt {
	return ir.Stmt{Kind: ir.If, X: []*ir.Expr{x}, Then: list}
}

// otherwise adds the second arm to an if.
func otherwise(s ir.Stmt, list ...ir.Stmt) ir.Stmt {
	s.Else = list
	return s
}

// choose is a switch; the last arm is the default.
func choose(x *ir.Expr, arms ...ir.Case) ir.Stmt {
	return ir.Stmt{Kind: ir.Switch, X: []*ir.Expr{x}, Cases: arms}
}

func arm(list []ir.Stmt, values ...uint32) ir.Case { return ir.Case{Values: values, Body: list} }

func list(s ...ir.Stmt) []ir.Stmt { return s }

func ret(xs ...*ir.Expr) ir.Stmt { return ir.Stmt{Kind: ir.Return, X: xs} }

func unreachable() ir.Stmt { return ir.Stmt{Kind: ir.Unreachable} }

// requireUses compares the counts of labels with the jumps that there are.
func requireUses(t *testing.T, list []ir.Stmt) {
	t.Helper()
	jumps := map[*ir.Label]int{}
	ir.Visit(list, func(s *ir.Stmt) {
		for target := range s.Targets {
			for l := target; l != nil; l = l.Same {
				jumps[l]++
			}
		}
	})
	check := func(l *ir.Label) {
		if l != nil {
			require.Equal(t, jumps[l], l.Uses, "uses of L%d in %s", l.ID, ir.Text(list))
		}
	}
	ir.Visit(list, func(s *ir.Stmt) {
		if s.Kind == ir.Block || s.Kind == ir.Loop {
			check(s.Label)
			check(s.Exit)
		}
	})
}
