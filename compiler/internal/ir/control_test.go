package ir

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

var (
	nothing = Stmt{Kind: Effect, Op: op.DataDrop}
	leave   = Stmt{Kind: Return}
	is0     = []*Expr{{Kind: Apply, Op: op.I32Eqz, Cond: true, Args: []*Expr{{Kind: Read}}}}
)

func TestCompletes(t *testing.T) {
	for _, test := range []struct {
		name string
		s    Stmt
		want bool
	}{
		{"effect", nothing, true},
		{"return", leave, false},
		{"branch", Stmt{Kind: Br, Label: &Label{}}, false},
		{"trap", Stmt{Kind: Unreachable}, false},
		{"tail call", Stmt{Kind: TailCall}, false},
		{"block", Stmt{Kind: Block, Label: &Label{}, Then: []Stmt{leave}}, false},
		{"block that is left", Stmt{Kind: Block, Label: &Label{Uses: 1}, Then: []Stmt{leave}}, true},
		{"loop as lowered", Stmt{Kind: Loop, Label: &Label{Uses: 1}, Then: []Stmt{nothing}}, true},
		{"loop as lowered that repeats", Stmt{Kind: Loop, Label: &Label{Uses: 1}, Then: []Stmt{{Kind: Br, Label: &Label{}}}}, false},
		{"structured loop", Stmt{Kind: Loop, Label: &Label{}, Exit: &Label{}, Then: []Stmt{nothing}}, false},
		{"structured loop that is left", Stmt{Kind: Loop, Label: &Label{}, Exit: &Label{Uses: 1}}, true},
		{"one arm", Stmt{Kind: If, Then: []Stmt{leave}}, true},
		{"both arms", Stmt{Kind: If, Then: []Stmt{leave}, Else: []Stmt{nothing, leave}}, false},
		{"all cases", Stmt{Kind: Switch, Cases: []Case{{Body: []Stmt{leave}}, {Body: []Stmt{leave}}}}, false},
		{"all cases but one", Stmt{Kind: Switch, Cases: []Case{{Body: []Stmt{leave}}, {}}}, true},
	} {
		require.Equal(t, test.want, test.s.Completes(), test.name)
		require.Equal(t, test.want, Completes([]Stmt{nothing, test.s}), test.name)
	}
	require.True(t, Completes(nil))
}

func TestListsCanBeReplaced(t *testing.T) {
	s := Stmt{Kind: If, X: is0, Then: []Stmt{nothing}, Else: []Stmt{{Kind: Switch, X: is0, Cases: []Case{{Body: []Stmt{leave}}, {}}}}}
	n := 0
	Visit([]Stmt{s}, func(*Stmt) { n++ })
	require.Equal(t, 4, n)
	for list := range s.Else[0].Lists {
		*list = append(*list, nothing)
	}
	require.Equal(t, "switch i32.eqz(v0) {[]: return; data.drop | []: data.drop}", s.Else[0].String())
	for range s.Lists {
		n++
		break
	}
	require.Equal(t, 5, n)
}

func TestTargets(t *testing.T) {
	label := &Label{ID: 7}
	var got []*Label
	for _, s := range []Stmt{leave, {Kind: Block, Label: label}, {Kind: Br, Label: label}} {
		for l := range s.Targets {
			got = append(got, l)
		}
	}
	require.Equal(t, []*Label{label}, got)
}

func TestText(t *testing.T) {
	l := &Label{ID: 1, Uses: 1}
	load := &Expr{Kind: Apply, Op: op.I32Load, B: 8, Args: []*Expr{{Kind: Read, Var: 1}}}
	f := Func{Index: 3, Type: wasm.FuncType{Params: []wasm.ValType{wasm.I32}}, Body: []Stmt{
		{Kind: Loop, Label: l, Then: []Stmt{
			{Kind: Assign, Dst: []Var{0, 1}, X: []*Expr{load, {Kind: Const, Type: wasm.V128, A: 2}}},
			{Kind: If, X: is0, Then: []Stmt{{Kind: Br, Label: l}}, Else: []Stmt{{Kind: Unreachable}}},
		}},
		{Kind: Effect, Op: op.V128Store8Lane, B: 4, Lane: 5, X: []*Expr{{Kind: Read}, {Kind: Read, Var: 1}}},
	}}
	require.Equal(t, `func 3 (i32) () {
	for L1 {
		v0, v1 = i32.load[0 8](v1), v128.2
		if i32.eqz(v0) {
			goto L1
		} else {
			unreachable
		}
	}
	v128.store8_lane[0 4 5] v0, v1
}
`, f.String())
	require.Equal(t, "for L1 {v0, v1 = i32.load[0 8](v1), v128.2; if i32.eqz(v0) {goto L1} else {unreachable}}; v128.store8_lane[0 4 5] v0, v1", Text(f.Body))
}
