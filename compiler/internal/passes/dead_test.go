package passes

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
)

func load(addr *ir.Expr) *ir.Expr { return apply(op.I32Load, addr) }

// live runs Dead, behind Structure as the translation does or on what lowering made, and returns the text.
func live(structured bool, build func(a, b *ir.Label) []ir.Stmt) string {
	m := newMaker(3, 0)
	a, b := m.NewLabel(), m.NewLabel()
	m.Body = build(a, b)
	if structured {
		Structure(&m.Func)
	}
	Dead(&m.Func)
	return ir.Text(m.Body)
}

func TestDead(t *testing.T) {
	const loaded = "i32.load(v0)"
	for _, c := range []struct {
		name  string
		build func(a, b *ir.Label) []ir.Stmt
		want  string
	}{
		{"overwritten before it is read", func(a, b *ir.Label) []ir.Stmt {
			return list(set(1, load(read(0))), set(1, num(2)), ret(read(1)))
		}, "eval " + loaded + "; v1 = 2; return v1"},
		{"read by a dead assignment only", func(a, b *ir.Label) []ir.Stmt {
			return list(set(1, load(read(0))), set(2, sum(read(1), num(1))), set(2, num(2)), ret(read(2)))
		}, "eval " + loaded + "; eval v1 + 1; v2 = 2; return v2"},
		{"read by a dead load, which may trap", func(a, b *ir.Label) []ir.Stmt {
			return list(set(1, load(read(0))), set(2, load(read(1))), ret(read(0)))
		}, "v1 = " + loaded + "; eval i32.load(v1); return v0"},
		{"read in one arm", func(a, b *ir.Label) []ir.Stmt {
			return list(set(1, load(read(0))), when(is(0), ret(read(1))), ret(num(1)))
		}, "v1 = " + loaded + "; if v0 != 0 {return v1}; return 1"},
		{"read behind a block that is left", func(a, b *ir.Label) []ir.Stmt {
			return list(block(a, set(1, load(read(0))), when(is(0), store(read(0), read(2)), when(is(2), br(a)), store(read(2), read(0))), set(1, num(1))), ret(read(1)))
		}, "L1{v1 = " + loaded + "; if v0 != 0 {i32.store v0, v2; if v2 != 0 {goto L1}; i32.store v2, v0}; v1 = 1}; return v1"},
		{"read in the next round of a loop", func(a, b *ir.Label) []ir.Stmt {
			return list(loop(a, set(2, sum(read(2), read(1))), set(1, load(read(0))), when(is(2), br(a))), ret(read(2)))
		}, "for L1 {v2 = v2 + v1; v1 = " + loaded + "; if v2 == 0 {goto L3}}; return v2"},
		{"read by itself in a loop", func(a, b *ir.Label) []ir.Stmt {
			return list(loop(a, set(1, sum(read(1), load(read(0)))), when(is(0), br(a))), ret(read(0)))
		}, "for L1 {eval v1 + " + loaded + "; if v0 == 0 {goto L3}}; return v0"},
		{"results of calls", func(a, b *ir.Label) []ir.Stmt {
			return list(set(1, call(7, read(0))), ret())
		}, "eval f7(v0); return"},
	} {
		require.Equal(t, c.want, live(true, c.build), c.name)
	}
}

// Large functions are not structured: the end of a loop's body leads out of it.
func TestDeadBeforeStructure(t *testing.T) {
	got := live(false, func(a, b *ir.Label) []ir.Stmt {
		return list(loop(a, set(2, sum(read(2), read(1))), set(1, load(read(0))), when(is(2), br(a)), set(1, load(read(2)))), ret(read(2)))
	})
	require.Equal(t, "for L1 {v2 = v2 + v1; v1 = i32.load(v0); if v2 != 0 {goto L1}; eval i32.load(v2)}; return v2", got)
}
