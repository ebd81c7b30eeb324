package lanes

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// What becomes a constant once lanes are known is computed: Go would refuse to convert 8388609 to an int16.
func TestFold(t *testing.T) {
	apply := func(o op.Op, x *ir.Expr) *ir.Expr {
		return &ir.Expr{Kind: ir.Apply, Op: o, Type: wasm.I32, Args: []*ir.Expr{x}, Size: x.Size + 1}
	}
	f := &ir.Func{Type: wasm.FuncType{Results: []wasm.ValType{wasm.I32}}, Vars: []ir.Variable{{Type: wasm.V128}}, Locals: 1}
	lanes := f.Vector([16]byte{0x01, 0x00, 0x80})
	constant := &ir.Expr{Kind: ir.Const, Type: wasm.V128, A: lanes, Size: 1}
	lane := &ir.Expr{Kind: ir.Apply, Op: op.I32x4ExtractLane, Type: wasm.I32, Args: []*ir.Expr{constant}, Size: 2}
	f.Body = []ir.Stmt{{Kind: ir.Return, X: []*ir.Expr{apply(op.I32Extend16S, lane)}}}
	Split(f)
	x := f.Body[len(f.Body)-1].X[0]
	require.Equal(t, ir.Const, x.Kind)
	require.EqualValues(t, 1, x.B)
}

// The bits of bytes of a mask of wider lanes come from the comparisons: nothing computes within words.
func TestBytesOfMask(t *testing.T) {
	apply := func(o op.Op, typ wasm.ValType, args ...*ir.Expr) *ir.Expr {
		x := &ir.Expr{Kind: ir.Apply, Op: o, Type: typ, Args: args, Size: 1}
		for _, a := range args {
			x.Size += a.Size
		}
		return x
	}
	for _, compare := range []op.Op{op.I32x4Eq, op.F32x4Lt, op.I16x8GtS} {
		f := &ir.Func{Type: wasm.FuncType{Params: []wasm.ValType{wasm.V128}, Results: []wasm.ValType{wasm.I32}}, Vars: []ir.Variable{{Type: wasm.V128}}, Params: 1, Locals: 1}
		read := func() *ir.Expr { return &ir.Expr{Kind: ir.Read, Type: wasm.V128, Size: 1} }
		f.Body = []ir.Stmt{{Kind: ir.Return, X: []*ir.Expr{apply(op.I8x16Bitmask, wasm.I32, apply(compare, wasm.V128, read(), read()))}}}
		Split(f)
		x := f.Body[len(f.Body)-1].X[0]
		require.Equal(t, op.I32Mul, x.Op, "%v", op.Table[compare].Name)
		x.Walk(func(x *ir.Expr) { require.NotEqual(t, op.I8x16Bitmask, x.Op) })
	}
}
