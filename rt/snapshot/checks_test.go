package snapshot_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/snapshot"
)

// What is checked here is checked of interpreted modules in this package's tests, and of translated ones in a program that
// TestTranslated makes of this file.

// A kind of instances of testdata/state.wasm.
type kind struct {
	name  string
	open  func(env rt.Resolver, opts ...rt.Option) (snapshot.Instance, error)
	grows bool // its memory cannot shrink
}

// nothing is a host that does nothing.
var nothing = rt.Store{"env": rt.Module{"touch": func(x int32) int32 { return x }}}

func (k kind) instance(t testing.TB, opts ...rt.Option) snapshot.Instance {
	m, err := k.open(nothing, opts...)
	require.NoError(t, err)
	t.Cleanup(func() { m.Close() })
	return m
}

func call(m rt.Instance, name string, args ...any) ([]any, error) {
	f, ok := m.Export(name)
	if !ok {
		return nil, fmt.Errorf("no export %q", name)
	}
	return f.(*rt.Func).Call(args...)
}

func must(t testing.TB, m rt.Instance, name string, args ...any) []any {
	results, err := call(m, name, args...)
	require.NoError(t, err, name)
	return results
}

// look describes all of an instance that changes, without changing it.
func look(t testing.TB, m rt.Instance) string {
	var b strings.Builder
	fmt.Fprintln(&b, "sum", must(t, m, "sum"), "sizes", must(t, m, "sizes"), "value", must(t, m, "value"))
	f := must(t, m, "func")[0].(*rt.Func)
	own, _ := m.Export("sum")
	fmt.Fprintln(&b, "func", f.Name, "own", f.Owner == own.(*rt.Func).Owner)
	funcs, _ := m.Export("funcs")
	for _, f := range funcs.(*rt.Table[*rt.Func]).Elems {
		if f == nil {
			fmt.Fprintln(&b, "null")
			continue
		}
		fmt.Fprintln(&b, f.Name, f.Owner == own.(*rt.Func).Owner)
	}
	values, _ := m.Export("values")
	fmt.Fprintln(&b, values.(*rt.Table[any]).Elems)
	return b.String()
}

// checkAll goes from each kind to each.
func checkAll(t *testing.T, kinds []kind) {
	for _, from := range kinds {
		for _, to := range kinds {
			t.Run(from.name+" to "+to.name, func(t *testing.T) { check(t, from, to) })
		}
		t.Run(from.name+" parallel", func(t *testing.T) { checkParallel(t, from) })
		t.Run(from.name+" busy", func(t *testing.T) { checkBusy(t, from) })
	}
}

func check(t *testing.T, from, to kind) {
	m := from.instance(t)
	first := look(t, m)
	fresh, err := snapshot.Take(m)
	require.NoError(t, err)
	defer fresh.Close()

	must(t, m, "change", "a value of the host")
	changed := look(t, m)
	require.NotEqual(t, first, changed)
	warm, err := snapshot.Take(m)
	require.NoError(t, err)
	defer warm.Close()

	n := to.instance(t, warm.Resume())
	require.Equal(t, changed, look(t, n))
	require.Equal(t, []any{int32(1)}, must(t, n, "read", int32(0)), "the start function ran once")
	require.Equal(t, []any{int32(12)}, must(t, n, "call", int32(2)), "a function of the new instance")
	must(t, n, "write", int32(5), int32(5))
	require.Equal(t, changed, look(t, m), "the instances have nothing in common")
	_, err = call(n, "text")
	require.ErrorIs(t, err, rt.OutOfBoundsMemory, "the segment was dropped")
	_, err = call(n, "init")
	require.ErrorIs(t, err, rt.OutOfBoundsTable)

	if to.grows {
		require.ErrorContains(t, fresh.Restore(n), "cannot shrink")
		n = to.instance(t, fresh.Resume())
	}
	for range 3 {
		require.NoError(t, fresh.Restore(n))
		require.Equal(t, first, look(t, n))
		must(t, n, "text")
		must(t, n, "init")
		_, err := call(n, "trap")
		require.ErrorIs(t, err, rt.Unreachable)
		if !to.grows {
			require.NoError(t, warm.Restore(n))
			require.Equal(t, changed, look(t, n))
			_, err = call(n, "init")
			require.ErrorIs(t, err, rt.OutOfBoundsTable)
		}
	}
	require.NoError(t, fresh.Close())
	require.NoError(t, fresh.Close())
	require.ErrorIs(t, fresh.Restore(n), snapshot.ErrClosed)
	look(t, n)
}

// checkParallel: any number of instances on as many goroutines resume one snapshot.
func checkParallel(t *testing.T, k kind) {
	m := k.instance(t)
	must(t, m, "change", "shared")
	want := look(t, m)
	snap, err := snapshot.Take(m)
	require.NoError(t, err)
	require.NotZero(t, snap.Size())
	var all sync.WaitGroup
	for i := range int32(8) {
		n := k.instance(t, snap.Resume())
		all.Go(func() {
			for range 20 {
				must(t, n, "write", 1000*i, i)
				must(t, n, "write", 60000+i, i)
				if snap.Restore(n) != nil || look(t, n) != want {
					t.Error("an instance is not what it was")
				}
			}
		})
	}
	all.Wait()
	n := k.instance(t, snap.Resume())
	require.NoError(t, snap.Close())
	require.Equal(t, want, look(t, n), "it keeps the pages of a snapshot that is closed")
}

// checkBusy: while a call runs nothing is taken and nothing set.
func checkBusy(t *testing.T, k kind) {
	var m snapshot.Instance
	var snap *snapshot.Snapshot
	busy := "snapshot: a call is running, or the instance is closed"
	env := rt.Module{"touch": func(x int32) int32 {
		_, err := snapshot.Take(m)
		require.EqualError(t, err, busy)
		require.EqualError(t, snap.Restore(m), busy)
		return x + 1
	}}
	m, err := k.open(rt.Store{"env": env})
	require.NoError(t, err)
	snap, err = snapshot.Take(m)
	require.NoError(t, err)
	defer snap.Close()
	require.Equal(t, []any{int32(6)}, must(t, m, "touch", int32(5)))
	require.NoError(t, snap.Restore(m))
	require.NoError(t, m.Close())
	_, err = snapshot.Take(m)
	require.EqualError(t, err, busy)
	require.EqualError(t, snap.Restore(m), busy)
}
