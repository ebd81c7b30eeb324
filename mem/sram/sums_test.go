package sram_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

// flipper is a device that flips a bit of one in so many transfers: of what is read or of what is written, without a word.
type flipper struct {
	*ram
	r             *rand.Rand
	reads, writes int // one in so many; 0: none
	flips         int
}

func newFlipper(reads, writes int) *flipper {
	return &flipper{ram: newRAM(1 << 16), r: rand.New(rand.NewPCG(1, 2)), reads: reads, writes: writes}
}

func (f *flipper) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	w = append([]byte(nil), w...)
	f.flip(w, f.writes)
	err := f.ram.Transfer(waddr, w, raddr, r)
	f.flip(r, f.reads)
	return err
}

func (f *flipper) flip(b []byte, oneIn int) {
	if len(b) > 0 && oneIn > 0 && f.r.IntN(oneIn) == 0 {
		b[f.r.IntN(len(b))] ^= 1 << f.r.IntN(8)
		f.flips++
	}
}

// sumShapes are shapes with checksums, and with those that verify writes besides.
func sumShapes(verify bool) []sram.ArrayOpts {
	var list []sram.ArrayOpts
	for _, o := range shapes {
		o.Checksum, o.Verify = true, verify
		list = append(list, o)
	}
	return list
}

// Bits that flip on the way from the device are found wherever they come in, and the read is repeated. With Verify those on the way to it
// are, too.
func TestChecksumRepairs(t *testing.T) {
	for _, verify := range []bool{false, true} {
		for _, o := range sumShapes(verify) {
			t.Run(fmt.Sprintf("%+v", o), func(t *testing.T) {
				d := newFlipper(50, 0)
				if verify {
					d.writes = 50
				}
				w := newWorkload(t, newArray(t, o, d), nil)
				for range 4000 {
					w.random()
				}
				require.NoError(t, w.m.Flush())
				require.Zero(t, w.compare())
				require.Zero(t, w.failed)
				c := w.m.Counters()
				require.Equal(t, c.Errors, c.Retries)
				if c.Fills > 100 {
					require.Positive(t, d.flips)
				}
				if !verify {
					require.EqualValues(t, d.flips, c.Errors, "each was found")
				}
			})
		}
	}
}

// Bits that flip on the way to the device, or on it, make the read of the line fail. Nothing that can be read is wrong.
func TestChecksumFindsWrongWrites(t *testing.T) {
	for _, o := range sumShapes(false) {
		t.Run(fmt.Sprintf("%+v", o), func(t *testing.T) {
			d := newFlipper(0, 100)
			w := newWorkload(t, newArray(t, o, d), sram.ErrChecksum)
			w.lasts = true
			for i := range 4000 {
				w.random()
				if i%200 == 0 {
					d.flip(d.b[:len(w.model)], 1)
				}
			}
			require.NoError(t, w.m.Flush())
			lost := w.compare()
			require.Less(t, lost, len(w.model)/2)
			if w.m.Counters().Fills > 500 {
				require.Positive(t, w.failed)
			}
		})
	}
}

// Without checksums the same flips make wrong values, which Verify does not see.
func TestNoChecksum(t *testing.T) {
	for _, verify := range []bool{false, true} {
		d := newFlipper(0, 0)
		m := memoryOn(t, newArray(t, sram.ArrayOpts{Cache: 1024, Verify: verify}, d), mem.Type{Min: 8192, PageSize: 1})
		for i := range uint64(1024) {
			require.NoError(t, m.PutUint64(8*i, i))
		}
		require.NoError(t, m.Flush())
		d.reads = 5
		wrong := 0
		for i := range uint64(1024) {
			if v, err := m.Uint64(8 * i); err == nil && v != i {
				wrong++
			}
		}
		require.Positive(t, wrong)
	}
}

// A line with a cell that changed is lost. Those next to it are not, also where they are walked along, and the line is good again once it
// is written whole.
func TestChecksumOfOneLine(t *testing.T) {
	d := newRAM(1 << 16)
	m := memoryOn(t, newArray(t, sram.ArrayOpts{Cache: 2048, Line: 64, Checksum: true, Retries: 2}, d), mem.Type{Min: 1 << 16, PageSize: 1})
	for i := range uint64(1 << 13) {
		require.NoError(t, m.PutUint64(8*i, i))
	}
	require.NoError(t, m.Flush())
	const bad = 64 * 20
	d.b[bad+13] ^= 4
	lost := 0
	for i := range uint64(1 << 13) {
		v, err := m.Uint64(8 * i)
		if err != nil {
			lost++
			require.EqualError(t, err, "sram: read of 64 bytes at 0x500 of ram: what was read has the wrong checksum")
			require.ErrorIs(t, err, sram.ErrChecksum)
			continue
		}
		require.Equal(t, i, v)
	}
	require.Equal(t, 8, lost)
	require.GreaterOrEqual(t, m.Counters().Errors, uint64(8*3), "each try counts")
	require.ErrorIs(t, m.PutUint64(bad, 7), sram.ErrChecksum)
	require.ErrorIs(t, m.ReadAt(make([]byte, 1<<16), 0), sram.ErrChecksum)
	require.NoError(t, m.Flush())

	require.NoError(t, m.WriteAt(make([]byte, 64), bad))
	v, err := m.Uint64(bad)
	require.NoError(t, err)
	require.Zero(t, v)
	require.NoError(t, m.ReadAt(make([]byte, 1<<16), 0))
}

