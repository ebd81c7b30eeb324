package asm

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A rounded product is one instruction where a factor is known to have no lane of -1, itself or in a variable that still has it, and saturates elsewhere.
func TestRoundedProduct(t *testing.T) {
	read := func(v ir.Var) *ir.Expr { return &ir.Expr{Kind: ir.Read, Type: wasm.V128, Var: v} }
	constant := func(i uint32) *ir.Expr { return &ir.Expr{Kind: ir.Const, Type: wasm.V128, A: i} }
	assign := func(v ir.Var, x *ir.Expr) ir.Stmt {
		return ir.Stmt{Kind: ir.Assign, Dst: []ir.Var{v}, X: []*ir.Expr{x}}
	}
	product := func(a, b *ir.Expr) *ir.Expr {
		return &ir.Expr{Kind: ir.Apply, Op: op.I16x8Q15mulrSatS, Type: wasm.V128, Args: []*ir.Expr{a, b}}
	}
	const half, one = 0, 1 // the constants: lanes of 1/2; the same, and the last is -1
	tests := []struct {
		name      string
		stmts     []ir.Stmt // of variables 0 and 1, which are parameters
		saturates bool
	}{
		{"variables", []ir.Stmt{assign(0, product(read(0), read(1)))}, true},
		{"constant", []ir.Stmt{assign(0, product(read(0), constant(half)))}, false},
		{"constant first", []ir.Stmt{assign(0, product(constant(half), read(0)))}, false},
		{"lane of -1", []ir.Stmt{assign(0, product(read(0), constant(one)))}, true},
		{"in a variable", []ir.Stmt{assign(1, constant(half)), assign(0, product(read(0), read(1)))}, false},
		{"no longer", []ir.Stmt{assign(1, constant(half)), assign(1, read(0)), assign(0, product(read(0), read(1)))}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := &ir.Func{
				Type:   wasm.FuncType{Params: []wasm.ValType{wasm.V128, wasm.V128}, Results: []wasm.ValType{wasm.V128}},
				Vars:   []ir.Variable{{Type: wasm.V128}, {Type: wasm.V128}},
				Params: 2, Locals: 2,
				V128: [][16]byte{repeat("0040"), repeat("0040")},
			}
			f.V128[one][14], f.V128[one][15] = 0, 0x80
			flat := &ir.Flat{Blocks: []ir.BasicBlock{{Stmts: tt.stmts, End: ir.Exit{Kind: ir.Leave, Stmt: &ir.Stmt{Kind: ir.Return, X: []*ir.Expr{read(0)}}}}}}
			out, err := Compile(&Input{Module: &wasm.Module{}, Func: f, Flat: flat, Name: "f"}, "amd64")
			require.NoError(t, err)
			require.Equal(t, 1, strings.Count(string(out.Text), "PMULHRSW"))
			require.Equal(t, tt.saturates, strings.Contains(string(out.Text), "PCMPEQW"), "%s", out.Text)
		})
	}
}
