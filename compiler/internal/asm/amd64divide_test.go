package asm

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/internal/passes"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Divisions overwrite AX and DX, so no operand is loaded from the frame into these.
func TestDivisionsKeepOperands(t *testing.T) {
	for _, o := range []op.Op{op.I32DivS, op.I32DivU, op.I32RemS, op.I32RemU, op.I64DivS, op.I64DivU, op.I64RemS, op.I64RemU} {
		typ := wasm.I64
		if strings.HasPrefix(op.Table[o].Name, "i32") {
			typ = wasm.I32
		}
		read := func(v ir.Var) *ir.Expr { return &ir.Expr{Kind: ir.Read, Type: typ, Var: v, Size: 1} }
		f := &ir.Func{Vars: []ir.Variable{{Type: typ}, {Type: typ}}, Params: 2, Locals: 2}
		f.Type = wasm.FuncType{Params: []wasm.ValType{typ, typ}, Results: []wasm.ValType{typ}}
		quotient := &ir.Expr{Kind: ir.Apply, Op: o, Type: typ, Args: []*ir.Expr{read(0), read(1)}, Size: 3}
		f.Body = []ir.Stmt{{Kind: ir.Return, X: []*ir.Expr{quotient}}}
		code, err := selectCode(&Input{Module: &wasm.Module{}, Func: f, Flat: passes.Flatten(f), Name: "f"}, amd64{})
		require.NoError(t, err)
		findFree(code, amd64{})
		found := false
		for _, b := range code.blocks {
			for i := range b.insts {
				if strings.Contains(strings.Join(b.insts[i].text, " "), "DIV") {
					found = true
					require.Equal(t, []string{"CX"}, b.insts[i].free[general], o)
				}
			}
		}
		require.True(t, found, o)
	}
}
