package guard_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/guard"
	"github.com/wasm2go/wasm2go/mem/slice"
)

// TestImageOfOthers: images go from one kind of memory to another, and pages that were mapped from one do not come back with the next.
func TestImageOfOthers(t *testing.T) {
	typ := mem.Type{Min: 1, Max: 20, HasMax: true}
	g, err := guard.New(typ)
	require.NoError(t, err)
	defer g.Close()
	s, err := slice.New(typ)
	require.NoError(t, err)
	images := map[byte]mem.Image{}
	for pages := uint64(1); pages <= 12; pages += 3 {
		for _, m := range []mem.Memory{g, s} {
			require.NoError(t, mem.GrowTo(m, pages*mem.Page))
			value := byte(2 * pages)
			if m == s {
				value++
			}
			require.NoError(t, m.PutUint8(0, value))
			require.NoError(t, m.PutUint8(m.Size()-9, value))
			img, err := mem.ImageOf(m)
			require.NoError(t, err)
			defer img.Close()
			images[value] = img
		}
	}
	for range 5 {
		for value, img := range images { // in any order
			for _, m := range []mem.Memory{g, s} {
				require.NoError(t, mem.SetImage(m, img))
				require.Equal(t, img.Size(), m.Size())
				for i, want := range map[uint64]byte{0: value, 1: 0, m.Size() - 9: value, m.Size() - 1: 0} {
					v, err := m.Uint8(i)
					require.NoError(t, err)
					require.Equal(t, want, v, "%d at %d", value, i)
				}
				require.NoError(t, m.PutUint8(1, 77))
				if m.Grow(1) >= 0 {
					v, err := m.Uint64(m.Size() - mem.Page)
					require.NoError(t, err)
					require.Zero(t, v)
					require.NoError(t, m.PutUint8(m.Size()-1, 77))
				}
			}
		}
	}
}

// TestImageLimits: a memory does not become larger by an image than it may be, and a closed one has none.
func TestImageLimits(t *testing.T) {
	large, err := guard.New(mem.Type{Min: 3})
	require.NoError(t, err)
	defer large.Close()
	img, err := large.Image()
	require.NoError(t, err)
	defer img.Close()
	require.Zero(t, img.Held())
	small, err := guard.New(mem.Type{Min: 1, Limit: 2})
	require.NoError(t, err)
	require.ErrorContains(t, small.SetImage(img), "the memory has")
	require.NoError(t, small.Close())
	require.EqualError(t, small.SetImage(img), "the memory is closed")
}
