package sram_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
)

// TestFootprint holds memories of all sizes to what Footprint says: they allocate that, and what Go's allocator rounds up.
func TestFootprint(t *testing.T) {
	const large = 8 << 20
	fixed := func(bytes uint64) mem.Type { return mem.Type{Min: bytes, Max: bytes, HasMax: true, PageSize: 1} }
	types := []mem.Type{
		fixed(1), fixed(64), fixed(1000), fixed(1024), fixed(5000), fixed(66688), fixed(large),
		{Min: 1000, PageSize: 1}, {Min: 1}, {Min: 1, Limit: 1}, {Min: 2, Max: 3, HasMax: true}, {Min: large / mem.Page},
	}
	options := []sram.ArrayOpts{
		{}, {Cache: 64, Line: 32}, {Cache: 1 << 10}, {Cache: 4 << 10}, {Cache: 16 << 10, Line: 32}, {Cache: 256 << 10},
		{Cache: 1 << 20, Line: 4096}, {Cache: 8 << 10, Line: 4096}, {Cache: 4 << 20, Line: 32}, {Checksum: true}, {Cache: 4 << 10, Line: 256, Checksum: true},
	}
	for _, d := range []*ram{newRAM(large), newRAM(64 << 10)} {
		room := d.Size()
		for _, o := range options {
			for _, typ := range types {
				if size := typ.Min * typ.PageBytes(); size <= room {
					cached, tables := o.Footprint(typ, room)
					want, got := cached+tables, allocated(t, o, typ, d)
					const rounding = 1<<10 + 3*8<<10 // of small objects, and of three large ones to pages
					require.GreaterOrEqual(t, got, want, "%+v, %v of %d bytes", o, typ, room)
					require.LessOrEqual(t, got, want+min(want/8+1<<10, rounding), "%+v, %v of %d bytes", o, typ, room)
				}
			}
		}
	}
	cached, tables := sram.ArrayOpts{}.Footprint(fixed(1024), large)
	require.EqualValues(t, 1024, cached, "no more lines than the memory has")
	require.Less(t, tables, uint64(4<<10))
	cached, _ = sram.ArrayOpts{}.Footprint(mem.Type{Min: 1, PageSize: 1}, 8<<10)
	require.EqualValues(t, 8<<10, cached, "nor than the chip has")
}

// allocated is what a memory allocates until all of it was used.
func allocated(t *testing.T, o sram.ArrayOpts, typ mem.Type, d sram.Device) uint64 {
	a, err := sram.NewArray(o, d)
	require.NoError(t, err)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	m, err := a.NewMemory(typ)
	if err == nil {
		m.Fill(0, 1, m.Size())
		m.Copy(0, 0, m.Size()) // takes the buffer
		err = m.WriteAt(nil, 0)
	}
	runtime.ReadMemStats(&after)
	require.NoError(t, err)
	return after.TotalAlloc - before.TotalAlloc
}
