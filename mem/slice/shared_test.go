package slice_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/memtest"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/rt/abi/atomics"
)

func openShared(t mem.Type) (mem.Atomic, error) { return slice.NewShared(t) }

func TestShared(t *testing.T) {
	for name, c := range map[string]struct {
		page uint64
		is64 bool
	}{"usual pages": {mem.Page, false}, "byte pages": {1, false}, "64 bits": {mem.Page, true}, "64 bits, byte pages": {1, true}} {
		t.Run(name, func(t *testing.T) { memtest.RunShared(t, openShared, c.page, c.is64) })
	}
}

// outlinedShared is a memory as functions see it whose accesses are calls.
type outlinedShared struct {
	slice.OutlinedShared
	deeperShared
}

type deeperShared struct{ *slice.Shared }

func TestOutlinedShared(t *testing.T) {
	memtest.RunShared(t, func(t mem.Type) (mem.Atomic, error) {
		m, err := slice.NewShared(t)
		return outlinedShared{m.Outlined(), deeperShared{m}}, err
	}, mem.Page, false)
}

// TestSharedViews: a copy of the struct sees what is grown by another, at the same addresses, and that it is closed.
func TestSharedViews(t *testing.T) {
	m, err := slice.NewShared(mem.Type{Min: 0, Max: 3, HasMax: true, Shared: true})
	require.NoError(t, err)
	view := *m
	require.EqualValues(t, 0, m.Grow(1))
	p := view.Word32(8)
	require.EqualValues(t, 1, m.Grow(2))
	require.Same(t, p, view.Word32(8))
	require.EqualValues(t, 3, view.Pages())
	view.Store32(3*mem.Page-4, 7)
	require.EqualValues(t, 7, m.Load32(3*mem.Page-4))
	require.NoError(t, m.Close())
	require.Panics(t, func() { view.Load8(0) })
}

func TestSharedRefuses(t *testing.T) {
	for want, typ := range map[string]mem.Type{
		"is not shared":           {Max: 2, HasMax: true},
		"beyond the maximum":      {Min: 3, Max: 2, HasMax: true, Shared: true},
		"no room for the maximum": {Max: 1 << 47, HasMax: true, Shared: true, Is64: true},
		"281474976710655 pages":   {Shared: true, Is64: true},
	} {
		_, err := slice.NewShared(typ)
		require.ErrorContains(t, err, want)
	}
	_, err := slice.New(mem.Type{Max: 2, HasMax: true, Shared: true})
	require.ErrorContains(t, err, "needs slice.NewShared")
	m, err := slice.NewShared(mem.Type{Max: 1 << 47, HasMax: true, Shared: true, Is64: true}.Limited(1 << 20))
	require.NoError(t, err, "the host's limit is the maximum that counts")
	require.EqualValues(t, 0, m.Grow(16))
	require.EqualValues(t, -1, m.Grow(1))
	require.NoError(t, m.Close())
	require.NoError(t, m.Close())
}

// TestSmallRooms: words are aligned also in memories of few bytes, and what is behind their end is there for those that hold the last bytes.
func TestSmallRooms(t *testing.T) {
	for n := range uint64(40) {
		m, err := slice.NewShared(mem.Type{Min: n, Max: n, HasMax: true, PageSize: 1, Shared: true})
		require.NoError(t, err)
		for ea := range n {
			require.EqualValues(t, 0, atomics.Add8(m.Word8(ea), 1))
			if ea%8 == 0 && ea+8 <= n {
				require.EqualValues(t, 0, atomics.Add64(m.Word64(ea), 0)&^0xff)
			}
		}
		require.NoError(t, m.Close())
	}
}
