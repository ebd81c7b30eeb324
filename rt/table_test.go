package rt_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
)

// trap is the kind that f panics with, or 0.
func trap(f func()) (kind rt.TrapKind) {
	defer func() { kind, _ = recover().(rt.TrapKind) }()
	f()
	return 0
}

func TestTable(t *testing.T) {
	table, err := rt.NewTable[any](rt.TableType{Elem: rt.ExternRef, Min: 3, Max: 10, HasMax: true}, "x")
	require.NoError(t, err)
	require.Equal(t, []any{"x", "x", "x"}, table.Elems)
	require.EqualValues(t, 3, table.Grow(2, "y"))
	require.EqualValues(t, -1, table.Grow(6, "y"))
	require.EqualValues(t, -1, table.Grow(1<<63, "y"))
	require.EqualValues(t, 5, table.Size())
	table.Set(0, "a")
	require.Equal(t, "a", table.Get(0))
	require.Equal(t, "a", table.At(0))
	require.Equal(t, "y", table.At64(4))
	table.Fill(1, "b", 2)
	table.Copy(table, 1, 0, 4)
	require.Equal(t, []any{"a", "a", "b", "b", "y"}, table.Elems)
	table.Copy(table, 0, 2, 3)
	require.Equal(t, []any{"b", "b", "y", "b", "y"}, table.Elems)
	table.Init(3, []any{1, 2, 3}, 1, 2)
	require.Equal(t, []any{"b", "b", "y", 2, 3}, table.Elems)
	require.Equal(t, "table 5 10 externref", table.Type().String())

	const top = 1<<64 - 1
	for _, f := range []func(){
		func() { table.Get(5) }, func() { table.Set(5, nil) }, func() { table.Get(top) },
		func() { table.Fill(4, nil, 2) }, func() { table.Fill(6, nil, 0) }, func() { table.Fill(top, nil, 2) },
		func() { table.Copy(table, 4, 0, 2) }, func() { table.Copy(table, 0, 4, 2) }, func() { table.Copy(table, 1, 0, top) },
		func() { table.Init(4, []any{1, 2, 3}, 0, 2) }, func() { table.Init(0, []any{1, 2, 3}, 2, 2) }, func() { table.Init(0, nil, 1, 0) },
	} {
		require.Equal(t, rt.OutOfBoundsTable, trap(f))
	}
	require.Equal(t, []any{"b", "b", "y", 2, 3}, table.Elems, "what trapped changed nothing")

	_, err = rt.NewTable[any](rt.TableType{Elem: rt.ExternRef, Min: 1 << 40}, nil)
	require.Error(t, err)
	unlimited, err := rt.NewTable[any](rt.TableType{Elem: rt.ExternRef}, nil)
	require.NoError(t, err)
	require.EqualValues(t, -1, unlimited.Grow(10_000_001, nil))
}
