package mem_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
)

func TestInRange(t *testing.T) {
	for _, c := range []struct {
		addr, n, size uint64
		want          bool
	}{
		{0, 0, 0, true}, {0, 1, 0, false}, {1, 0, 0, false}, {5, 5, 10, true}, {5, 6, 10, false}, {10, 0, 10, true}, {11, 0, 10, false},
		{math.MaxUint64, 2, 10, false}, {2, math.MaxUint64, 10, false}, {math.MaxUint64, math.MaxUint64, math.MaxUint64, false},
	} {
		require.Equal(t, c.want, mem.InRange(c.addr, c.n, c.size), "%+v", c)
	}
	require.NoError(t, mem.Check(1, 2, 3))
	require.EqualError(t, mem.Check(2, 2, 3), "memory range out of bounds: 2 bytes at 0x2, memory has 3 bytes")
}

func TestType(t *testing.T) {
	for _, c := range []struct {
		typ  mem.Type
		max  uint64
		text string
	}{
		{mem.Type{Min: 1}, 65536, "memory 1"},
		{mem.Type{Min: 1, Max: 2, HasMax: true}, 2, "memory 1 2"},
		{mem.Type{Max: 1 << 20, HasMax: true}, 65536, "memory 0 1048576"},
		{mem.Type{PageSize: 1}, 1 << 32, "memory 0 (pagesize 1)"},
		{mem.Type{Is64: true}, 1<<48 - 1, "memory i64 0"},
		{mem.Type{Is64: true, PageSize: 1}, math.MaxUint64, "memory i64 0 (pagesize 1)"},
		{mem.Type{Min: 1, Max: 2, HasMax: true, Shared: true}, 2, "memory 1 2 shared"},
	} {
		require.Equal(t, c.max, c.typ.MaxPages())
		require.Equal(t, c.text, c.typ.String())
	}
}

func TestLimited(t *testing.T) {
	require.NoError(t, mem.Type{Min: 2}.Limited(2<<16).CheckMin())
	require.EqualError(t, mem.Type{Min: 2}.Limited(2<<16-1).CheckMin(), "memory 2: larger than the limit of 1 pages")
	require.EqualError(t, mem.Type{Min: 3, Max: 2, HasMax: true}.CheckMin(), "memory 3 2: the minimum is beyond the maximum")
	require.EqualValues(t, 1, mem.Type{}.Limited(10).Limit, "a page at the least")
	require.EqualValues(t, 10, mem.Type{PageSize: 1}.Limited(10).Limit)
	require.EqualValues(t, 1, mem.Type{Limit: 1}.Limited(1<<40).Limit, "the lesser of two")
	require.EqualValues(t, 1<<24, mem.Type{Is64: true}.Limited(1<<40).MaxPages())
}
