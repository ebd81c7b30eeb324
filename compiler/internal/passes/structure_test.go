package passes

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
)

// structured runs Structure over what build makes, with two parameters and
// two labels, and returns the text.
func structured(t *testing.T, build func(a, b *ir.Label) []ir.Stmt) string {
	t.Helper()
	m := newMaker(2, 0)
	a, b := m.NewLabel(), m.NewLabel()
	m.Body = build(a, b)
	Structure(&m.Func)
	requireUses(t, m.Body)
	return ir.Text(m.Body)
}

func TestStructureBlocks(t *testing.T) {
	for _, c := range []struct {
		name  string
		build func(a, b *ir.Label) []ir.Stmt
		want  string
	}{
		{"a block that nothing leaves", func(a, b *ir.Label) []ir.Stmt {
			return list(block(a, set(0, num(1))), ret())
		}, "v0 = 1; return"},
		{"a branch to where control gets anyway", func(a, b *ir.Label) []ir.Stmt {
			return list(block(a, set(0, num(1)), br(a)), ret())
		}, "v0 = 1; return"},
		{"the same at the end of both arms", func(a, b *ir.Label) []ir.Stmt {
			return list(block(a, otherwise(when(is(0), set(0, num(1)), br(a)), br(a))), ret())
		}, "if v0 != 0 {v0 = 1}; return"},
		{"only the second arm remains", func(a, b *ir.Label) []ir.Stmt {
			return list(block(a, otherwise(when(is(0), br(a)), set(0, num(1)))), ret())
		}, "if v0 == 0 {v0 = 1}; return"},
		{"a guard", func(a, b *ir.Label) []ir.Stmt {
			return list(block(a, when(is(0), br(a)), set(1, num(1))), ret())
		}, "if v0 == 0 {v1 = 1}; return"},
		{"a guard that does something", func(a, b *ir.Label) []ir.Stmt {
			return list(block(a, when(is(0), set(1, num(2)), br(a)), set(1, num(1))), ret())
		}, "if v0 != 0 {v1 = 2} else {v1 = 1}; return"},
		{"a guard before what leads elsewhere", func(a, b *ir.Label) []ir.Stmt {
			return list(block(a, when(is(0), set(1, num(2)), br(a)), set(1, num(1)), ret()), ret())
		}, "if v0 != 0 {v1 = 2} else {v1 = 1; return}; return"},
		{"a guard before a handler that leads elsewhere", func(a, b *ir.Label) []ir.Stmt {
			return list(block(a, when(ir.Negate(pending()), set(1, num(2)), br(a)), set(1, num(1)), ret()), ret())
		}, "if exn.pending() {v1 = 1; return}; v1 = 2; return"},
		{"guards one after the other", func(a, b *ir.Label) []ir.Stmt {
			return list(block(a, when(is(0), set(1, num(2)), br(a)), when(is(1), set(1, num(3)), br(a)), set(1, num(1))), ret())
		}, "if v0 != 0 {v1 = 2} else {if v1 != 0 {v1 = 3} else {v1 = 1}}; return"},
		{"a guard within a guard", func(a, b *ir.Label) []ir.Stmt {
			return list(block(a, when(is(0), when(is(1), br(a)), set(1, num(2)), br(a)), set(1, num(1))), ret())
		}, "L1{if v0 != 0 {if v1 != 0 {goto L1}; v1 = 2} else {v1 = 1}}; return"},
		{"a branch at the end of a guard", func(a, b *ir.Label) []ir.Stmt {
			return list(block(a, when(is(0), set(1, num(2)), when(is(1), set(1, num(3)), br(a)), br(a)), set(1, num(1))), ret())
		}, "if v0 != 0 {v1 = 2; if v1 != 0 {v1 = 3}} else {v1 = 1}; return"},
		{"blocks that end at the same place", func(a, b *ir.Label) []ir.Stmt {
			return list(block(a, block(b, when(is(0), br(a)), when(is(1), br(b)), set(1, num(1)))), ret())
		}, "if v0 == 0 {if v1 == 0 {v1 = 1}}; return"},
		{"a branch before the last one", func(a, b *ir.Label) []ir.Stmt {
			return list(block(a, when(is(0), br(a)), br(a)), ret())
		}, "if v0 != 0 {}; return"},
		{"the condition of a float negated", func(a, b *ir.Label) []ir.Stmt {
			return list(block(a, when(apply(op.F64Lt, read(0), read(1)), br(a)), set(1, num(1))), ret())
		}, "if !(f64.lt(v0, v1)) {v1 = 1}; return"},
		{"a table", func(a, b *ir.Label) []ir.Stmt {
			return list(block(a, block(b, choose(read(0), arm(list(br(b)), 0, 2), arm(list(br(a)), 1), arm(list(br(a))))), set(1, num(1))), ret())
		}, "L1{switch v0 {[0 2]:  | [1]: goto L1 | []: goto L1}; v1 = 1}; return"},
	} {
		require.Equal(t, c.want, structured(t, c.build), c.name)
	}
}

