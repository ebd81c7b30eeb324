package sram_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
)

// counting is a device that counts, as if each transfer took so many frames of 10 bytes.
type counting struct {
	*ram
	frames uint64
	sum    sram.Traffic
}

func (d *counting) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	d.sum.Transactions++
	d.sum.Frames += d.frames
	d.sum.Bytes += 10 * d.frames
	return d.ram.Transfer(waddr, w, raddr, r)
}

func (d *counting) Traffic() (transactions, frames, bytes uint64) {
	return d.sum.Transactions, d.sum.Frames, d.sum.Bytes
}

// TestTraffic: counters have what a device counted, and of one that does not count what a simple chip would have been sent. Devices made of
// others add up.
func TestTraffic(t *testing.T) {
	first, second := &counting{ram: newRAM(1 << 16), frames: 5}, &counting{ram: newRAM(1 << 16), frames: 7}
	plain := newRAM(1 << 16)
	require.NoError(t, first.Transfer(0, []byte{1}, 0, nil)) // before: opening it, say
	joined, err := sram.Join(first, second, plain)
	require.NoError(t, err)
	rest, err := sram.After(4096, joined)
	require.NoError(t, err)
	a := newArray(t, sram.ArrayOpts{Cache: 64, Line: 32}, rest)
	m := memoryOn(t, a, mem.Type{Min: 180_000, PageSize: 1})
	require.EqualValues(t, 1, a.Counters().Transactions)

	want := sram.Traffic{Transactions: 1, Frames: 5, Bytes: 50}
	touch := func(addr uint64, frames, bytes uint64) {
		require.NoError(t, m.PutUint8(addr, 1))
		require.NoError(t, m.Flush())
		want.Transactions++
		want.Frames += frames
		want.Bytes += bytes
		require.Equal(t, want, a.Counters().Traffic)
	}
	touch(0, 5, 50)
	touch(1<<16, 7, 70)
	touch(2<<16, 1, 4+32) // a whole line, which the device has not yet
	c := m.Counters()
	require.Equal(t, sram.Traffic{Transactions: 3, Frames: 13, Bytes: 156}, c.Traffic, "the memory's own")
	require.Equal(t, 3*60*time.Microsecond+10*10*time.Microsecond+156*400, c.BusTime)
	require.NoError(t, m.Close())
	require.Equal(t, want, a.Counters().Traffic)
}

// TestTrafficTime: an overhead for each transaction, a gap for each frame but its first, and 8 clocks for a byte.
func TestTrafficTime(t *testing.T) {
	traffic := sram.Traffic{Transactions: 664, Frames: 8003, Bytes: 160_009}
	require.Equal(t, 664*60*time.Microsecond+7339*10*time.Microsecond+160_009*400, traffic.Time(sram.ArrayOpts{}))
	require.Equal(t, 160_009*8*time.Microsecond, traffic.Time(sram.ArrayOpts{Clock: 1e6, Overhead: -1, Gap: -1}))
	require.Equal(t, 8e9*time.Second, sram.Traffic{Bytes: 1e15}.Time(sram.ArrayOpts{Clock: 1e6}), "years")
}
