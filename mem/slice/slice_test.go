package slice_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/memtest"
	"github.com/wasm2go/wasm2go/mem/slice"
)

func open(t mem.Type) (memtest.Backend, error)   { return slice.New(t) }
func open64(t mem.Type) (memtest.Backend, error) { return slice.New64(t) }

func TestMemory(t *testing.T)    { memtest.Run(t, open) }
func TestBytePages(t *testing.T) { memtest.RunBytePages(t, open) }
func TestMemory64(t *testing.T)  { memtest.Run64(t, open64) }

func TestTooLarge(t *testing.T) {
	_, err := slice.New64(mem.Type{Min: 1 << 47, Is64: true})
	require.ErrorContains(t, err, "too large")
	_, err = slice.New64(mem.Type{Min: 1 << 44, Is64: true})
	require.Error(t, err)
	_, err = slice.New(mem.Type{Min: 65537})
	require.ErrorContains(t, err, "too large")
	_, err = slice.New(mem.Type{Is64: true})
	require.Error(t, err)
	_, err = slice.New64(mem.Type{})
	require.Error(t, err)
}

func TestGrowthThatFailsChangesNothing(t *testing.T) {
	m, err := slice.New64(mem.Type{Min: 1, Is64: true})
	require.NoError(t, err)
	require.EqualValues(t, -1, m.Grow(1<<44))
	require.EqualValues(t, 1, m.Pages())
	require.EqualValues(t, 1, m.Grow(1))
}

func TestOldViewKeepsOldBytes(t *testing.T) {
	m, err := slice.New(mem.Type{Min: 1})
	require.NoError(t, err)
	view := *m
	require.EqualValues(t, 1, m.Grow(1))
	require.EqualValues(t, 1, view.Pages())
	require.EqualValues(t, 2, m.Pages())
}

// A memory that grows page by page is not copied each time.
func TestHeadroom(t *testing.T) {
	m, err := slice.New(mem.Type{Min: 64})
	require.NoError(t, err)
	allocs := testing.AllocsPerRun(1, func() {
		for range 64 {
			m.Grow(1)
		}
	})
	require.Less(t, allocs, 20.0)
}
