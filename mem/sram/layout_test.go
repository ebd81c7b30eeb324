package sram_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
)

// TestLayout: memories that grew in turns are found again on the same devices, whatever was first written there.
func TestLayout(t *testing.T) {
	d := newRAM(8 << 10)
	a, err := sram.NewArray(sram.ArrayOpts{Cache: 128, Line: 64}, d)
	require.NoError(t, err)
	memory := func(a *sram.Array) *sram.Memory {
		m, err := a.NewMemory(mem.Type{Min: 100, PageSize: 1})
		require.NoError(t, err)
		return m
	}
	x, y := memory(a), memory(a)
	for range 10 {
		require.GreaterOrEqual(t, x.Grow(100), int64(0))
		require.GreaterOrEqual(t, y.Grow(64), int64(0))
	}
	require.NoError(t, x.WriteAt([]byte("in x"), 900))
	require.NoError(t, y.WriteAt([]byte("in y"), 640))
	lx, err := x.Layout()
	require.NoError(t, err)
	ly, err := y.Layout()
	require.NoError(t, err)
	require.Greater(t, len(lx.Pieces), 1)

	a, err = sram.NewArray(sram.ArrayOpts{Cache: 128, Line: 64}, d)
	require.NoError(t, err)
	free := a.Free()
	x, y = memory(a), memory(a)
	require.ErrorContains(t, x.Place(ly), "are not to be had", "y has a part of it")
	require.NoError(t, y.Place(ly))
	require.NoError(t, x.Place(lx))
	require.Equal(t, free-x.Size()/64*64-64-y.Size()/64*64-64, a.Free())
	text := func(m *sram.Memory, addr uint64) string {
		b := make([]byte, 4)
		require.NoError(t, m.ReadAt(b, addr))
		return string(b)
	}
	require.Equal(t, "in x", text(x, 900))
	require.Equal(t, "in y", text(y, 640))
	require.Equal(t, "\x00\x00\x00\x00", text(x, 0))
	require.Error(t, x.Place(lx), "it is in use")
	require.NoError(t, x.Close())
	require.NoError(t, y.Close())
	require.Equal(t, free, a.Free())
	_, err = x.Layout()
	require.Error(t, err)
}

// TestPlaceErrors: a layout that is not for this memory and array changes nothing.
func TestPlaceErrors(t *testing.T) {
	a, err := sram.NewArray(sram.ArrayOpts{Cache: 128, Line: 64}, newRAM(4<<10))
	require.NoError(t, err)
	m, err := a.NewMemory(mem.Type{Min: 128, Max: 1024, HasMax: true, PageSize: 1})
	require.NoError(t, err)
	free := a.Free()
	good := func() sram.Layout {
		return sram.Layout{Size: 256, Line: 64, Pieces: []sram.Piece{{0, 256}}, Written: make([]uint64, 1)}
	}
	for want, change := range map[string]func(*sram.Layout){
		"sram: lines of 64 bytes, it takes 32":                      func(l *sram.Layout) { l.Line = 32 },
		"sram: memory 128 1024 (pagesize 1) cannot have 2048 bytes": func(l *sram.Layout) { l.Size = 2048 },
		"sram: 0 bits tell what is written of 4 lines":              func(l *sram.Layout) { l.Written = nil },
		"sram: pieces of 256 bytes for a memory of 512":             func(l *sram.Layout) { l.Size = 512 },
		"sram: 256 bytes at 0x20 of ram":                            func(l *sram.Layout) { l.Pieces[0].Addr = 32 },
		"sram: 256 bytes at 0xfc0 of ram":                           func(l *sram.Layout) { l.Pieces[0].Addr = 4096 - 64 },
		"sram: 256 bytes at 0x80 of ram":                            func(l *sram.Layout) { l.Pieces = []sram.Piece{{0, 256}, {128, 256}} },
		"sram: 0 bytes at 0x0 of ram":                               func(l *sram.Layout) { l.Pieces[0].Size = 0 },
		"sram: 18446744073709551552 bytes at 0x40 of ram":           func(l *sram.Layout) { l.Pieces[0] = sram.Piece{64, 1<<64 - 64} },
		"sram: 256 bytes at 0xffffffffffffff00 of ram":              func(l *sram.Layout) { l.Pieces[0].Addr = 1<<64 - 256 },
	} {
		l := good()
		change(&l)
		require.ErrorContains(t, m.Place(l), want)
		require.Equal(t, free, a.Free())
		require.EqualValues(t, 128, m.Size())
	}
	require.NoError(t, m.Place(good()))
	require.EqualValues(t, 256, m.Size())
}
