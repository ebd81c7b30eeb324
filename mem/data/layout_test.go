package data_test

import (
	"encoding/binary"
	"math/rand"
	"reflect"
	"testing"
	"testing/quick"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/data"
)

// A structCase is a struct of testdata/layout.c.
type structCase struct {
	typ       reflect.Type
	roundTrip func(t *testing.T, m mem.Memory, r *rand.Rand, copy func(to, from int32) error)
}

// caseOf is a struct T. Its values get to C and back, where C copies each field by its own idea of where that is.
func caseOf[T comparable]() structCase {
	typ := reflect.TypeFor[T]()
	return structCase{typ, func(t *testing.T, m mem.Memory, r *rand.Rand, copy func(to, from int32) error) {
		sizeof, err := data.Sizeof[T]()
		require.NoError(t, err)
		size := uint64(sizeof)
		const n = 3
		from, to := int32(1<<16), int32(1<<17)
		require.Less(t, n*size+8, uint64(1<<16))
		require.NoError(t, m.WriteAt(noise(r, n*size+8), uint64(from)))
		require.NoError(t, m.WriteAt(noise(r, n*size), uint64(to)))
		var want []T
		for range n {
			v, ok := quick.Value(typ, r)
			require.True(t, ok)
			want = append(want, v.Interface().(T))
		}
		behind, err := data.Load[uint64](m, from+int32(n*size))
		require.NoError(t, err)
		require.NoError(t, data.Store(m, from, want))
		still, err := data.Load[uint64](m, from+int32(n*size))
		require.NoError(t, err)
		require.Equal(t, behind, still, "bytes behind the array")
		for i := range int32(n) {
			require.NoError(t, copy(to+i*int32(size), from+i*int32(size)))
		}
		got, err := data.Slice[T](m, to, n)
		require.NoError(t, err)
		require.Equal(t, want, got)
		one, err := data.Load[T](m, to+int32(size))
		require.NoError(t, err)
		require.Equal(t, want[1], one)
	}}
}

func noise(r *rand.Rand, n uint64) []byte {
	b := make([]byte, n)
	r.Read(b)
	return b
}

// layouts is testdata/layout.wasm.
func layouts(t testing.TB) (m mem.Memory, table func(i int32) (int32, error), copy func(i, to, from int32) error) {
	i := newModule(t, "layout.wasm", interp.Slice, nil)
	i.mem.Grow(3)
	return i.mem, fn[func(int32) (int32, error)](i, "layout"), fn[func(i, to, from int32) error](i, "copy")
}

// TestLayout compares sizes, alignments and offsets with clang's.
func TestLayout(t *testing.T) {
	m, table, _ := layouts(t)
	plain := 0
	for i, c := range structs {
		at, err := table(int32(i))
		require.NoError(t, err)
		fields, err := data.Load[uint32](m, at)
		require.NoError(t, err)
		want, err := data.Slice[uint32](m, at+4, fields+2)
		require.NoError(t, err)
		got, err := data.Layout(c.typ)
		require.NoError(t, err)
		require.Len(t, got, len(want), "%v", c.typ)
		for k := range want {
			require.EqualValues(t, want[k], got[k], "%v, %d", c.typ, k)
		}
		if data.Plain(c.typ) {
			plain++
		}
	}
	if binary.NativeEndian.Uint16([]byte{1, 0}) == 1 {
		require.Greater(t, plain, 2)
	}
	require.Less(t, plain, len(structs)/2)
}

// FuzzStructs passes random values of random structs through C.
func FuzzStructs(f *testing.F) {
	for i := range structs {
		f.Add(uint(i), int64(i))
	}
	f.Fuzz(func(t *testing.T, i uint, seed int64) {
		i %= uint(len(structs))
		m, _, copy := layouts(t)
		structs[i].roundTrip(t, m, rand.New(rand.NewSource(seed)), func(to, from int32) error { return copy(int32(i), to, from) })
	})
}

// TestPadding: what lies between fields in Go does not get into the memory, zeros do.
func TestPadding(t *testing.T) {
	m, _, _ := layouts(t)
	type padded struct {
		tag int8
		n   int32
		_   [2]int8
		x   int64
	}
	require.NoError(t, m.WriteAt(noise(rand.New(rand.NewSource(1)), 24), 1<<14))
	require.NoError(t, data.Store(m, 1<<14, padded{tag: 1, n: -1, x: 2}))
	b, err := data.Bytes(m, 1<<14, 24)
	require.NoError(t, err)
	require.Equal(t, []byte{1, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0}, b)
}

// TestBool: in memory a bool may be any byte, in Go it may not.
func TestBool(t *testing.T) {
	m, _, _ := layouts(t)
	require.NoError(t, data.Store(m, 1<<14, []uint8{0, 1, 2, 255}))
	got, err := data.Load[[4]bool](m, 1<<14)
	require.NoError(t, err)
	require.Equal(t, [4]bool{false, true, true, true}, got)
	for _, b := range got[1:] {
		require.True(t, b == (len(got) == 4)) // compared as bytes
	}
}

// TestRefusedTypes names the field and says what to do.
func TestRefusedTypes(t *testing.T) {
	m, _, _ := layouts(t)
	load := func(_ any, err error) error { return err }
	type inner struct{ Next *int32 }
	type list struct {
		N    int32
		Tail [2]inner
	}
	for want, err := range map[string]error{
		"data: data_test.list.Tail[].Next: *int32 is a pointer of Go: use the address in memory":   load(data.Load[list](m, 0)),
		"data: int: the size of int is not the same everywhere: use one of 32 or 64 bits":          load(data.Load[int](m, 0)),
		"data: string: string is a pointer of Go":                                                  data.Store(m, 0, "text"),
		"data: map[int]int: map[int]int has no layout in C":                                        load(data.Slice[map[int]int](m, 0, 1)),
		"data: struct {}: struct {} has no size":                                                   load(data.Slice[struct{}](m, 0, 1)),
		"data: [0]int32: [0]int32 has no size":                                                     load(data.Sizeof[[0]int32]()),
		"data: int: the size of int is not the same everywhere: use one of 32 or 64 bits (element": data.Store(m, 0, []int{1}),
		"data: []int32: []int32 is a pointer of Go":                                                load(data.Load[[]int32](m, 0)),
		"data: complex64: complex64 has no layout in C":                                            load(data.Load[complex64](m, 0)),
	} {
		require.ErrorContains(t, err, want)
	}
}
