package mem_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
)

// full is a memory that does not grow.
type full struct {
	mem.Memory
	typ mem.Type
}

func (m full) Type() mem.Type    { return m.typ }
func (m full) Size() uint64      { return m.typ.Min * m.typ.PageBytes() }
func (m full) Grow(uint64) int64 { return -1 }

// explained is one that says why.
type explained struct{ full }

func (explained) Shortage(delta uint64) string { return "the chip is full" }

// TestRefused: the nearest bound is named, with its numbers.
func TestRefused(t *testing.T) {
	const page = mem.Page
	limited := mem.Type{Min: 1, Limit: 2}
	for _, c := range []struct {
		typ   mem.Type
		delta uint64
		want  mem.GrowError
		text  string
	}{
		{mem.Type{Min: 1, Max: 2, HasMax: true}, 2, mem.GrowError{Asked: 2 * page, Bound: mem.TypeBound}, "memory.grow by 131072 bytes was refused: the memory has 65536 bytes, the module's maximum is 131072"},
		{mem.Type{Min: 1, Max: 2, HasMax: true, Limit: 2}, 2, mem.GrowError{Asked: 2 * page, Bound: mem.TypeBound}, "memory.grow by 131072 bytes was refused: the memory has 65536 bytes, the module's maximum is 131072"},
		{mem.Type{Min: 1, Max: 9, HasMax: true, Limit: 2}, 2, mem.GrowError{Asked: 2 * page, Bound: mem.HostBound}, "memory.grow by 131072 bytes was refused: the memory has 65536 bytes, the host's limit is 131072"},
		{limited, 1<<32 - 1, mem.GrowError{Asked: (1<<32 - 1) * page, Bound: mem.HostBound}, "memory.grow by 281474976645120 bytes was refused: the memory has 65536 bytes, the host's limit is 131072"},
		{limited, 1, mem.GrowError{Asked: page, Bound: mem.RoomBound}, "memory.grow by 65536 bytes was refused: the chip is full"},
		{mem.Type{}, 1 << 17, mem.GrowError{Asked: 1 << 33, Bound: mem.TypeBound}, "memory.grow by 8589934592 bytes was refused: the memory has 0 bytes, its addresses reach 4294967296"},
		{mem.Type{Min: 1, Is64: true}, math.MaxUint64, mem.GrowError{Asked: math.MaxUint64, Bound: mem.TypeBound}, "memory.grow by 18446744073709551615 bytes was refused: the memory has 65536 bytes, its addresses reach 18446744073709486080"},
		{mem.Type{Min: 7, PageSize: 1}, 5, mem.GrowError{Asked: 5, Bound: mem.RoomBound}, "memory.grow by 5 bytes was refused: the chip is full"},
	} {
		got := mem.Refused(explained{full{typ: c.typ}}, c.delta)
		require.EqualError(t, got, c.text)
		c.want.Size, c.want.Why = c.typ.Min*c.typ.PageBytes(), got.Why
		require.Equal(t, &c.want, got)
	}
	require.EqualError(t, mem.Refused(full{typ: limited}, 1), "memory.grow by 65536 bytes was refused: there is no room")
}
