package body

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// The moves of a shuffle together are what the specification says.
func TestMoves(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		var bytes [32]byte
		var halves [4]uint64
		for i := range halves {
			halves[i] = random.Uint64()
			binary.LittleEndian.PutUint64(bytes[8*i:], halves[i])
		}
		lanes, want := make([]byte, 8), make([]byte, 8)
		for i := range lanes {
			lanes[i] = byte(random.IntN(32))
			want[i] = bytes[lanes[i]]
		}
		got := uint64(0)
		for _, m := range moves(lanes) {
			got |= m.of(halves[m.from])
		}
		require.Equal(t, binary.LittleEndian.Uint64(want), got, lanes)
	}
}

// TestShuffles: operands are v0 and, where second says so, v1 or the constant whose bytes are 16 to 31.
func TestShuffles(t *testing.T) {
	read := func(v ir.Var) *ir.Expr { return &ir.Expr{Kind: ir.Read, Type: wasm.V128, Var: v} }
	constant := &ir.Expr{Kind: ir.Const, Type: wasm.V128, A: 1}
	for _, c := range []struct {
		name   string
		mask   [16]byte
		second *ir.Expr
		want   string
	}{
		{"interleaved lanes", [16]byte{0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23}, read(1),
			"vec.Of(v0.Lo()&0xffffffff|v1.Lo()<<32, v0.Lo()>>32|v1.Lo()&0xffffffff00000000)"},
		{"halves", [16]byte{8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23}, read(1), "vec.Of(v0.Hi(), v1.Lo())"},
		{"the same vector", [16]byte{24, 25, 26, 27, 28, 29, 30, 31, 0, 1, 2, 3, 4, 5, 6, 7}, read(0), "vec.Of(v0.Hi(), v0.Lo())"},
		{"rotated", [16]byte{3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18}, read(1),
			"vec.Of(v0.Lo()>>24|v0.Hi()<<40, v0.Hi()>>24|v1.Lo()<<40)"},
		{"16 bits of 32", [16]byte{2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13}, read(0),
			"vec.Of(v0.Lo()>>16&0xffff0000ffff|v0.Lo()<<16&0xffff0000ffff0000, v0.Hi()>>16&0xffff0000ffff|v0.Hi()<<16&0xffff0000ffff0000)"},
		{"with a constant", [16]byte{0, 1, 2, 3, 16, 17, 18, 19, 24, 25, 26, 27, 28, 29, 30, 31}, constant,
			"vec.Of(v0.Lo()&0xffffffff|0x1312111000000000, 0x1f1e1d1c1b1a1918)"},
	} {
		f := &ir.Func{Vars: make([]ir.Variable, 2), Locals: 2, V128: [][16]byte{c.mask, {}}}
		for i := range f.V128[1] {
			f.V128[1][i] = byte(16 + i)
		}
		p := &printer{Printer: &Printer{}, f: f, locals: []string{"v0", "v1"}}
		x := &ir.Expr{Kind: ir.Apply, Op: op.I8x16Shuffle, Type: wasm.V128, Args: []*ir.Expr{read(0), c.second}}
		require.Equal(t, c.want, p.expr(x).String(), c.name)
	}
}
