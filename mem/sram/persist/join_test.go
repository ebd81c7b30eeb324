package persist

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestJoin: joined devices do what one of their size would.
func TestJoin(t *testing.T) {
	j := Join(newRAM(100), newRAM(7), newRAM(300))
	whole := newRAM(407)
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		w := make([]byte, r.IntN(200))
		for i := range w {
			w[i] = byte(r.Uint32())
		}
		got, want := make([]byte, r.IntN(200)), make([]byte, 200)
		waddr, raddr := uint64(r.IntN(407-len(w)+1)), uint64(r.IntN(407-len(got)+1))
		require.NoError(t, j.Transfer(waddr, w, raddr, got))
		require.NoError(t, whole.Transfer(waddr, w, raddr, want[:len(got)]))
		require.Equal(t, want[:len(got)], got)
	}
	require.EqualValues(t, 407, j.Size())
	require.Equal(t, "[ram ram ram]", j.String())
	require.NoError(t, j.Halt())
	require.EqualError(t, j.Transfer(400, make([]byte, 8), 0, nil), "[ram ram ram]: 8 bytes at 0x190 run past the end of the 407 bytes")
	require.ErrorContains(t, j.Transfer(0, nil, 407, make([]byte, 1)), "run past the end")
	one := newRAM(5)
	require.Same(t, one, Join(one))
}
