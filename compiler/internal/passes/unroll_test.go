package passes

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// recursive is func f0(v0) { v1 is a local; L1{ if v0 != 0 goto L1; return 7 }; v2 = f0(v0 + 1); return v2 + v1 }.
func recursive() *maker {
	m := newMaker(1, 2)
	m.Locals = 2
	m.Type = wasm.FuncType{Params: []wasm.ValType{wasm.I32}, Results: []wasm.ValType{wasm.I32}}
	l := m.NewLabel()
	m.Body = list(
		block(l, when(is(0), br(l)), ret(num(7))),
		set(2, call(0, sum(read(0), num(1)))),
		ret(sum(read(2), read(1))))
	return m
}

func sum(a, b *ir.Expr) *ir.Expr { return apply(op.I32Add, a, b) }

func TestUnroll(t *testing.T) {
	m := recursive()
	Unroll(&m.Func)
	requireUses(t, m.Body)
	got := ir.Text(m.Body)
	require.Equal(t, 1, strings.Count(got, "f0("), "one call is left, in the innermost copy: %s", got)
	require.Equal(t, maxLevels, strings.Count(got, " = 7; goto"), "in a copy, a return assigns and leaves: %s", got)
	require.Equal(t, 1, strings.Count(got, "return 7"), got)
	require.Contains(t, got, "v3 = v0 + 1; v4 = 0; L2{L3{if v3 != 0 {goto L3}; v2 = 7; goto L2}; ",
		"a copy has parameters, zeroed locals and labels of its own")
}

func TestUnrollKeeps(t *testing.T) {
	for name, change := range map[string]func(m *maker){
		"calls of others": func(m *maker) { m.Body[1].X[0].A = 1 },
		"tail calls":      func(m *maker) { m.Body[2] = ir.Stmt{Kind: ir.TailCall, X: []*ir.Expr{call(0, num(1))}} },
		"large functions": func(m *maker) {
			for range maxUnrolled / 2 {
				m.Body = append(list(set(1, num(1))), m.Body...)
			}
		},
	} {
		m := recursive()
		change(m)
		before := ir.Text(m.Body)
		Unroll(&m.Func)
		require.Equal(t, before, ir.Text(m.Body), name)
	}
}

// A call whose result nobody wants still runs all of the body.
func TestUnrollWithoutResult(t *testing.T) {
	m := recursive()
	m.Body[1] = eval(call(0, num(1)))
	Unroll(&m.Func)
	requireUses(t, m.Body)
	require.Equal(t, maxLevels, strings.Count(ir.Text(m.Body), " = 7; goto"))
}

// What is thrown in a copy of the body goes where it went from the call: to the handler around it, from however deep, or out of the function.
func TestUnrollThrows(t *testing.T) {
	m := recursive()
	handler := m.NewLabel()
	m.Body[0].Then[0] = when(is(0), ir.Stmt{Kind: ir.Throw, Op: op.Throw})
	m.Body[0].Label.Uses = 0
	m.Body[1].Label = handler
	handler.Uses++
	m.Body = append(list(block(handler, m.Body...)), ret(num(8)))
	Unroll(&m.Func)
	requireUses(t, m.Body)
	got := ir.Text(m.Body)
	require.Contains(t, got, "L2{L1{if v0 != 0 {throw}; return 7}; v3 = v0 + 1; v4 = 0; L3{L4{L5{if v3 != 0 {throw or L2}; v2 = 7; goto L3}; ")
	require.Contains(t, got, "if v6 != 0 {throw or L4}", "the handler of a copy")
	require.Equal(t, 1, strings.Count(got, "f0("), got)
}
