package passes

import (
	"fmt"
	"strings"
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

func throw() ir.Stmt { return ir.Stmt{Kind: ir.Throw} }

// text writes statements on one line: blocks as `L1{...}`, with jumps by
// label whatever Go will say in their place.
func text(list []ir.Stmt) string {
	parts := make([]string, len(list))
	for i := range list {
		parts[i] = stmtText(&list[i])
	}
	return strings.Join(parts, "; ")
}

func stmtText(s *ir.Stmt) string {
	switch s.Kind {
	case ir.Assign:
		return exprTexts(varExprs(s.Dst), ", ") + " = " + exprTexts(s.X, ", ")
	case ir.Eval:
		return "eval " + exprText(s.X[0])
	case ir.Effect:
		return s.Op.String() + " " + exprTexts(s.X, ", ")
	case ir.Block:
		return fmt.Sprintf("L%d{%s}", s.Label.ID, text(s.Then))
	case ir.Loop:
		return fmt.Sprintf("for L%d {%s}", s.Label.ID, text(s.Then))
	case ir.If:
		out := fmt.Sprintf("if %s {%s}", exprText(s.X[0]), text(s.Then))
		if len(s.Else) > 0 {
			out += fmt.Sprintf(" else {%s}", text(s.Else))
		}
		return out
	case ir.Br:
		return fmt.Sprintf("goto L%d", s.Label.Target().ID)
	case ir.Switch:
		var arms []string
		for _, c := range s.Cases {
			arms = append(arms, fmt.Sprintf("%v: %s", c.Values, text(c.Body)))
		}
		return fmt.Sprintf("switch %s {%s}", exprText(s.X[0]), strings.Join(arms, " | "))
	case ir.Return:
		return strings.TrimSpace("return " + exprTexts(s.X, ", "))
	case ir.TailCall:
		return "tail " + exprText(s.X[0])
	case ir.Throw:
		return "throw"
	}
	return fmt.Sprint("kind ", s.Kind)
}

func varExprs(vars []ir.Var) []*ir.Expr {
	xs := make([]*ir.Expr, len(vars))
	for i, v := range vars {
		xs[i] = read(v)
	}
	return xs
}

func exprTexts(xs []*ir.Expr, sep string) string {
	parts := make([]string, len(xs))
	for i, x := range xs {
		parts[i] = exprText(x)
	}
	return strings.Join(parts, sep)
}

func exprText(x *ir.Expr) string {
	switch x.Kind {
	case ir.Const:
		return fmt.Sprint(x.B)
	case ir.Read:
		return fmt.Sprint("v", x.Var)
	case ir.Call:
		return fmt.Sprintf("f%d(%s)", x.A, exprTexts(x.Args, ", "))
	case ir.Not:
		return "!(" + exprText(x.Args[0]) + ")"
	case ir.Apply:
		switch x.Op {
		case op.I32Ne:
			return exprTexts(x.Args, " != ")
		case op.I32Eq:
			return exprTexts(x.Args, " == ")
		case op.I32Add:
			return exprTexts(x.Args, " + ")
		}
	}
	return x.Op.String() + "(" + exprTexts(x.Args, ", ") + ")"
}

// requireUses compares the counts of labels with the jumps that there are.
func requireUses(t *testing.T, list []ir.Stmt) {
	t.Helper()
	jumps := map[*ir.Label]int{}
	ir.Visit(list, func(s *ir.Stmt) {
		if s.Kind == ir.Br {
			for l := s.Label; l != nil; l = l.Same {
				jumps[l]++
			}
		}
	})
	check := func(l *ir.Label) {
		if l != nil {
			require.Equal(t, jumps[l], l.Uses, "uses of L%d in %s", l.ID, text(list))
		}
	}
	ir.Visit(list, func(s *ir.Stmt) {
		if s.Kind == ir.Block || s.Kind == ir.Loop {
			check(s.Label)
			check(s.Exit)
		}
	})
}
