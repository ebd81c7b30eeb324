package passes

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
)

func TestThread(t *testing.T) {
	for _, c := range []struct {
		name  string
		build func(a, b *ir.Label) []ir.Stmt
		want  string
	}{
		{"a block with a branch behind it", func(a, b *ir.Label) []ir.Stmt {
			return list(block(a, block(b, when(is(0), br(b)), set(0, num(1))), br(a)))
		}, "L1{L2{if v0 != 0 {goto L1}; v0 = 1}; goto L1}"},
		{"one with something else behind it", func(a, b *ir.Label) []ir.Stmt {
			return list(block(a, block(b, when(is(0), br(b))), set(0, num(1)), br(a)))
		}, "L1{L2{if v0 != 0 {goto L2}}; v0 = 1; goto L1}"},
		{"the branch of a loop", func(a, b *ir.Label) []ir.Stmt {
			return list(loop(a, block(b, when(is(0), br(b)), ret()), br(a)))
		}, "for L1 {L2{if v0 != 0 {goto L1}; return}; goto L1}"},
	} {
		m := newMaker(2, 0)
		m.Body = c.build(m.NewLabel(), m.NewLabel())
		Thread(&m.Func)
		requireUses(t, m.Body)
		require.Equal(t, c.want, ir.Text(m.Body), c.name)
	}
}

// The end of the innermost of many blocks leads to the outermost at once.
func TestThreadChain(t *testing.T) {
	m := newMaker(1, 0)
	outer := m.NewLabel()
	body := list(set(0, num(1)))
	for range 3 {
		l := m.NewLabel()
		body = list(block(l, append(body, when(is(0), br(l)))...))
		body = append(body, br(outer))
	}
	m.Body = list(block(outer, body...), ret())
	Thread(&m.Func)
	requireUses(t, m.Body)
	require.Equal(t, 6, outer.Uses)
}

// The body of a try that ends by a branch past the handler makes no branch of it: the handler is the arm of an if.
func TestThreadTry(t *testing.T) {
	m := newMaker(2, 0)
	end, try, caught, handler := m.NewLabel(), m.NewLabel(), m.NewLabel(), m.NewLabel()
	m.Body = list(block(end,
		block(caught, block(try, block(handler, when(pending(), br(handler)), set(1, num(1)), br(end)), set(0, num(2)), br(caught)), br(end)),
		set(1, num(3)), ret()), ret())
	Thread(&m.Func)
	Structure(&m.Func)
	requireUses(t, m.Body)
	require.Equal(t, "if exn.pending() {v0 = 2; v1 = 3; return}; v1 = 1; return", ir.Text(m.Body))
}