// Lines that a bulk write past the cache left half written can be read: they have no checksum until then.
func TestChecksumOfHalfWritten(t *testing.T) {
	d := newRAM(1 << 16)
	o := sram.ArrayOpts{Cache: 8192, Line: 32, Checksum: true, Retries: sram.NoRetries}
	m := memoryOn(t, newArray(t, o, d), mem.Type{Min: 1 << 16, PageSize: 1})
	m.Fill(0, 1, 1<<16)
	d.half, d.fail = true, func(int) bool { return true }
	require.ErrorIs(t, m.WriteAt(bytes.Repeat([]byte{2}, 512), 1024), errBus)
	d.fail = nil
	got := make([]byte, 1024)
	require.NoError(t, m.ReadAt(got, 768))
	require.Equal(t, bytes.Repeat([]byte{1}, 256), got[:256])
	require.Equal(t, append(bytes.Repeat([]byte{2}, 256), bytes.Repeat([]byte{1}, 512)...), got[256:])
}

// A layout carries checksums to the next array. Where it has none, they are learned.
func TestChecksumOfLayout(t *testing.T) {
	o := sram.ArrayOpts{Cache: 128, Line: 64, Checksum: true}
	d := newFlipper(0, 0)
	m := memoryOn(t, newArray(t, o, d), mem.Type{Min: 1000, PageSize: 1})
	m.Fill(0, 7, 1000)
	l, err := m.Layout()
	require.NoError(t, err)
	require.Len(t, l.Sums, 16)
	again := func(change func(*sram.Layout)) (*sram.Memory, error) {
		l := l
		change(&l)
		m := memoryOn(t, newArray(t, o, d), mem.Type{Min: 1000, PageSize: 1})
		return m, m.Place(l)
	}
	_, err = again(func(l *sram.Layout) { l.Sums = l.Sums[:15] })
	require.EqualError(t, err, "sram: 15 checksums of 16 lines")

	d.b[500] ^= 1
	m, err = again(func(*sram.Layout) {})
	require.NoError(t, err)
	_, err = m.Uint8(500)
	require.ErrorIs(t, err, sram.ErrChecksum)

	m, err = again(func(l *sram.Layout) { l.Sums = nil })
	require.NoError(t, err)
	d.reads = 1
	_, err = m.Uint8(500)
	require.ErrorIs(t, err, sram.ErrChecksum, "reading twice gives different bytes")
	d.reads = 0
	v, err := m.Uint8(500)
	require.NoError(t, err)
	require.EqualValues(t, 6, v)
	m.Fill(0, 1, 64) // drives the line out
	m.Fill(64, 2, 64)
	d.b[501] ^= 1
	_, err = m.Uint8(500)
	require.ErrorIs(t, err, sram.ErrChecksum, "it was learned")

	plain := memoryOn(t, newArray(t, sram.ArrayOpts{Cache: 128, Line: 64}, d), mem.Type{Min: 1000, PageSize: 1})
	require.NoError(t, plain.Place(l))
	l, err = plain.Layout()
	require.NoError(t, err)
	require.Nil(t, l.Sums)
}

// TestNoise: one of 1,000 transactions of a bus has a wrong bit, in a command, an address or the data, or a cell of the chip changes. With
// checksums none of 20,000 accesses gives a wrong value, on any family. Without them some do, also with Verify.
func TestNoise(t *testing.T) {
	for _, verify := range []bool{false, true} {
		without := 0
		for _, name := range families {
			require.Zero(t, noisy(t, name, sram.ArrayOpts{Cache: 1024, Checksum: true, Verify: verify}), name)
			without += noisy(t, name, sram.ArrayOpts{Cache: 1024, Verify: verify})
		}
		t.Logf("verify=%v: %d wrong loads without checksums", verify, without)
		require.Positive(t, without)
	}
}

// noisy returns how many loads gave something else than was stored.
func noisy(t *testing.T, name string, o sram.ArrayOpts) (wrong int) {
	bus, d := watched(t, name, 0)
	m := memoryOn(t, newArray(t, o, d), mem.Type{Min: min(64000, d.Size()), PageSize: 1})
	bus.Disturb(sim.Noise{Seed: 1, OneIn: 1000, Kinds: []sim.Kind{sim.FlipRead, sim.FlipWrite, sim.FlipCell}})
	r := rand.New(rand.NewPCG(2, 2))
	model := make([]uint64, m.Size()/8)
	for range 20_000 {
		i := r.IntN(len(model))
		if r.IntN(2) == 0 {
			if v := r.Uint64(); m.PutUint64(8*uint64(i), v) == nil {
				model[i] = v
			}
		} else if v, err := m.Uint64(8 * uint64(i)); err == nil && v != model[i] {
			wrong++
		}
	}
	return wrong
}
