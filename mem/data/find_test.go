package data_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/data"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/rt"
)

// fake is an instance made by hand.
type fake struct{ rt.Module }

func (f fake) Exports() (names []string) {
	for name := range f.Module {
		names = append(names, name)
	}
	return names
}

func (fake) Close() error { return nil }

// TestFindHeap finds allocators of every kind by name.
func TestFindHeap(t *testing.T) {
	l := newLibrary(t, interp.Guard)
	for _, names := range [][]string{nil, {"alloc", "dealloc"}, {"malloc", "free"}} {
		heap, err := data.FindHeap[int32](l.module, names...)
		require.NoError(t, err)
		scope := heap.Scope()
		at, err := scope.String(strings.Join(names, " "))
		require.NoError(t, err)
		text, err := data.String(l.mem, at, len(strings.Join(names, " ")))
		require.NoError(t, err)
		require.Equal(t, strings.Join(names, " "), text)
		scope.Free(&err)
		require.NoError(t, err)
	}
	_, err := data.FindHeap[int32](l.module, "alloc")
	require.ErrorContains(t, err, "two functions make an allocator")
	_, err = data.FindHeap[int32](l.module, "alloc", "nothing")
	require.EqualError(t, err, `data: the instance exports no function "nothing"`)
	_, err = data.FindHeap[int32](l.module, "sum", "free")
	require.EqualError(t, err, `data: the function "sum" is (i32 i32) f64, not (i32) i32`)
	_, err = data.FindHeap[int32](l.module, "alloc", "cabi_realloc")
	require.EqualError(t, err, `data: the function "cabi_realloc" is (i32 i32 i32 i32) i32, not (i32)`)
	_, err = data.FindHeap[int64](l.module)
	require.EqualError(t, err, `data: addresses of the memory "memory" are not int64`)
	_, err = data.FindHeap[int32](fake{rt.Module{"f": func() {}}})
	require.EqualError(t, err, "data: the instance exports no memory")
}

// TestFindRealloc: with 64-bit addresses, too, and a memory of another name.
func TestFindRealloc(t *testing.T) {
	m, err := slice.New64(mem.Type{Min: 1, Is64: true})
	require.NoError(t, err)
	freed := int64(0)
	exports := rt.Module{"m": m, "cabi_realloc": func(_, _, align, n int64) int64 { return align * n }}
	for range 2 {
		heap, err := data.FindHeap[int64](fake{exports})
		require.NoError(t, err)
		scope := heap.Scope()
		at, err := data.New(scope, []int64{4, 5})
		require.NoError(t, err)
		require.EqualValues(t, 8*16, at)
		list, err := data.Slice[int64](m, at, int64(2))
		require.NoError(t, err)
		require.Equal(t, []int64{4, 5}, list)
		scope.Free(&err)
		require.NoError(t, err)
		exports["free"] = func(at int64) { freed = at }
	}
	require.EqualValues(t, 8*16, freed)
	_, err = data.FindHeap[int32](fake{exports})
	require.EqualError(t, err, `data: addresses of the memory "m" are not int32`)
	_, err = data.FindHeap[int64](fake{rt.Module{"m": m}})
	require.EqualError(t, err, "data: no allocator among the exports m")
	_, err = data.Bytes(m, int64(-1), 1)
	rangeError(t, err)
	_, err = data.Bytes(m, 0, int64(-1))
	rangeError(t, err)
}
