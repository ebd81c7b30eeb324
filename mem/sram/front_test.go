package sram_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/rt"
)

// slow is how many accesses of f took the slow path and found their line.
func slow(m *sram.Memory, f func()) uint64 {
	before := m.Counters().Hits
	f()
	return m.Counters().Hits - before
}

// written makes a memory of a page, all of which the device has.
func written(t *testing.T, o sram.ArrayOpts) (*sram.Memory, *ram) {
	d := newRAM(mem.Page)
	m := memoryOn(t, newArray(t, o, d), mem.Type{Min: 1})
	for ea := uint64(0); ea < mem.Page; ea += 8 {
		m.Store64(ea, ea*0x0101)
	}
	require.NoError(t, m.Flush())
	return m, d
}

// A line that is at home costs one slow access, whatever its length.
func TestHitsAreFast(t *testing.T) {
	for _, line := range []uint64{32, 64, 256, 4096} {
		m, _ := written(t, sram.ArrayOpts{Cache: 16 << 10, Line: line})
		scan := func() {
			for ea := uint64(1024); ea < 9216; ea += 8 {
				require.Equal(t, ea*0x0101, m.Load64(ea))
			}
		}
		scan()
		scan() // a tag is for two lines of 32 bytes, both of which have to be used
		require.Zero(t, slow(m, scan), line)
		lines := map[uint64]int{32: 2, 64: 2}[line]
		require.EqualValues(t, max(1, lines), slow(m, func() { m.Load64(1024 + 60) }), "over the border of two granules")
	}
}

// Lines that share a home are all cached. The one that is used in the end gets it, and while both are used in turn they do not move each
// time: one of them is always fast.
func TestLinesWithOneHome(t *testing.T) {
	for _, cache := range []uint64{4096, 3 * 4096} {
		m, _ := written(t, sram.ArrayOpts{Cache: cache})
		a, b := uint64(640), uint64(640+8192) // in the queue of new lines, which has a quarter of the cache
		load := func(ea uint64) { require.Equal(t, ea*0x0101, m.Load64(ea)) }
		load(a)
		load(b)
		misses := m.Counters().Misses
		turns := slow(m, func() {
			for range 1000 {
				load(a)
				load(b)
			}
		})
		require.LessOrEqual(t, turns, uint64(1300))
		require.GreaterOrEqual(t, turns, uint64(900))
		for _, ea := range []uint64{a, b, a} {
			few := slow(m, func() {
				for range 100 {
					load(ea)
				}
			})
			require.LessOrEqual(t, few, uint64(6))
		}
		require.Equal(t, misses, m.Counters().Misses)
	}
}

// A few stores into a clean line write back what they changed. Where there is no end of them, the whole granule is written, once, and they
// get fast.
func TestStoresIntoACleanLine(t *testing.T) {
	m, d := written(t, sram.ArrayOpts{Line: 256})
	wrote := 0
	d.log = func(w, _ []byte) { wrote += len(w) }
	store := func(n int) func() {
		return func() {
			for i := range n {
				m.Store32(1024+64+12, uint32(i))
			}
			require.EqualValues(t, n-1, m.Load32(1024+64+12))
		}
	}
	flushed := func() int {
		wrote = 0
		require.NoError(t, m.Flush())
		return wrote
	}
	store(3)()
	require.Equal(t, 8, flushed())
	require.Less(t, slow(m, store(1000)), uint64(40))
	require.Equal(t, 64, flushed())
	for ea := uint64(1024); ea < 1024+256; ea += 8 {
		if ea != 1024+64+8 {
			require.Equal(t, ea*0x0101, m.Load64(ea))
		}
	}
}

// An empty frame is no neighbour of the first line, so that nothing is read ahead of it.
func TestFirstLine(t *testing.T) {
	m, d := written(t, sram.ArrayOpts{})
	layout, err := m.Layout()
	require.NoError(t, err)
	again := memoryOn(t, newArray(t, sram.ArrayOpts{}, d), mem.Type{Min: 1})
	require.NoError(t, again.Place(layout))
	require.Zero(t, again.Load64(0))
	require.EqualValues(t, 64, again.Counters().BytesRead)
}

// sparse is a device that keeps what was written of it, by 4 KiB.
type sparse struct {
	size   uint64
	blocks map[uint64]*[4096]byte
}

func (d sparse) String() string { return "sparse" }
func (d sparse) Size() uint64   { return d.size }
func (d sparse) Halt() error    { return nil }

func (d sparse) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	for i, b := range w {
		d.block(waddr + uint64(i))[(waddr+uint64(i))%4096] = b
	}
	for i := range r {
		r[i] = d.block(raddr + uint64(i))[(raddr+uint64(i))%4096]
	}
	return nil
}

func (d sparse) block(addr uint64) *[4096]byte {
	b := d.blocks[addr/4096]
	if b == nil {
		b = new([4096]byte)
		d.blocks[addr/4096] = b
	}
	return b
}

// A memory may have all of 4 GiB. Nothing behind it passes for its beginning.
func TestAllOf4GiB(t *testing.T) {
	const size = 1 << 32
	a := newArray(t, sram.ArrayOpts{Cache: 4096}, sparse{size + mem.Page, map[uint64]*[4096]byte{}})
	m := memoryOn(t, a, mem.Type{Min: 1, Max: 1 << 17, HasMax: true})
	require.EqualValues(t, -1, m.Grow(65536))
	require.EqualValues(t, 1, m.Grow(65535))
	require.Equal(t, uint64(size), m.Size())
	require.EqualValues(t, -1, m.Grow(1))

	// These have the same homes.
	at := []uint64{0, 4096, 1<<31 - 4096, 1 << 31, size - 4096, size - 64}
	for round := range 20 {
		for i, ea := range at {
			for off := uint64(0); off < 64; off += 8 {
				if round > 0 {
					require.EqualValues(t, ea+off+uint64(round-1), m.Load64(ea+off), "%#x, round %d", at[i], round)
				}
				m.Store64(ea+off, ea+off+uint64(round))
			}
		}
		for ea := uint64(8192); ea < 16384; ea += 64 { // drives all out
			m.Store8(ea, 1)
		}
	}
	for _, ea := range []uint64{size - 7, size - 1, size, size + 4096, 1<<33 - 8, 1 << 63, 1<<64 - 4096, 1<<64 - 8, 1<<64 - 1} {
		m.Load8(ea % size &^ 63)
		m.Store8(ea%size&^63, 0)
		var trap *rt.Trap
		require.ErrorAs(t, call(func() { m.Load64(ea) }), &trap, "%#x", ea)
		require.Equal(t, rt.OutOfBoundsMemory, trap.Kind)
		require.ErrorAs(t, call(func() { m.Store64(ea, 1) }), &trap, "%#x", ea)
		require.Equal(t, rt.OutOfBoundsMemory, trap.Kind)
	}
}
