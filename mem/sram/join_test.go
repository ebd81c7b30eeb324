package sram_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem/sram"
)

// TestJoin: joined devices do what one of their size would.
func TestJoin(t *testing.T) {
	j := join(t, newRAM(100), newRAM(7), newRAM(300))
	same(t, j, 407)
	require.Equal(t, "[ram ram ram]", j.String())
	require.NoError(t, j.Halt())
	require.EqualError(t, j.Transfer(400, make([]byte, 8), 0, nil), "[ram ram ram]: 8 bytes at 0x190 run past the end of the 407 bytes")
	require.ErrorContains(t, j.Transfer(0, nil, 407, make([]byte, 1)), "run past the end")
	one := newRAM(5)
	require.Same(t, one, join(t, one))
}

// TestAfter: a device without its first bytes is one that is smaller.
func TestAfter(t *testing.T) {
	d := newRAM(100)
	before := append([]byte(nil), d.b...)
	a, err := sram.After(30, d)
	require.NoError(t, err)
	same(t, a, 70)
	require.Equal(t, before[:30], d.b[:30])
	require.ErrorContains(t, a.Transfer(0, nil, 69, make([]byte, 2)), "ram from 0x1e on: 2 bytes at 0x45 run past the end of the 70 bytes")
	whole, err := sram.After(0, d)
	require.NoError(t, err)
	require.Same(t, d, whole)
}

// same compares a device with one that is simpler.
func same(t *testing.T, d sram.Device, size int) {
	t.Helper()
	require.EqualValues(t, size, d.Size())
	whole := newRAM(size)
	require.NoError(t, d.Transfer(0, whole.b, 0, nil))
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		w := make([]byte, r.IntN(size/2))
		for i := range w {
			w[i] = byte(r.Uint32())
		}
		n := r.IntN(size / 2)
		got, want := make([]byte, n), make([]byte, n)
		waddr, raddr := uint64(r.IntN(size-len(w)+1)), uint64(r.IntN(size-n+1))
		require.NoError(t, d.Transfer(waddr, w, raddr, got))
		require.NoError(t, whole.Transfer(waddr, w, raddr, want))
		require.Equal(t, want, got)
	}
}

func TestJoinErrors(t *testing.T) {
	one := newRAM(4096)
	_, err := sram.Join()
	require.EqualError(t, err, "a device is needed")
	_, err = sram.Join(one, newRAM(1), one)
	require.EqualError(t, err, "ram is there twice")
	_, err = sram.After(4096, one)
	require.EqualError(t, err, "4096 bytes are to be left alone, and ram has only 4096")
}
