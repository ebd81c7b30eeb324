package passes

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
)

func TestCoalesce(t *testing.T) {
	m := newMaker(2, 0)
	l := m.NewLabel()
	for _, c := range []struct {
		name string
		body []ir.Stmt
		want string
	}{
		{"a result that is copied", list(otherwise(when(is(0), set(2, num(1))), set(2, num(2))), set(1, read(2)), ret(read(1))),
			"if v0 != 0 {v1 = 1} else {v1 = 2}; return v1"},
		{"in the arm of another", list(otherwise(when(is(0), set(3, num(1))), otherwise(when(is(1), set(2, num(2))), set(2, num(3))), set(3, read(2))), ret(read(3))),
			"if v0 != 0 {v3 = 1} else {if v1 != 0 {v3 = 2} else {v3 = 3}}; return v3"},
		{"a copy of the copy", list(otherwise(when(is(0), set(2, num(1))), set(2, num(2))), set(3, read(2)), set(1, read(3)), ret(read(1))),
			"if v0 != 0 {v1 = 1} else {v1 = 2}; return v1"},
		{"of a switch", list(choose(read(0), arm(list(set(2, num(1))), 0), arm(list(set(2, num(2))))), set(1, read(2)), ret(read(1))),
			"switch v0 {[0]: v1 = 1 | []: v1 = 2}; return v1"},
		{"of what is assigned just before", list(set(3, num(1)), set(2, read(3)), set(1, read(2)), ret(read(1))), "v1 = 1; return v1"},
		{"of one of several results", list(ir.Stmt{Kind: ir.Assign, Dst: []ir.Var{2, 3}, X: []*ir.Expr{num(1), num(2)}}, set(1, read(3)), set(0, read(2)), ret(read(1))),
			"v0, v1 = 1, 2; return v1"},
		{"its own new value", list(set(2, sum(read(1), num(1))), set(1, read(2)), ret(read(1))), "v2 = v1 + 1; v1 = v2; return v1"},
		{"the target is read before", list(otherwise(when(is(0), set(2, num(1))), set(2, num(2)), store(read(1), num(0))), set(1, read(2)), ret(read(1))),
			"if v0 != 0 {v2 = 1} else {v2 = 2; i32.store v1, 0}; v1 = v2; return v1"},
		{"the condition reads it", list(otherwise(when(is(1), set(2, num(1))), set(2, num(2))), set(1, read(2)), ret(read(1))),
			"if v1 != 0 {v2 = 1} else {v2 = 2}; v1 = v2; return v1"},
		{"the result is read again", list(otherwise(when(is(0), set(2, num(1))), set(2, num(2))), set(1, read(2)), ret(read(2))),
			"if v0 != 0 {v2 = 1} else {v2 = 2}; v1 = v2; return v2"},
		{"it is set elsewhere, too", list(set(2, num(3)), when(is(0), set(2, num(1))), set(1, read(2)), ret(read(1))),
			"v2 = 3; if v0 != 0 {v2 = 1}; v1 = v2; return v1"},
		{"control leaves in between", list(block(l, otherwise(when(is(0), set(2, num(1)), br(l)), set(2, num(2))), set(1, read(2))), ret(read(1))),
			"L1{if v0 != 0 {v2 = 1; goto L1} else {v2 = 2}; v1 = v2}; return v1"},
		{"a local is not renamed", list(otherwise(when(is(0), set(1, num(1))), set(1, num(2))), set(2, read(1)), ret(read(2))),
			"if v0 != 0 {v1 = 1} else {v1 = 2}; v2 = v1; return v2"},
	} {
		m := newMaker(2, 2)
		m.Body = c.body
		Coalesce(&m.Func)
		require.Equal(t, c.want, ir.Text(m.Body), c.name)
	}
}
