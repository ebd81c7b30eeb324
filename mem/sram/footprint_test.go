package sram_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
)

// hole is a device that forgets what it is told.
type hole struct{ size uint64 }

func (h hole) String() string                                        { return "hole" }
func (h hole) Size() uint64                                          { return h.size }
func (h hole) Transfer(_ uint64, _ []byte, _ uint64, _ []byte) error { return nil }
func (h hole) Halt() error                                           { return nil }

// TestFootprint holds a memory to what Footprint says.
func TestFootprint(t *testing.T) {
	const size = 8 << 20
	for _, o := range []sram.ArrayOpts{{}, {Cache: 4 << 10}, {Cache: 16 << 10, Line: 32}, {Cache: 256 << 10}, {Cache: 1 << 20, Line: 4096}, {Checksum: true}, {Cache: 4 << 10, Line: 256, Checksum: true}} {
		a, err := sram.NewArray(o, hole{size})
		require.NoError(t, err)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		m, err := a.NewMemory(mem.Type{Min: size / mem.Page})
		require.NoError(t, err)
		m.Fill(0, 1, size)
		runtime.ReadMemStats(&after)
		cached, tables := o.Footprint(size)
		got := after.TotalAlloc - before.TotalAlloc
		const rounding = 8 << 10 // of the allocator
		require.LessOrEqual(t, got, cached+tables+rounding, "%+v", o)
		require.GreaterOrEqual(t, got, cached+tables/2, "%+v", o)
	}
}
