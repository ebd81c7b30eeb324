package sram_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
)

// With a cache for a microcontroller, a program that uses all of 8 MiB of emulated PSRAM needs at most 16 KiB + 64 KiB of heap for it. The
// emulator is the chip, and not counted.
func TestHeapOfASmallCache(t *testing.T) {
	const (
		size  = 8 << 20
		cache = 16 << 10
	)
	_, devices := simulated(t, "APS6404L")
	for addr := uint64(0); addr < size; addr += 4096 { // the emulator allocates what is written
		require.NoError(t, devices[0].Transfer(addr, make([]byte, 4096), 0, nil))
	}
	before := heapInUse()
	a := newArray(t, sram.ArrayOpts{Cache: cache}, devices...)
	m := memoryOn(t, a, mem.Type{Min: size / mem.Page})
	m.Fill(0, 1, size)
	m.Copy(0, 12345, size-12345)
	for ea := uint64(0); ea < size; ea += 4093 {
		m.Store32(ea, m.Load32(ea)+1)
	}
	require.NoError(t, m.Flush())
	used := heapInUse() - before
	runtime.KeepAlive(m)
	runtime.KeepAlive(devices)
	t.Logf("%d bytes of heap for a cache of %d over %d", used, cache, size)
	require.LessOrEqual(t, used, int64(cache+64<<10))
	require.Greater(t, used, int64(cache), "something was measured")
	cached, tables := sram.ArrayOpts{Cache: cache}.Footprint(mem.Type{Min: size / mem.Page}, size)
	require.LessOrEqual(t, cached+tables, uint64(cache+64<<10), "what is documented")
}

func heapInUse() int64 {
	runtime.GC()
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return int64(s.HeapAlloc)
}
