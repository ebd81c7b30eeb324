package sim_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

// TestFlips: one wrong bit, in one transaction.
func TestFlips(t *testing.T) {
	b := newBus(t, sim.Opts{}, "23LC1024")
	w := connect(t, b, 0, mhz)
	w.must("01 40", "02 000000 01020304")

	b.Inject(sim.Fault{Kind: sim.FlipRead, At: 2, After: 5, Bit: 3})
	require.Equal(t, []byte{1, 2, 3, 4}, w.must("03 000000 *4")[4:])
	require.Equal(t, []byte{1, 0x0a, 3, 4}, w.must("03 000000 *4")[4:])
	require.Equal(t, []byte{1, 2, 3, 4}, w.must("03 000000 *4")[4:])

	b.Inject(sim.Fault{Kind: sim.FlipWrite, At: 1, After: 6 + 8, Bit: 7}) // the transaction has 8 bytes
	w.must("02 000000 05060708")
	require.Equal(t, []byte{5, 6, 0x87, 8}, w.must("03 000000 *4")[4:])
	b.Inject(sim.Fault{Kind: sim.FlipWrite, At: 1, Bit: 3}) // 0a is no command, which is not the host's mistake
	w.must("02 000000 01020304")
	require.Equal(t, []byte{5, 6, 0x87, 8}, w.must("03 000000 *4")[4:])
	require.Zero(t, b.Counters().Misuses)

	b.Inject(sim.Fault{Kind: sim.FlipCell, At: 2, Addr: 1, Bit: 0})
	require.Equal(t, byte(6), w.must("03 000001 00")[4])
	for range 2 {
		require.Equal(t, byte(7), w.must("03 000001 00")[4], "it stays")
	}
	b.Inject(sim.Fault{Kind: sim.FlipRead, At: 1, Times: -1, After: 4})
	for range 5 {
		require.Equal(t, byte(6), w.must("03 000001 00")[4])
	}
	b.Mend()
	require.Equal(t, byte(7), w.must("03 000001 00")[4])
}

// TestFlipCellInFile: what changes at rest is changed for the next process, too.
func TestFlipCellInFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mram")
	for want := range byte(2) {
		b, err := sim.New(sim.Opts{}, sim.Chip{Name: "MR25H10", File: file})
		require.NoError(t, err)
		got := make([]byte, 1)
		b.Peek(0, 5, got)
		require.Equal(t, want, got[0])
		b.Flip(0, 5, 0)
		b.Flip(0, 1<<40, 0) // there is no such cell
		require.NoError(t, b.Close())
	}
}

// TestSilence: a chip that is gone says nothing, and takes nothing; the others do not notice.
func TestSilence(t *testing.T) {
	for _, zeros := range []bool{false, true} {
		nothing := []byte{0xff, 0xff, 0xff, 0xff}
		if zeros {
			nothing = make([]byte, 4)
		}
		b := newBus(t, sim.Opts{}, "MB85RS1MT", "23LC1024")
		fram, ram := connect(t, b, 0, mhz), connect(t, b, 1, mhz)
		fram.must("06", "02 000000 01020304")
		ram.must("01 40", "02 000000 05060708")

		b.Inject(sim.Fault{Kind: sim.Silence, At: 2, Times: 3, After: 6, Zeros: zeros})
		fram.must("06", "02 000000 11121314") // two bytes arrive
		require.Equal(t, nothing, fram.must("03 000000 *4")[4:])
		require.Equal(t, []byte{5, 6, 7, 8}, ram.must("03 000000 *4")[4:])
		require.Equal(t, []byte{0x11, 0x12, 3, 4}, fram.must("03 000000 *4")[4:])

		b.Inject(sim.Fault{Kind: sim.Silence, At: 1, Times: -1, After: 5, Zeros: zeros})
		require.Equal(t, append([]byte{0x11}, nothing[:3]...), fram.must("03 000000 *4")[4:])
		for range 10 {
			require.Equal(t, nothing, fram.must("03 000000 *4")[4:])
		}
		b.Mend()
		require.Equal(t, []byte{0x11, 0x12, 3, 4}, fram.must("03 000000 *4")[4:])
	}
}

