package ir

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/op"
)

func TestMax(t *testing.T) {
	num := func(v uint64) *Expr { return &Expr{Kind: Const, B: v} }
	do := func(o op.Op, args ...*Expr) *Expr { return &Expr{Kind: Apply, Op: o, Args: args} }
	local := &Expr{Kind: Read}
	const any = 1<<32 - 1
	for _, c := range []struct {
		x    *Expr
		want uint64
	}{
		{local, any},
		{num(7), 7},
		{do(op.I32Load8U, local), 255},
		{do(op.I32Load8S, local), any},
		{do(op.I32Load16U, local), 65535},
		{do(op.I32And, local, num(63)), 63},
		{do(op.I32And, num(63), local), 63},
		{do(op.I32Shl, do(op.I32And, local, num(63)), num(2)), 252},
		{do(op.I32Shl, do(op.I32And, local, num(63)), local), any},
		{do(op.I32Shl, local, num(2)), any}, // may wrap
		{do(op.I32ShrU, local, num(28)), 15},
		{do(op.I32ShrU, do(op.I32Load8U, local), local), 255},
		{do(op.I32ShrS, local, num(28)), any},
		{do(op.I32Add, do(op.I32Load8U, local), num(1)), 256},
		{do(op.I32Add, local, num(1)), any}, // may wrap
		{do(op.I32RemU, local, num(10)), 9},
		{&Expr{Kind: Select, Args: []*Expr{num(3), num(9), local}}, 9},
		{&Expr{Kind: FromBool, Args: []*Expr{local}}, 1},
	} {
		require.Equal(t, c.want, Max(c.x), "%v", c.x)
	}
}
