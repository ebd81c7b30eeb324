package persist

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// A brittle device takes so many bytes, then nothing more.
type brittle struct {
	*ram
	left int
}

func (d *brittle) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	if d.left <= len(w) {
		d.ram.Transfer(waddr, w[:d.left], 0, nil)
		d.left = 0
		return errBus
	}
	d.left -= len(w)
	return d.ram.Transfer(waddr, w, raddr, r)
}

// TestCutAtEachByte makes random writes and checkpoints, ends after each number of bytes, and finds the data of the last checkpoint that
// was complete.
func TestCutAtEachByte(t *testing.T) {
	for _, o := range []Opts{{Block: 32, State: 20}, {Block: 256, State: 50}} {
		found := map[int]bool{}
		for bytesLeft := 1; ; bytesLeft++ {
			d := &brittle{newRAM(4 << 10), bytesLeft}
			s, err := Open(d, o)
			if err != nil {
				continue // it ended before the first write
			}
			checkpoints, done := scribble(t, s)
			if done {
				break
			}
			d.left = bytesLeft % 700 // and once more, as it is opened
			Open(d, Opts{})

			if n := checkScribbled(t, open(t, d.ram, o), checkpoints); n > 0 {
				found[n] = true
			}
		}
		require.Len(t, found, 5)
	}
}

// checkScribbled finds the data of the last checkpoint, or of the one that was cut, and returns which it is.
func checkScribbled(t *testing.T, s *Store, checkpoints [][]byte) (n int) {
	if !s.keeps() {
		require.LessOrEqual(t, len(checkpoints), 1) // the last one may not have been complete
		return 0
	}
	got := make([]byte, s.Size())
	require.NoError(t, s.Transfer(0, nil, 0, got))
	n = int(s.kept[0])
	require.Contains(t, []int{len(checkpoints), len(checkpoints) - 1}, n)
	require.True(t, bytes.Equal(checkpoints[n-1], got), "the data is not that of checkpoint %d", n)
	return n
}

// scribble writes at random, always the same, and makes five checkpoints. It returns the data at each, the one that was cut included.
func scribble(t *testing.T, s *Store) (checkpoints [][]byte, done bool) {
	size := int(s.Size())
	data := make([]byte, size)
	random := rand.New(rand.NewPCG(1, 2))
	for n := byte(1); n <= 5; n++ {
		for range 6 {
			w := make([]byte, 1+random.IntN(400))
			for i := range w {
				w[i] = byte(random.Uint32())
			}
			addr := random.IntN(size - len(w) + 1)
			copy(data[addr:], w)
			if s.Transfer(uint64(addr), w, 0, nil) != nil {
				return checkpoints, false
			}
		}
		checkpoints = append(checkpoints, bytes.Clone(data))
		if s.commit([]byte{n}) != nil {
			return checkpoints, false
		}
	}
	return checkpoints, true
}

// TestDiscardCut ends within Discard: the last checkpoint is there, or none, and the next one can be divided in another way.
func TestDiscardCut(t *testing.T) {
	kept := map[bool]int{}
	for left := 1; left <= 2*headerBytes+1; left++ {
		d, s, data := running(t)
		s.device = &brittle{d, left}
		if s.Discard() == nil {
			require.Greater(t, left, 2*headerBytes)
		}
		s = open(t, d, Opts{Block: 32, State: 100})
		kept[s.keeps()]++
		if s.keeps() {
			got := make([]byte, s.Size())
			require.NoError(t, s.Transfer(0, nil, 0, got))
			require.Equal(t, data, got)
			require.EqualValues(t, 64, s.layout.block)
			continue
		}
		require.EqualValues(t, 32, s.layout.block)
		s.put(t, "anew")
		require.NoError(t, s.commit([]byte("state")))
		s.put(t, "lost")
		s = open(t, d, Opts{})
		require.Equal(t, "anew state", s.content(t)+" "+string(s.kept))
	}
	require.InDelta(t, headerBytes-8, kept[true], 3, "what counts is the checksum in the first ring") // whose last bytes may be right by chance
}
