package sram_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/report"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

var bytePages = mem.Type{PageSize: 1}

func TestArrayErrors(t *testing.T) {
	one := newRAM(4096)
	for _, c := range []struct {
		o    sram.ArrayOpts
		d    sram.Device
		want string
	}{
		{sram.ArrayOpts{Line: 16}, one, "sram: line: 16 bytes: a power of two from 32 to 4096"},
		{sram.ArrayOpts{Line: 96}, one, "line: 96 bytes"},
		{sram.ArrayOpts{Line: 8192}, one, "line: 8192 bytes"},
		{sram.ArrayOpts{Cache: 64}, one, "cache: 64 bytes: a multiple of the line (64 bytes) is needed, at least two lines"},
		{sram.ArrayOpts{Cache: 100}, one, "cache: 100 bytes"},
		{sram.ArrayOpts{Cache: 2 << 30}, one, "cache: 2147483648 bytes"},
		{sram.ArrayOpts{Retries: 101}, one, "retries: 101: at most 100"},
		{sram.ArrayOpts{}, newRAM(0), "ram has 0 bytes, which is less than a line"},
		{sram.ArrayOpts{}, newRAM(63), "ram has 63 bytes, which is less than a line"},
	} {
		_, err := sram.NewArray(c.o, c.d)
		require.ErrorContains(t, err, c.want)
	}
}

// A device need not have whole lines: what is left over at its end is not used.
func TestWholeLines(t *testing.T) {
	for _, line := range []uint64{32, 64, 512, 1024, 4096} {
		d := newRAM(10_000)
		a := newArray(t, sram.ArrayOpts{Line: line, Cache: 8192}, d)
		require.Equal(t, 10_000/line*line, a.Size())
		m := memoryOn(t, a, mem.Type{Min: a.Size(), PageSize: 1})
		m.Fill(0, 7, m.Size())
		require.NoError(t, m.Flush())
		require.Equal(t, byte(7), d.b[a.Size()-1])
		require.NotEqual(t, byte(7), d.b[a.Size()])
	}
}

func TestTooLarge(t *testing.T) {
	a := newArray(t, sram.ArrayOpts{}, newRAM(32768))
	_, err := a.NewMemory(mem.Type{Min: 2})
	require.EqualError(t, err, "sram: a memory needs 131072 bytes, ram has 32768, of which 32768 are free")
	_, err = a.NewMemory(mem.Type{Min: 1 << 40, Is64: true})
	require.ErrorContains(t, err, "too large")
	_, err = a.NewMemory(mem.Type{Min: 3, Max: 2, HasMax: true})
	require.ErrorContains(t, err, "minimum is beyond the maximum")
	m := memoryOn(t, a, bytePages)
	require.EqualValues(t, 0, m.Grow(32768))
	require.EqualValues(t, -1, m.Grow(1), "the devices are full")
	require.EqualValues(t, 32768, m.Pages())
	require.Zero(t, a.Free())
}

// Memories that grow in turn lie in pieces, between each other, and keep what is theirs.
func TestMemoriesShareAnArray(t *testing.T) {
	for _, base := range []uint64{0, 96} {
		d := []*ram{newRAM(4096), newRAM(4096)}
		before := append([]byte(nil), d[0].b...)
		rest, err := sram.After(base, join(t, d[0], d[1]))
		require.NoError(t, err)
		a := newArray(t, sram.ArrayOpts{Cache: 128, Line: 32}, rest)
		memories := []*sram.Memory{memoryOn(t, a, bytePages), memoryOn(t, a, bytePages), memoryOn(t, a, bytePages)}
		models := make([][]byte, len(memories))
		for round := range 20 {
			for i, m := range memories {
				n := uint64(37*i + 50 + round)
				require.EqualValues(t, len(models[i]), m.Grow(n))
				models[i] = append(models[i], make([]byte, n)...)
				p := bytes.Repeat([]byte{byte(round), byte(i), 1}, int(n)/3)
				at := uint64(len(models[i]) - len(p))
				require.NoError(t, m.WriteAt(p, at))
				copy(models[i][at:], p)
			}
		}
		for i, m := range memories {
			got := make([]byte, len(models[i]))
			require.NoError(t, m.ReadAt(got, 0))
			require.Equal(t, models[i], got)
		}
		require.Equal(t, before[:base], d[0].b[:base], "what lies before the base is left alone")

		require.NoError(t, memories[1].Close())
		reborn := memoryOn(t, a, mem.Type{Min: uint64(len(models[1])), PageSize: 1})
		got := make([]byte, len(models[1]))
		require.NoError(t, reborn.ReadAt(got, 0))
		require.Equal(t, make([]byte, len(got)), got, "a new memory is zero, whoever was there before")
		require.NoError(t, memories[0].Close())
		require.NoError(t, memories[2].Close())
		require.NoError(t, reborn.Close())
		require.Equal(t, a.Size(), a.Free())
	}
}

// Neither opening nor growing nor reading what was never written asks anything of the device, nor does making it zero.
func TestUntouchedMemoryCostsNothing(t *testing.T) {
	d := newRAM(1 << 20)
	a := newArray(t, sram.ArrayOpts{Cache: 1024, Line: 64}, d)
	m := memoryOn(t, a, mem.Type{Min: 4})
	require.EqualValues(t, 4, m.Grow(8))
	require.NoError(t, m.ReadAt(make([]byte, m.Size()), 0))
	for ea := uint64(0); ea < m.Size(); ea += 64 {
		require.Zero(t, m.Load64(ea))
	}
	m.Fill(0, 0, m.Size())
	require.NoError(t, m.Flush())
	require.Zero(t, d.count)

	m.Fill(0, 1, m.Size())
	n := d.count
	m.Fill(64, 0, m.Size()-64)
	require.Zero(t, m.Load64(m.Size()-8))
	require.Equal(t, uint64(0x0101010101010101), m.Load64(56))
	require.LessOrEqual(t, d.count, n+1, "memory that becomes zero is not written, but forgotten")
}