func TestStructureKeepsManyGuards(t *testing.T) {
	m := newMaker(2, 0)
	end := m.NewLabel()
	var body []ir.Stmt
	for range maxGuards + 1 {
		body = append(body, when(is(0), br(end)), set(0, num(1)))
	}
	m.Body = list(block(end, body...), ret())
	Structure(&m.Func)
	requireUses(t, m.Body)
	require.Equal(t, maxGuards+1, end.Uses)
	require.Len(t, m.Body[0].Then, 2*(maxGuards+1))
}

func TestStructureLoops(t *testing.T) {
	for _, c := range []struct {
		name  string
		build func(a, b *ir.Label) []ir.Stmt
		want  string
	}{
		{"for ever", func(a, b *ir.Label) []ir.Stmt {
			return list(loop(a, set(0, num(1)), br(a)), ret())
		}, "for L1 {v0 = 1}"},
		{"once more", func(a, b *ir.Label) []ir.Stmt { // L3 is the way out
			return list(loop(a, set(0, num(1)), when(is(0), br(a))), ret())
		}, "for L1 {v0 = 1; if v0 == 0 {goto L3}}; return"},
		{"continue and break", func(a, b *ir.Label) []ir.Stmt {
			return list(loop(a, when(is(0), br(a)), set(0, num(1))), ret())
		}, "for L1 {if v0 != 0 {goto L1}; v0 = 1; goto L3}; return"},
		{"break to the block around", func(a, b *ir.Label) []ir.Stmt {
			return list(block(b, loop(a, when(is(0), br(b)), set(0, num(1)), br(a))), ret())
		}, "L2{for L1 {if v0 != 0 {goto L2}; v0 = 1}}; return"},
		{"two ways out", func(a, b *ir.Label) []ir.Stmt {
			return list(block(b, loop(a, when(is(0), br(b)), when(is(1), br(a)))), ret())
		}, "L2{for L1 {if v0 != 0 {goto L2}; if v1 == 0 {goto L2}}}; return"},
		{"a way out that skips what follows", func(a, b *ir.Label) []ir.Stmt {
			return list(block(b, loop(a, when(is(0), br(b)), when(is(1), br(a))), set(0, num(1))), ret())
		}, "L2{for L1 {if v0 != 0 {goto L2}; if v1 == 0 {goto L3}}; v0 = 1}; return"},
		{"a loop that is left by return alone", func(a, b *ir.Label) []ir.Stmt {
			return list(loop(a, when(is(0), ret()), br(a)), set(0, num(1)), ret())
		}, "for L1 {if v0 != 0 {return}}"},
	} {
		require.Equal(t, c.want, structured(t, c.build), c.name)
	}
}

// A loop whose exit is the end of a block must be told so: the printer then
// writes break for either.
func TestStructureExit(t *testing.T) {
	m := newMaker(2, 0)
	head, end := m.NewLabel(), m.NewLabel()
	m.Body = list(block(end, loop(head, when(is(0), br(end)), when(is(1), br(head)))), ret())
	Structure(&m.Func)
	l := m.Body[0].Then[0]
	require.Equal(t, ir.Loop, l.Kind)
	require.Same(t, end, l.Exit.Target())
	require.Equal(t, 2, end.Uses)
	require.Equal(t, 0, head.Uses)
}

func TestStructureDropsUnreachable(t *testing.T) {
	for _, c := range []struct {
		name  string
		build func(a, b *ir.Label) []ir.Stmt
		want  string
	}{
		{"behind return", func(a, b *ir.Label) []ir.Stmt {
			return list(ret(), set(0, num(1)))
		}, "return"},
		{"behind trap", func(a, b *ir.Label) []ir.Stmt {
			return list(when(is(0), unreachable(), set(0, num(1))), ret())
		}, "if v0 != 0 {unreachable}; return"},
		{"behind an if without way on", func(a, b *ir.Label) []ir.Stmt {
			return list(otherwise(when(is(0), ret()), unreachable()), set(0, num(1)))
		}, "if v0 != 0 {return} else {unreachable}"},
		{"behind a switch without way on", func(a, b *ir.Label) []ir.Stmt {
			return list(choose(read(0), arm(list(ret()), 0), arm(list(unreachable()))), set(0, num(1)))
		}, "switch v0 {[0]: return | []: unreachable}"},
		{"the only branch of a block", func(a, b *ir.Label) []ir.Stmt {
			return list(block(a, set(0, num(1)), ret(), br(a)), set(0, num(2)), ret())
		}, "v0 = 1; return"},
		{"the only turn of a loop", func(a, b *ir.Label) []ir.Stmt {
			return list(loop(a, set(0, num(1)), ret(), br(a)))
		}, "for L1 {v0 = 1; return}"},
		{"not behind a block that is left", func(a, b *ir.Label) []ir.Stmt {
			return list(block(a, block(b, when(is(0), br(b)), when(is(1), br(a)), ret()), set(0, num(1))), ret())
		}, "L1{if v0 == 0 {if v1 != 0 {goto L1}; return}; v0 = 1}; return"},
	} {
		require.Equal(t, c.want, structured(t, c.build), c.name)
	}
}