// TestSilenceWithoutPower: what comes back has what it keeps, in its first mode.
func TestSilenceWithoutPower(t *testing.T) {
	b := newBus(t, sim.Opts{}, "MB85RS1MT", "23LC1024")
	fram, ram := connect(t, b, 0, mhz), connect(t, b, 1, mhz)
	fram.must("06", "02 000000 01020304", "06")
	ram.must("01 40", "02 000000 05060708")
	for chip := range 2 {
		b.Inject(sim.Fault{Kind: sim.Silence, At: 1, Chip: chip, Times: 2, PowerCut: true})
		fram.must("05 00")
	}
	require.Equal(t, byte(0xff), ram.must("05 00")[1])
	require.Equal(t, byte(0), fram.must("05 00")[1], "the latch is clear")
	require.Equal(t, []byte{1, 2, 3, 4}, fram.must("03 000000 *4")[4:])
	_, err := ram.send("03 000000 *4")
	require.ErrorContains(t, err, "mode not set since power-up")
	require.NotEqual(t, []byte{5, 6, 7, 8}, ram.must("01 40", "03 000000 *4")[4:])
}

// TestNoise: one transaction of so many goes wrong, the same ones for the same seed.
func TestNoise(t *testing.T) {
	run := func(seed uint64) (all []byte, wrong int) {
		b := newBus(t, sim.Opts{}, "23LC1024")
		w := connect(t, b, 0, mhz)
		content := bytes.Repeat([]byte{0x5a}, 64)
		w.must("01 40", fmt.Sprintf("02 000000 %x", content))
		b.Disturb(sim.Noise{Seed: seed, OneIn: 10, Kinds: []sim.Kind{sim.FlipRead, sim.Silence}, Times: 2})
		for range 1000 {
			got := w.must("03 000000 *64")[4:]
			all = append(all, got...)
			if !bytes.Equal(got, content) {
				wrong++
			}
		}
		b.Mend()
		require.Equal(t, content, w.must("03 000000 *64")[4:])
		return all, wrong
	}
	one, wrong := run(1)
	require.InDelta(t, 115, wrong, 40)
	again, _ := run(1)
	require.Equal(t, one, again)
	other, _ := run(2)
	require.NotEqual(t, one, other)
}

// TestRandomFault: faults at random cover their range.
func TestRandomFault(t *testing.T) {
	b := newBus(t, sim.Opts{}, "MB85RS64V", "")
	r := rand.New(rand.NewPCG(1, 2))
	at, kinds, chips := map[int]int{}, map[sim.Kind]int{}, map[int]int{}
	for range 1000 {
		f := b.Random(r, 7, sim.Fail, sim.FlipCell)
		at[f.At]++
		kinds[f.Kind]++
		chips[f.Chip]++
		require.Less(t, f.Addr, uint64(8<<10))
	}
	require.Len(t, at, 7)
	require.Zero(t, at[0])
	require.Len(t, kinds, 2)
	require.Len(t, chips, 2)
}

// TestFlipData: of data only, where there is any.
func TestFlipData(t *testing.T) {
	b := newBus(t, sim.Opts{}, "MB85RS64V")
	w := connect(t, b, 0, mhz)
	for after := range 9 {
		b.Inject(sim.Fault{Kind: sim.FlipData, At: 3, After: after, Bit: 4})
		w.must("05 00", "06", "02 0010 0102", "06")
		want := []byte{1, 2}
		want[after%2] ^= 0x10
		require.Equal(t, want, w.must("03 0010 *2")[3:])
		b.Inject(sim.Fault{Kind: sim.FlipData, At: 1, After: after})
		require.Equal(t, want, w.must("03 0010 *2")[3:], "a transaction without data")
	}
}

// TestCalm: bits do not flip, and chips speak, as long as it is calm; transactions fail as ever.
func TestCalm(t *testing.T) {
	b := newBus(t, sim.Opts{}, "MR25H10")
	w := connect(t, b, 0, mhz)
	w.must("06", "02 000000 05")
	b.Disturb(sim.Noise{OneIn: 1, Kinds: []sim.Kind{sim.FlipRead}})
	b.Inject(sim.Fault{Kind: sim.Silence, At: 1, Times: -1})
	require.Equal(t, byte(0xff), w.must("03 000000 00")[4])
	b.Inject(sim.Fault{Kind: sim.FlipRead, At: 1, After: 4})
	b.Calm(true)
	require.Equal(t, byte(5), w.must("03 000000 00")[4])
	b.Inject(sim.Fault{At: 1})
	_, err := w.send("03 000000 00")
	require.ErrorIs(t, err, sim.ErrFault)
	b.Calm(false)
	require.Equal(t, byte(4), w.must("03 000000 00")[4], "it has waited")
}
