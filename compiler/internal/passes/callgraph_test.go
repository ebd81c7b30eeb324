package passes

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A graph is a module in the making: its functions call each other by index,
// and through tables by type. There are two types, 0 and 1.
type graph struct {
	mod    wasm.Module
	bodies []*wasm.Body
}

func (g *graph) imported(t uint32) {
	g.mod.Funcs = append(g.mod.Funcs, wasm.Func{Type: t})
	g.mod.ImportedFuncs++
}

func (g *graph) function(t uint32, instrs ...wasm.Instr) {
	g.mod.Funcs = append(g.mod.Funcs, wasm.Func{Type: t})
	g.bodies = append(g.bodies, &wasm.Body{Instrs: instrs})
}

// elem puts functions into a table.
func (g *graph) elem(funcs ...uint32) {
	g.mod.Elems = append(g.mod.Elems, wasm.Elem{Funcs: funcs})
}

func (g *graph) export(kind wasm.ExternKind, i uint32) {
	g.mod.Exports = append(g.mod.Exports, wasm.Export{Kind: kind, Index: i})
}

func (g *graph) calls() *CallGraph {
	for i := range uint32(2) {
		g.mod.Types = append(g.mod.Types, wasm.Type{Final: true, GroupStart: i, GroupLen: 1, Canon: i})
	}
	return Calls(&g.mod, g.bodies)
}

func callTo(f uint32) wasm.Instr   { return wasm.Instr{Op: op.Call, A: f} }
func callType(t uint32) wasm.Instr { return wasm.Instr{Op: op.CallIndirect, A: t} }

// which lists the functions for which something holds.
func which(is []bool) []int {
	var list []int
	for i, is := range is {
		if is {
			list = append(list, i)
		}
	}
	return list
}

func TestCyclesOfDirectCalls(t *testing.T) {
	g := &graph{}
	g.function(0, callTo(1), callTo(5)) // 0: leads into the cycle 1 2 3
	g.function(0, callTo(2))
	g.function(0, callTo(3), callTo(5))
	g.function(0, callTo(1))
	g.function(0, callTo(4)) // 4: calls itself
	g.function(0)            // 5: a leaf
	g.function(0, callTo(5), wasm.Instr{Op: op.ReturnCall, A: 5})
	c := g.calls()
	require.Equal(t, []int{1, 2, 3, 4}, which(c.Cyclic))
	require.Equal(t, []int{0, 1, 2, 3, 4}, which(c.Depth), "callers need the budget for their callees")
	require.Empty(t, which(c.Addressable))
	require.Empty(t, which(c.Grows))
	require.Empty(t, c.Indirect)
	require.Equal(t, [][]uint32{{1, 5}, {2}, {3, 5}, {1}, {4}, nil, {5, 5}}, c.Calls)
}

func TestCyclesThroughTables(t *testing.T) {
	g := &graph{}
	g.function(0, callType(1)) // 0: not in a table
	g.function(1, callTo(2))   // 1: in the table, and back to it through 2
	g.function(0, callType(1))
	g.function(1)              // 3: in the table, a leaf
	g.function(0, callType(0)) // 4: in the table, calls itself through it
	g.elem(1, 3, 4)
	c := g.calls()
	require.Equal(t, []int{1, 2, 4}, which(c.Cyclic))
	require.Equal(t, []int{0, 1, 2, 3, 4}, which(c.Depth))
	require.Equal(t, []int{1, 3, 4}, which(c.Addressable))
	require.ElementsMatch(t, []uint32{0, 1}, c.Indirect)
	require.Equal(t, []uint32{2}, c.Calls[1])
}

// Types that are equal are one.
func TestCyclesThroughEqualTypes(t *testing.T) {
	g := &graph{}
	g.mod.Types = []wasm.Type{{Final: true, GroupLen: 1}, {Final: true, GroupStart: 1, GroupLen: 1}}
	g.function(0, callType(1))
	g.elem(0)
	c := Calls(&g.mod, g.bodies)
	require.Equal(t, []int{0}, which(c.Cyclic))
	require.Equal(t, []uint32{0}, c.Indirect)
}

// What is called as of one type may be of a declared subtype, not the other way round.
func TestIndirectSubtype(t *testing.T) {
	for _, c := range []struct {
		typ, called uint32
		cyclic      []int
	}{{2, 0, []int{0}}, {2, 1, []int{0}}, {0, 2, nil}, {1, 2, nil}} {
		g := &graph{}
		g.mod.Types = []wasm.Type{
			{GroupLen: 1},
			{HasSuper: true, GroupStart: 1, GroupLen: 1, Canon: 1},
			{HasSuper: true, Super: 1, GroupStart: 2, GroupLen: 1, Canon: 2},
		}
		g.function(c.typ, callType(c.called))
		g.elem(0)
		require.Equal(t, c.cyclic, which(Calls(&g.mod, g.bodies).Cyclic), "%d calls %d", c.typ, c.called)
	}
}

// The address of a function can be taken in many places.
func TestAddressable(t *testing.T) {
	ref := func(f uint32) *wasm.Expr {
		return &wasm.Expr{Instrs: []wasm.Instr{{Op: op.RefFunc, A: f}}}
	}
	g := &graph{}
	g.imported(0) // 0
	g.function(0, wasm.Instr{Op: op.RefFunc, A: 2})
	for range 6 {
		g.function(0)
	}
	g.mod.Globals = []wasm.Global{{Init: ref(3)}, {}}
	g.mod.Tables = []wasm.Table{{Init: ref(4)}, {}}
	g.mod.Elems = []wasm.Elem{{Exprs: []wasm.Expr{*ref(5)}}}
	g.export(wasm.ExternFunc, 6)
	g.export(wasm.ExternGlobal, 1) // not function 1
	c := g.calls()
	require.Equal(t, []int{0, 2, 3, 4, 5, 6}, which(c.Addressable))
	require.Equal(t, []int{0, 2, 3, 4, 5, 6}, which(c.Depth))
	require.Empty(t, which(c.Cyclic))
}

func TestGrows(t *testing.T) {
	small := func() *graph {
		g := &graph{}
		g.imported(0)              // 0
		g.function(0)              // 1
		g.function(0, callTo(0))   // 2: the host may let it grow
		g.function(0, callType(0)) // 3: so may whatever is in the table
		g.function(0, callTo(1))   // 4
		g.function(0, callTo(2))   // 5
		return g
	}
	c := small().calls()
	require.Empty(t, which(c.Grows), "no memory grows")

	g := small()
	g.export(wasm.ExternMemory, 0)
	require.Equal(t, []int{0, 2, 3, 5}, which(g.calls().Grows), "the host can reach the memory")

	g = small()
	g.mod.ImportedMemories = 1
	require.Equal(t, []int{0, 2, 3, 5}, which(g.calls().Grows), "another module can")

	g = small()
	g.bodies[0].Instrs = []wasm.Instr{{Op: op.MemoryGrow}}
	require.Equal(t, []int{0, 1, 2, 3, 4, 5}, which(g.calls().Grows), "the module does itself")
}

// A chain of calls may be as long as a module has functions.
func TestLongChain(t *testing.T) {
	g := &graph{}
	const n = 100_000
	for i := range uint32(n) {
		g.function(0, callTo((i+1)%n))
	}
	require.Len(t, which(g.calls().Cyclic), n)
}
