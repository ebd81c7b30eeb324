package body

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/internal/backend"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/internal/passes"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// printed prints a function with two locals of a type.
func printed(t *testing.T, typ wasm.ValType, list ...ir.Stmt) string {
	t.Helper()
	m := &wasm.Module{Types: []wasm.Type{{}}, Funcs: []wasm.Func{{}}}
	b, err := backend.Find("")
	require.NoError(t, err)
	spelled, err := names.New(m, names.Options{})
	require.NoError(t, err)
	p := New(m, spelled, b, Facts{
		Depth: []bool{false}, Cyclic: []bool{false}, Grows: []bool{false}, Outlined: []bool{false}, Tails: &passes.Tails{},
	})
	f := &ir.Func{Vars: []ir.Variable{{Type: typ}, {Type: typ}}, Locals: 2, Body: list}
	passes.Prune(f)
	return string(p.Func(f, nil).Text)
}

func TestUpdate(t *testing.T) {
	read := func(v ir.Var) *ir.Expr { return &ir.Expr{Kind: ir.Read, Var: v} }
	num := func(typ wasm.ValType, bits uint64) *ir.Expr { return &ir.Expr{Kind: ir.Const, Type: typ, B: bits} }
	apply := func(o op.Op, x, y *ir.Expr) *ir.Expr { return &ir.Expr{Kind: ir.Apply, Op: o, Args: []*ir.Expr{x, y}} }
	for _, c := range []struct {
		typ  wasm.ValType
		x    *ir.Expr
		want string
	}{
		{wasm.I32, apply(op.I32Add, read(0), num(wasm.I32, 1)), "v0++"},
		{wasm.I32, apply(op.I32Add, read(0), num(wasm.I32, 0xffffffff)), "v0--"},
		{wasm.I32, apply(op.I32Add, read(0), num(wasm.I32, 8)), "v0 += 8"},
		{wasm.I32, apply(op.I32Sub, read(0), apply(op.I32Sub, read(1), num(wasm.I32, 3))), "v0 -= v1 - 3"},
		{wasm.I32, apply(op.I32Mul, read(1), read(0)), "v0 *= v1"},
		{wasm.I32, apply(op.I32Sub, read(1), read(0)), "v0 = v1 - v0"},
		{wasm.I32, apply(op.I32Shl, read(0), read(1)), "v0 <<= v1 & 31"},
		{wasm.I32, apply(op.I32ShrS, read(0), read(1)), "v0 = uint32(int32(v0) >> (v1 & 31))"},
		{wasm.I32, apply(op.I32Add, read(1), num(wasm.I32, 1)), "v0 = v1 + 1"},
		{wasm.I64, apply(op.I64Add, read(0), num(wasm.I64, 1<<64-1)), "v0--"},
		{wasm.F64, apply(op.F64Add, read(0), read(1)), "v0 = float64(v0 + v1)"},
		{wasm.F64, apply(op.F64Sub, read(0), apply(op.F64Mul, read(0), read(1))), "v0 = float64(v0 - float64(v0*v1))"},
	} {
		text := printed(t, c.typ,
			ir.Stmt{Kind: ir.Assign, Dst: []ir.Var{0}, X: []*ir.Expr{c.x}},
			ir.Stmt{Kind: ir.Return, X: []*ir.Expr{read(0), read(1)}})
		require.Contains(t, text, "\n\t"+c.want+"\n")
	}
}

// TestUnused: an update is no use of a variable for Go.
func TestUnused(t *testing.T) {
	text := printed(t, wasm.I32, ir.Stmt{Kind: ir.Assign, Dst: []ir.Var{0}, X: []*ir.Expr{
		{Kind: ir.Apply, Op: op.I32Add, Args: []*ir.Expr{{Kind: ir.Read, Var: 0}, {Kind: ir.Const, Type: wasm.I32, B: 1}}},
	}})
	require.Contains(t, text, "\tvar v0 uint32\n\t_ = v0\n\tv0++\n")
}
