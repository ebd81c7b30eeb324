package data_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/data"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/rt"
)

// TestReadBounds: a module's addresses and lengths are not trusted, and nothing is allocated for them.
func TestReadBounds(t *testing.T) {
	onEach(t, func(t *testing.T, b interp.Backend) {
		m := newModule(t, "lib.wasm", b, rt.Module{"note": func(int32, int32) {}}).mem
		size := int32(m.Size())
		require.NoError(t, m.WriteAt([]byte("end"), m.Size()-3))
		s, err := data.String(m, size-3, 3)
		require.NoError(t, err)
		require.Equal(t, "end", s)
		for _, c := range []struct{ at, n int32 }{
			{0, -1}, {-1, 1}, {size - 3, 4}, {16, math.MinInt32}, {-1, -1}, {0, math.MaxInt32}, {size + 1, 0},
		} {
			_, err := data.Bytes(m, c.at, c.n)
			rangeError(t, err)
			_, err = data.String(m, c.at, c.n)
			rangeError(t, err)
			_, err = data.Slice[uint8](m, c.at, c.n)
			rangeError(t, err)
			_, err = data.Slice[float64](m, c.at, c.n)
			rangeError(t, err)
		}
		_, err = data.Slice[float64](m, int64(0), int64(1)<<61) // wraps
		rangeError(t, err)
		_, err = data.Load[uint64](m, size-7)
		rangeError(t, err)
		rangeError(t, data.Store(m, size-7, uint64(1)))
		rangeError(t, data.Store(m, size-2, []bool{true, false, true}))
	})
}

// TestHugeLengthAllocatesNothing: that of a module which says -1.
func TestHugeLengthAllocatesNothing(t *testing.T) {
	m, err := slice.New(mem.Type{Min: 1})
	require.NoError(t, err)
	least := testing.AllocsPerRun(10, func() { data.Bytes(m, int32(0), int32(-1)) })
	require.LessOrEqual(t, least, 1.0, "the error")
}

func TestCString(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	onEach(t, func(t *testing.T, b interp.Backend) {
		m := newModule(t, "lib.wasm", b, rt.Module{"note": func(int32, int32) {}}).mem
		m.Grow(1)
		for range 300 {
			want := strings.Repeat("x", r.IntN(1<<r.IntN(15)))
			at := 1 + uint64(r.IntN(int(m.Size())-len(want)-1))
			require.NoError(t, m.WriteAt([]byte(want+"\x00"), at))
			got, err := data.CString(m, at, len(want))
			require.NoError(t, err)
			require.Equal(t, want, got)
			if len(want) > 0 {
				_, err = data.CString(m, at, len(want)-1)
				require.ErrorContains(t, err, "has no end within")
			}
		}
		require.NoError(t, m.WriteAt([]byte("end"), m.Size()-3))
		_, err := data.CString(m, m.Size()-3, math.MaxInt)
		require.ErrorContains(t, err, "has no end within 3 bytes")
		_, err = data.CString(m, m.Size(), 1)
		rangeError(t, err)
		_, err = data.CString(m, int32(-1), 1)
		rangeError(t, err)
		_, err = data.CString(m, 0, 1)
		require.ErrorContains(t, err, "null")
		_, err = data.CString(m, m.Size()-3, -1)
		require.ErrorContains(t, err, "has no end")
	})
}

// TestASString reads what is laid out by hand: pairs, halves of them, and what cannot be.
func TestASString(t *testing.T) {
	m, err := slice.New(mem.Type{Min: 1})
	require.NoError(t, err)
	require.NoError(t, data.Store(m, 96, []uint16{8, 0, 'a', 0xd83d, 0xde00, 0xd800}))
	s, err := data.ASString(m, int32(100))
	require.NoError(t, err)
	require.Equal(t, "a\U0001f600\ufffd", s)
	require.NoError(t, data.Store(m, 96, uint32(7)))
	_, err = data.ASString(m, int32(100))
	require.ErrorContains(t, err, "odd")
	require.NoError(t, data.Store(m, 96, uint32(math.MaxUint32-1)))
	_, err = data.ASString(m, int32(100))
	rangeError(t, err)
	for _, at := range []int32{0, 2, -2} {
		_, err = data.ASString(m, at)
		rangeError(t, err)
	}
}

func TestBorrow(t *testing.T) {
	onEach(t, func(t *testing.T, b interp.Backend) {
		m := newModule(t, "lib.wasm", b, rt.Module{"note": func(int32, int32) {}}).mem
		local, ok := m.(mem.Local)
		require.Equal(t, !strings.Contains(t.Name(), "sram"), ok)
		if !ok {
			return
		}
		require.NoError(t, data.Borrow(local, int32(100), 3, func(b []byte) error {
			require.Equal(t, 3, len(b))
			require.Equal(t, 3, cap(b))
			copy(b, "abc")
			return nil
		}))
		s, err := data.String(m, 100, 3)
		require.NoError(t, err)
		require.Equal(t, "abc", s)
		mine := errors.New("mine")
		require.Equal(t, mine, data.Borrow(local, 100, 3, func([]byte) error { return mine }))
		rangeError(t, data.Borrow(local, int32(100), int32(-1), func([]byte) error { panic("called") }))
	})
}
