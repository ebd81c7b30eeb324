package passes

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
)

func TestPrune(t *testing.T) {
	load := func(v ir.Var) *ir.Expr { return apply(op.I32Load, read(v)) }
	div := func(a, b ir.Var) *ir.Expr { return apply(op.I32DivU, read(a), read(b)) }
	for _, c := range []struct {
		name string
		body []ir.Stmt
		want string
	}{
		{"what is read stays", list(set(1, read(0)), ret(read(1))), "v1 = v0; return v1"},
		{"what nothing reads goes", list(set(1, read(0)), ret()), "return"},
		{"and what it alone has read", list(set(1, read(0)), set(2, read(1)), set(3, read(2)), ret()), "return"},
		{"also when it is itself", list(set(1, apply(op.I32Add, read(1), num(1))), ret(read(0))), "v1 = v1 + 1; return v0"},
		{"loads trap", list(set(1, load(0)), ret()), "eval i32.load(v0); return"},
		{"divisions trap", list(set(2, div(0, 1)), ret()), "eval i32.div_u(v0, v1); return"},
		{"only the trap remains", list(set(1, apply(op.I32Add, load(0), num(1))), ret()), "eval i32.load(v0); return"},
		{"in order", list(set(2, apply(op.I32Add, load(0), div(0, 1))), ret()), "eval i32.load(v0); eval i32.div_u(v0, v1); return"},
		{"a trap needs its operands", list(set(1, load(0)), set(2, apply(op.I32Load, read(1))), ret()), "v1 = i32.load(v0); eval i32.load(v1); return"},
		{"calls stay", list(set(1, call(7, read(0))), ret()), "eval f7(v0); return"},
		{"memory.grow stays", list(set(1, apply(op.MemoryGrow, read(0))), ret()), "eval memory.grow(v0); return"},
		{"memory.size goes", list(eval(apply(op.MemorySize)), ret()), "return"},
		{"stores stay", list(set(1, num(5)), store(read(0), read(1)), ret()), "v1 = 5; i32.store v0, v1; return"},
		{"some of several", list(ir.Stmt{Kind: ir.Assign, Dst: []ir.Var{1, 2, 3}, X: []*ir.Expr{num(1), num(2), num(3)}}, ret(read(2))),
			"v2 = 2; return v2"},
		{"the results of a call stay together", list(ir.Stmt{Kind: ir.Assign, Dst: []ir.Var{1, 2}, X: []*ir.Expr{call(7)}}, ret(read(2))),
			"v1, v2 = f7(); return v2"},
		{"an if without arms", list(when(is(0), set(1, num(1))), ret()), "return"},
		{"whose condition traps", list(when(apply(op.I32Ne, load(0), num(0)), set(1, num(1))), ret()), "eval i32.load(v0); return"},
		{"an if without first arm", list(otherwise(when(is(0), set(1, num(1))), set(2, num(2))), ret(read(2))),
			"if v0 == 0 {v2 = 2}; return v2"},
		{"arms of a switch stay", list(choose(read(0), arm(list(set(1, num(1))), 0), arm(list(unreachable()))), ret()),
			"switch v0 {[0]:  | []: unreachable}; return"},
	} {
		m := newMaker(1, 3)
		m.Body = c.body
		Prune(&m.Func)
		require.Equal(t, c.want, ir.Text(m.Body), c.name)
	}
}

// Branches to one block share the variables that they assign: dropping one must not change another's.
func TestPruneShared(t *testing.T) {
	m := newMaker(1, 3)
	dst := []ir.Var{1, 2, 3}
	assign := func(x *ir.Expr) ir.Stmt { return ir.Stmt{Kind: ir.Assign, Dst: dst, X: []*ir.Expr{num(1), x, num(3)}} }
	m.Body = list(assign(num(2)), assign(apply(op.I32Load, read(0))), ret(read(3)))
	Prune(&m.Func)
	require.Equal(t, "v3 = 3; v2, v3 = i32.load(v0), 3; return v3", ir.Text(m.Body))
}

func TestPruneCounts(t *testing.T) {
	m := newMaker(1, 2)
	head := m.NewLabel()
	m.Body = list(
		set(1, num(0)),
		set(2, num(1)),
		loop(head, set(1, apply(op.I32Add, read(1), read(0))), when(is(1), br(head))),
		ret(read(1)))
	Prune(&m.Func)
	counts := func(v ir.Var) [2]int { return [2]int{m.Vars[v].Reads, m.Vars[v].Writes} }
	require.Equal(t, [2]int{1, 0}, counts(0))
	require.Equal(t, [2]int{3, 2}, counts(1))
	require.Equal(t, [2]int{0, 0}, counts(2))
}
