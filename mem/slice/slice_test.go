package slice_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/memtest"
	"github.com/wasm2go/wasm2go/mem/slice"
)

func open(t mem.Type) (mem.Linear, error)   { return slice.New(t) }
func open64(t mem.Type) (mem.Linear, error) { return slice.New64(t) }

func TestMemory(t *testing.T)    { memtest.Run(t, open) }
func TestBytePages(t *testing.T) { memtest.RunBytePages(t, open) }
func TestMemory64(t *testing.T)  { memtest.Run64(t, open64) }

// outlined is a memory as functions see it whose accesses are calls.
type outlined struct {
	slice.Outlined
	deeper
}

type deeper struct{ *slice.Memory }

func TestOutlined(t *testing.T) {
	memtest.Run(t, func(t mem.Type) (mem.Linear, error) {
		m, err := slice.New(t)
		return outlined{m.Outlined(), deeper{m}}, err
	})
}

func TestTooLarge(t *testing.T) {
	_, err := slice.New64(mem.Type{Min: 1 << 47, Is64: true})
	require.ErrorContains(t, err, "too large")
	_, err = slice.New64(mem.Type{Min: 1 << 44, Is64: true})
	require.Error(t, err)
	_, err = slice.New(mem.Type{Min: 65537})
	require.ErrorContains(t, err, "beyond the maximum")
}

// New and New64 are the same: what addresses a memory has is a matter of its type.
func TestNewTakesBothAddresses(t *testing.T) {
	for _, typ := range []mem.Type{{Min: 1}, {Min: 1, Is64: true}} {
		m, err := slice.New(typ)
		require.NoError(t, err)
		require.Equal(t, typ, m.Type())
		m, err = slice.New64(typ)
		require.NoError(t, err)
		require.Equal(t, typ, m.Type())
	}
}

func TestGrowthThatFailsChangesNothing(t *testing.T) {
	m, err := slice.New64(mem.Type{Min: 1, Is64: true})
	require.NoError(t, err)
	require.EqualValues(t, -1, m.Grow(1<<44))
	require.EqualValues(t, 1, m.Pages())
	require.EqualValues(t, 1, m.Grow(1))
}

func TestOldCopyKeepsOldBytes(t *testing.T) {
	m, err := slice.New(mem.Type{Min: 1})
	require.NoError(t, err)
	old := *m
	require.EqualValues(t, 1, m.Grow(1))
	require.EqualValues(t, 1, old.Pages())
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
