package cachesim

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
)

// memoryChip is a device of ordinary bytes with a bus that counts.
type memoryChip struct {
	b   []byte
	bus *bus
}

func (c *memoryChip) String() string { return "chip" }
func (c *memoryChip) Size() uint64   { return uint64(len(c.b)) }
func (c *memoryChip) Halt() error    { return nil }

func (c *memoryChip) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	copy(c.b[waddr:], w)
	copy(r, c.b[raddr:])
	c.bus.transfer(len(w), len(r))
	return nil
}

func (c *memoryChip) Traffic() (transactions, frames, bytes uint64) {
	t := c.bus.sum
	return t.Transactions, t.Frames, t.Bytes
}

// replayReal replays a trace through the memory of package sram, and checks that all loads give what was stored.
func replayReal(t *testing.T, trace Trace, size, line int) Result {
	bytes := (uint64(trace.lines(0))*BlockSize + mem.Page - 1) / mem.Page * mem.Page
	c := &memoryChip{make([]byte, bytes), newBus()}
	array, err := sram.NewArray(sram.ArrayOpts{Cache: uint64(size), Line: uint64(line)}, c)
	require.NoError(t, err)
	m, err := array.NewMemory(mem.Type{Min: bytes / mem.Page})
	require.NoError(t, err)

	want := make([]byte, bytes)
	for i := range trace {
		r := &trace[i]
		base := uint64(r.Block) * BlockSize
		if got := m.Load8(base); got != want[base] {
			require.Equal(t, want[base], got, "run %d, address %#x", i, base)
		}
		for at := uint64(0); r.Written>>at != 0; at++ {
			if r.Written>>at&1 != 0 {
				v := byte(i) + byte(at)
				want[base+at] = v
				m.Store8(base+at, v)
			}
		}
	}
	count := array.Counters()
	result := Result{Accesses: trace.Accesses(), Misses: count.Misses, Read: count.BytesRead, Written: count.BytesWritten}
	result.finish(c.bus)
	require.Equal(t, result.Time, count.BusTime, "what the counters say")
	return result
}
