package passes

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
)

// flatText writes a line for each block: its statements, then where it leads.
func flatText(flat *ir.Flat) []string {
	var lines []string
	for i := range flat.Blocks {
		b := &flat.Blocks[i]
		line := ir.Text(b.Stmts)
		if line != "" {
			line += "; "
		}
		e := &b.End
		switch e.Kind {
		case ir.Goto:
			line += fmt.Sprint("-> ", e.To[0])
		case ir.Branch:
			line += fmt.Sprintf("%v ? %d : %d", e.X, e.To[0], e.To[1])
		case ir.Table:
			line += fmt.Sprintf("%v %v", e.X, e.To)
		case ir.Leave:
			line += e.Stmt.String()
		}
		lines = append(lines, line)
	}
	return lines
}

func flattened(build func(m *maker, a, b *ir.Label) []ir.Stmt) []string {
	m := newMaker(2, 0)
	m.Body = build(m, m.NewLabel(), m.NewLabel())
	return flatText(Flatten(&m.Func))
}

func TestFlatten(t *testing.T) {
	for _, c := range []struct {
		name  string
		build func(m *maker, a, b *ir.Label) []ir.Stmt
		want  []string
	}{
		{"a line", func(m *maker, a, b *ir.Label) []ir.Stmt {
			return list(set(0, num(1)), store(read(0), read(1)), ret(read(0)))
		}, []string{"v0 = 1; i32.store v0, v1; return v0"}},
		{"an if", func(m *maker, a, b *ir.Label) []ir.Stmt {
			return list(when(is(0), set(1, num(1))), ret())
		}, []string{"v0 != 0 ? 1 : 2", "v1 = 1; -> 2", "return"}},
		{"an if with two arms", func(m *maker, a, b *ir.Label) []ir.Stmt {
			return list(otherwise(when(is(0), set(1, num(1))), set(1, num(2))), ret())
		}, []string{"v0 != 0 ? 1 : 2", "v1 = 1; -> 3", "v1 = 2; -> 3", "return"}},
		{"a branch needs no block of its own", func(m *maker, a, b *ir.Label) []ir.Stmt {
			return list(block(a, when(is(0), br(a)), set(1, num(1))), ret())
		}, []string{"v0 != 0 ? 2 : 1", "v1 = 1; -> 2", "return"}},
		{"a branch that takes something along", func(m *maker, a, b *ir.Label) []ir.Stmt {
			return list(block(a, when(is(0), set(1, num(2)), br(a)), set(1, num(1))), ret())
		}, []string{"v0 != 0 ? 1 : 2", "v1 = 2; -> 3", "v1 = 1; -> 3", "return"}},
		{"a loop", func(m *maker, a, b *ir.Label) []ir.Stmt {
			return list(loop(a, set(0, num(1)), when(is(0), br(a))), ret())
		}, []string{"-> 1", "v0 = 1; v0 != 0 ? 1 : 2", "return"}},
		{"a loop and the way out", func(m *maker, a, b *ir.Label) []ir.Stmt {
			return list(block(b, loop(a, when(is(0), br(b)), set(0, num(1)), br(a))), ret())
		}, []string{"-> 1", "v0 != 0 ? 3 : 2", "v0 = 1; -> 1", "return"}},
		{"an empty loop", func(m *maker, a, b *ir.Label) []ir.Stmt {
			return list(loop(a, br(a)), ret())
		}, []string{"-> 1", "-> 1"}},
		{"a table", func(m *maker, a, b *ir.Label) []ir.Stmt {
			return list(block(a, block(b, choose(read(0), arm(list(br(b)), 0, 2), arm(list(set(1, num(9)), br(a)), 3), arm(list(br(a))))), set(1, num(1))), ret())
		}, []string{"v0 [2 3 2 1 3]", "v1 = 9; -> 3", "v1 = 1; -> 3", "return"}},
		{"a table with gaps", func(m *maker, a, b *ir.Label) []ir.Stmt {
			return list(block(a, choose(read(0), arm(list(ret()), 2), arm(list(br(a))))), unreachable())
		}, []string{"v0 [2 2 1 2]", "return", "unreachable"}},
		{"unreachable code goes", func(m *maker, a, b *ir.Label) []ir.Stmt {
			return list(otherwise(when(is(0), ret()), unreachable()), set(0, num(1)), ret())
		}, []string{"v0 != 0 ? 1 : 2", "return", "unreachable"}},
		{"an empty arm leads on", func(m *maker, a, b *ir.Label) []ir.Stmt {
			return list(when(is(0), when(is(1))), ret())
		}, []string{"v0 != 0 ? 1 : 2", "v1 != 0 ? 2 : 2", "return"}},
	} {
		require.Equal(t, c.want, flattened(c.build), c.name)
	}
}

// TestFlattenLongBlock: a part must be able to end anywhere.
func TestFlattenLongBlock(t *testing.T) {
	m := newMaker(1, 0)
	for i := range uint64(2*maxBlock + 1) {
		m.Body = append(m.Body, set(0, num(i)))
	}
	m.Body = append(m.Body, ret())
	flat := Flatten(&m.Func)
	require.Len(t, flat.Blocks, 3)
	require.Len(t, flat.Blocks[0].Stmts, maxBlock)
	require.Equal(t, []int{1}, flat.Blocks[0].End.To)
	require.True(t, strings.HasSuffix(flatText(flat)[2], fmt.Sprintf("v0 = %d; return", 2*maxBlock)))
}

func TestTailLoop(t *testing.T) {
	m := newMaker(2, 0)
	m.NewVar(m.Vars[0].Type)
	m.Locals, m.Index = 3, 7
	tail := func(f uint32, args ...*ir.Expr) ir.Stmt {
		return ir.Stmt{Kind: ir.TailCall, X: []*ir.Expr{call(f, args...)}}
	}
	m.Body = list(when(is(0), tail(7, read(1), read(0))), tail(8))
	TailLoop(&m.Func)
	require.Equal(t, "for L1 {if v0 != 0 {v0, v1 = v1, v0; v2 = 0; goto L1}; tail f8()}", ir.Text(m.Body))
	requireUses(t, m.Body)
}