// A victim and the line that takes its place are one transaction.
func TestVictimAndFillTogether(t *testing.T) {
	d := newRAM(4096)
	a := newArray(t, sram.ArrayOpts{Cache: 64, Line: 32}, d)
	m := memoryOn(t, a, mem.Type{Min: 4096, PageSize: 1})
	m.Fill(0, 1, 4096)
	require.NoError(t, m.Flush())
	m.Store8(0, 2)
	m.Store8(1000, 2)
	var w, r []int
	d.log = func(write, read []byte) { w, r = append(w, len(write)), append(r, len(read)) }
	require.EqualValues(t, 1, m.Load8(2000))
	require.Equal(t, []int{8}, w, "the word that is dirty")
	require.Equal(t, []int{32}, r)
}

func TestCounters(t *testing.T) {
	d := newRAM(1 << 17)
	a := newArray(t, sram.ArrayOpts{Cache: 128, Line: 64, CountHits: true, Heat: true}, d)
	m := memoryOn(t, a, mem.Type{Min: 1})
	for range 10 {
		m.Store32(0, 1) // one miss
		m.Load8(200)    // one miss
		m.Load64(60)    // two lines, of which one is a miss, three times: 0, 64, 200 do not fit two lines
	}
	c := m.Counters()
	require.EqualValues(t, 40, c.Hits+c.Misses)
	require.Equal(t, c, a.Counters())
	require.EqualValues(t, d.count, c.Transactions)
	h := m.Heat()
	sum := uint64(0)
	for _, n := range h.Misses {
		sum += uint64(n)
	}
	require.Equal(t, c.Misses, sum)
	require.NoError(t, m.Flush())
	require.True(t, m.Heat().Held[0])
	require.False(t, m.Heat().Held[3])

	c = m.Counters()
	require.NoError(t, m.Close())
	require.Equal(t, c, a.Counters(), "a memory that was closed still counts")
	var out strings.Builder
	require.NoError(t, report.Counters(&out, a))
	require.Regexp(t, `(?m)^ *hits +\d+ +\(`, out.String())
	require.Regexp(t, `(?m)^ *bus time +\d`, out.String())
}

func TestNewTakesTheArrayOfTheInstance(t *testing.T) {
	a := newArray(t, sram.ArrayOpts{}, newRAM(1<<17))
	var m struct{ core abi.Core }
	m.core.Open(&m, "test", "", []rt.Option{sram.On(a)})
	memory, err := sram.New(mem.Type{Min: 1}, &m.core)
	require.NoError(t, err)
	m.core.Own(memory)
	require.EqualValues(t, 65536, a.Free())
	memory.Store8(0, 9)
	require.NoError(t, m.core.Close())
	require.EqualValues(t, 1<<17, a.Free())
	require.EqualValues(t, 1, a.Counters().WriteBacks, "closing flushes")
}

// TestNewNeedsAnArray: nothing is opened or emulated where the program did not say so.
func TestNewNeedsAnArray(t *testing.T) {
	var m struct{ core abi.Core }
	m.core.Open(&m, "test", "", nil)
	_, err := sram.New(mem.Type{Min: 1}, &m.core)
	require.EqualError(t, err, "sram: no array for the memory: call New with the option sram.On(array)")
}

// Copying between two names of one memory is copying within it.
func TestCopyFromItself(t *testing.T) {
	a := newArray(t, sram.ArrayOpts{Cache: 128, Line: 32}, newRAM(4096))
	m := memoryOn(t, a, mem.Type{Min: 4096, PageSize: 1})
	p := make([]byte, 3000)
	for i := range p {
		p[i] = byte(i * 7)
	}
	require.NoError(t, m.WriteAt(p, 0))
	other := *m
	m.CopyFrom(&other, 500, 0, 3000)
	got := make([]byte, 3000)
	require.NoError(t, m.ReadAt(got, 500))
	require.Equal(t, p, got)
}

// TestRefused: a growth for which there is no room says what there is, and counts.
func TestRefused(t *testing.T) {
	a := newArray(t, sram.ArrayOpts{}, newRAM(128<<10))
	m := memoryOn(t, a, mem.Type{Min: 1})
	require.EqualValues(t, 1, m.Grow(1))
	require.EqualValues(t, -1, m.Grow(1))
	require.Equal(t, &mem.GrowError{Asked: mem.Page, Size: 2 * mem.Page, Bound: mem.RoomBound, Why: a.String() + " has 131072 bytes, of which 0 are free"}, mem.Refused(m, 1))
	require.EqualValues(t, -1, m.Grow(1<<16))
	require.Equal(t, mem.TypeBound, mem.Refused(m, 1<<16).Bound)
	m64 := memoryOn(t, a, mem.Type{Is64: true})
	require.EqualValues(t, -1, m64.Grow(1<<16+1))
	require.Equal(t, "a memory has at most 4294967296 bytes here", mem.Refused(m64, 1<<16+1).Why)
	require.EqualValues(t, 3, a.Counters().Refused)

	_, err := a.NewMemory(mem.Type{Min: 1})
	require.Equal(t, &sram.RoomError{Type: mem.Type{Min: 1}, Need: mem.Page, Array: a.String(), Size: 2 * mem.Page}, err)
	require.EqualValues(t, 3, a.Counters().Refused, "a memory that was not made does not count")
}
