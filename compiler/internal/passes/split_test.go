package passes

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
)

// blocks makes a flat body by hand.
func blocks(list ...ir.BasicBlock) *ir.Flat { return &ir.Flat{Blocks: list} }

func goTo(to int, list ...ir.Stmt) ir.BasicBlock {
	return ir.BasicBlock{Stmts: list, End: ir.Exit{Kind: ir.Goto, To: []int{to}}}
}

func branch(v ir.Var, then, other int, list ...ir.Stmt) ir.BasicBlock {
	return ir.BasicBlock{Stmts: list, End: ir.Exit{Kind: ir.Branch, X: is(v), To: []int{then, other}}}
}

func leave(s ir.Stmt, list ...ir.Stmt) ir.BasicBlock {
	return ir.BasicBlock{Stmts: list, End: ir.Exit{Kind: ir.Leave, Stmt: &s}}
}

// shared lists the variables that Split found to live in the frame.
func shared(flat *ir.Flat) []ir.Var {
	var vars []ir.Var
	for v, is := range flat.Shared {
		if is {
			vars = append(vars, ir.Var(v))
		}
	}
	return vars
}

func TestSplitNothing(t *testing.T) {
	m := newMaker(1, 1)
	flat := blocks(goTo(1, set(1, read(0))), leave(ret(read(1))))
	Split(&m.Func, flat, math.MaxInt)
	require.Equal(t, []ir.Part{{First: 0, End: 2}}, flat.Parts)
	require.Empty(t, shared(flat))
}

// Every block is a part here.
func TestSplitShared(t *testing.T) {
	for _, c := range []struct {
		name   string
		blocks *ir.Flat
		want   []ir.Var
	}{
		{"a value for the next part", blocks(
			goTo(1, set(1, num(5))),
			leave(ret(read(1))),
		), []ir.Var{1}},
		{"a parameter that is read at the start", blocks(
			goTo(1, set(1, read(0))),
			leave(ret(num(1))),
		), []ir.Var{0}},
		{"each part its own", blocks(
			goTo(1, set(1, num(5)), store(num(0), read(1))),
			leave(ret(read(1)), set(1, num(6))),
		), nil},
		{"past a part that does not know it", blocks(
			goTo(1, set(2, num(5))),
			goTo(2, set(1, num(6))),
			leave(ret(read(2))),
		), []ir.Var{2}},
		{"around a loop", blocks(
			goTo(1, set(1, num(0)), set(2, num(1))),
			branch(3, 1, 2, set(3, apply(op.I32Add, read(1), read(2))), set(1, read(3))),
			leave(ret(num(0))),
		), []ir.Var{1, 2}},
		{"a local that starts at zero", blocks(
			goTo(1, set(1, apply(op.I32Add, read(1), num(1)))),
			leave(ret(num(0))),
		), []ir.Var{1}},
		{"read before it is written", blocks(
			goTo(1, set(1, num(1))),
			leave(ret(read(1)), set(1, apply(op.I32Add, read(1), num(1)))),
		), []ir.Var{1}},
		{"written on one way only", blocks(
			branch(0, 1, 2, set(1, num(1))),
			goTo(2, set(1, num(2))),
			leave(ret(read(1))),
		), []ir.Var{0, 1}},
	} {
		m := newMaker(1, 3)
		Split(&m.Func, c.blocks, 1)
		require.Len(t, c.blocks.Parts, len(c.blocks.Blocks), c.name)
		require.Equal(t, c.want, shared(c.blocks), c.name)
	}
}

// What lives within a part only, across its blocks, is not shared.
func TestSplitParts(t *testing.T) {
	m := newMaker(1, 3)
	flat := blocks(
		branch(0, 1, 2, set(1, num(1))),
		goTo(2, set(2, num(2))),
		goTo(3, store(read(1), read(2))), // the first part ends here
		branch(3, 4, 3, set(3, num(1))),
		branch(3, 1, 5, store(num(0), read(3))),
		leave(ret(num(0))),
	)
	size := blockSize(&flat.Blocks[0]) + blockSize(&flat.Blocks[1]) + blockSize(&flat.Blocks[2])
	Split(&m.Func, flat, size)
	require.Equal(t, []ir.Part{
		{First: 0, End: 3, Entries: []int{0, 1}},
		{First: 3, End: 6, Entries: []int{3}},
	}, flat.Parts)
	// v1 comes back into block 1; v2 may still be zero in block 2; v3 stays in its part.
	require.Equal(t, []ir.Var{0, 1, 2}, shared(flat))
}

// A large table leaves its part even where it leads back into it.
func TestSplitLargeTable(t *testing.T) {
	m := newMaker(1, 0)
	to := make([]int, 300)
	for i := range to {
		to[i] = 1
	}
	table := ir.BasicBlock{End: ir.Exit{Kind: ir.Table, X: read(0), To: to}}
	flat := blocks(table, goTo(2), leave(ret()))
	Split(&m.Func, flat, blockSize(&table)+blockSize(&flat.Blocks[1]))
	require.Equal(t, []ir.Part{
		{First: 0, End: 2, Entries: []int{0, 1}},
		{First: 2, End: 3, Entries: []int{2}},
	}, flat.Parts)
}
