package asm

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/internal/passes"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Where the first two of three operands change places, the third stays.
func TestSwapsOfThree(t *testing.T) {
	v := wasm.V128
	read := func(v ir.Var) *ir.Expr { return &ir.Expr{Kind: ir.Read, Type: wasm.V128, Var: v, Size: 1} }
	zero := &ir.Expr{Kind: ir.Const, Type: v, Size: 1} // is not to be the one that is overwritten
	sum := &ir.Expr{Kind: ir.Apply, Op: op.F32x4RelaxedMadd, Type: v, Args: []*ir.Expr{zero, read(0), read(1)}, Size: 4}
	f := &ir.Func{Vars: []ir.Variable{{Type: v}, {Type: v}}, Params: 2, Locals: 2, V128: [][16]byte{{}}}
	f.Type = wasm.FuncType{Params: []wasm.ValType{v, v}, Results: []wasm.ValType{v}}
	f.Body = []ir.Stmt{{Kind: ir.Return, X: []*ir.Expr{sum}}}
	out, err := Compile(&Input{Module: &wasm.Module{}, Func: f, Flat: passes.Flatten(f), Name: "f"}, "amd64")
	require.NoError(t, err)
	require.Regexp(t, `MULPS f\w*c0<>\(SB\), (X\d+)\n\s+ADDPS X\d+, `, string(out.Text))
}
