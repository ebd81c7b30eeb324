package cachesim

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

func TestRecorder(t *testing.T) {
	r, err := Record(mem.Type{Min: 1}, 6)
	require.NoError(t, err)
	r.Store32(4, 1)
	r.Load8(31)
	r.Store16(31, 2) // in two blocks
	r.Fill(64, 1, 20)
	r.Copy(128, 160, 8)
	require.Equal(t, Trace{{0, 3, 1<<31 | 0xf0}, {1, 1, 1}, {2, 3, 0xfffff}, {5, 1, 0}, {4, 1, 0xff}}, r.Trace)
	require.EqualValues(t, 9, r.Trace.Accesses())
	require.NoError(t, r.PutUint8(7, 1)) // not a program's: unnoticed
	r.Load64(0)
	require.Panics(t, func() { r.Load64(0) })
	require.True(t, isFull(func() { r.Store8(0, 1) }))
}

// isFull runs f and tells whether it traps because the trace is complete.
func isFull(f func()) (full bool) {
	defer func() {
		trap, ok := recover().(*rt.Trap)
		full = ok && errors.Is(trap, ErrFull)
	}()
	f()
	return false
}

// TestBus: a transaction for a write and a read, as long as they fit one, each in a frame of its own.
func TestBus(t *testing.T) {
	require.Equal(t, 60*time.Microsecond+68*400, timeOf(0, 64))
	require.Equal(t, 60*time.Microsecond+12*400, timeOf(8, 0))
	require.Equal(t, 70*time.Microsecond+80*400, timeOf(8, 64))
	require.Equal(t, 120*time.Microsecond+(3000+4+2000+4)*400, timeOf(3000, 2000))
	require.Zero(t, timeOf(0, 0))
}

func timeOf(w, r int) time.Duration {
	b := newBus()
	b.transfer(w, r)
	return busTime(b.sum)
}

// randomTrace reads blocks at random.
func randomTrace(r *rand.Rand, n, blocks int) Trace {
	var t Trace
	for range n {
		t = append(t, Run{Block: uint32(r.IntN(blocks)), Accesses: 1})
	}
	return t
}

// fewestMisses tries all victims.
func fewestMisses(t Trace, cached map[uint32]bool, slots int) uint64 {
	for len(t) > 0 && cached[t[0].Block] {
		t = t[1:]
	}
	if len(t) == 0 {
		return 0
	}
	with := func(victim int64) uint64 {
		next := map[uint32]bool{t[0].Block: true}
		for line := range cached {
			if int64(line) != victim {
				next[line] = true
			}
		}
		return 1 + fewestMisses(t[1:], next, slots)
	}
	if len(cached) < slots {
		return with(none)
	}
	fewest := uint64(len(t))
	for line := range cached {
		fewest = min(fewest, with(int64(line)))
	}
	return fewest
}

func TestMinHasFewestMisses(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		trace := randomTrace(r, 12, 6)
		got := Simulate(trace, Design{Size: 3 * BlockSize, Line: BlockSize, Policy: Min})
		require.Equal(t, fewestMisses(trace, nil, 3), got.Misses, trace)
	}
	long := randomTrace(r, 20000, 300)
	fewest := Simulate(long, Design{Size: 64 * BlockSize, Line: BlockSize, Policy: Min}).Misses
	for p := DirectMapped; p < Min; p++ {
		require.Greater(t, Simulate(long, Design{Size: 64 * BlockSize, Line: BlockSize, Policy: p}).Misses, fewest, p)
	}
}

// sweep reads or writes so many blocks in order.
func sweep(blocks int, written uint32) Trace {
	var t Trace
	for i := range blocks {
		t = append(t, Run{uint32(i), 1, written})
	}
	return t
}

// What was never written is not read, a line that the chip does not have is written whole, later only what is dirty.
func TestTransfers(t *testing.T) {
	d := Design{Size: 4 * 64, Line: 64, Policy: Clock}
	require.Zero(t, Simulate(sweep(100, 0), d).Transactions)

	got := Simulate(sweep(20, 1), d) // 10 lines, of which 6 leave
	require.Equal(t, Result{Accesses: 20, Misses: 10, Transactions: 6, Written: 6 * 64, Time: 6 * timeOf(64, 0)}, got)

	again := append(append(sweep(20, 1), sweep(20, 1)...), sweep(20, 0)...)
	got = Simulate(again, d) // each line is read twice, and written twice, in blocks 0 and 1 of it
	require.Equal(t, uint64(20*64), got.Read)
	require.Equal(t, uint64(10*64+10*(32+8)), got.Written)
}

func TestGatherAndReadAhead(t *testing.T) {
	trace := append(sweep(64, 1), sweep(64, 0)...)
	d := Design{Size: 1024, Line: 32, Policy: TwoQueues}
	single := Simulate(trace, d)
	require.Equal(t, uint64(32+64), single.Transactions) // each fill in one with a write, as long as lines are dirty

	d.Gather = 256
	gathered := Simulate(trace, d)
	require.Equal(t, single.Written, gathered.Written)
	require.Less(t, gathered.Time, single.Time)

	d.Ahead = 256
	ahead := Simulate(trace, d)
	require.Equal(t, single.Read, ahead.Read)
	require.Less(t, ahead.Transactions, uint64(25))
}

// Lines that are read ahead and never used make the cache stop that, but for a try now and then.
func TestTrust(t *testing.T) {
	var trust trust
	for range 3 {
		trust.wasted()
	}
	allowed := 0
	for range 160 {
		if trust.allows() {
			allowed++
		}
	}
	require.Equal(t, 160/tryEvery, allowed)
	for range 6 {
		trust.used()
	}
	require.True(t, trust.allows())
}

// A scan leaves alone what is used again and again; a clock and LRU give that up.
func TestTwoQueuesResistScans(t *testing.T) {
	const rounds, hot, scan = 50, 12, 24
	var trace Trace
	for round := range rounds {
		trace = append(trace, sweep(hot, 0)...)
		for i := range scan {
			trace = append(trace, Run{Block: uint32(100 + round*scan + i), Accesses: 1})
		}
	}
	misses := func(p Policy) uint64 {
		return Simulate(trace, Design{Size: 32 * BlockSize, Line: BlockSize, Policy: p}).Misses
	}
	require.Equal(t, uint64(rounds*(hot+scan)), misses(LRU))
	require.Equal(t, uint64(rounds*(hot+scan)), misses(Clock))
	require.Less(t, misses(TwoQueues), uint64(rounds*scan+4*hot))
}

func TestPlot(t *testing.T) {
	var rows []Row
	for i, p := range plotted {
		rows = append(rows, Row{p.row, []Score{{64, 4000}, {64, 2000}, {128, 1000 + float64(i)}, {256, 300}}})
	}
	svg := Plot(rows)
	for d := xml.NewDecoder(bytes.NewReader(svg)); ; {
		_, err := d.Token()
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
	}
	require.Equal(t, len(plotted), bytes.Count(svg, []byte("<polyline")))
	require.Contains(t, string(Table(rows)), "| clock | 4000 (1.00, 64) |")
}
