//go:build amd64 || arm64

package guard_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/guard"
)

// mapped tells whether pages of an image are mapped.
func mapped(t *testing.T) bool {
	maps, err := os.ReadFile("/proc/self/maps")
	require.NoError(t, err)
	return strings.Contains(string(maps), "memfd:wasm2go")
}

// TestImageIsMapped: memories share the pages of an image, and nothing is left of it when all is closed.
func TestImageIsMapped(t *testing.T) {
	m, err := guard.New(mem.Type{Min: 2})
	require.NoError(t, err)
	require.NoError(t, m.PutUint8(100, 1))
	img, err := m.Image()
	require.NoError(t, err)
	require.EqualValues(t, os.Getpagesize(), img.Held())
	require.False(t, mapped(t))
	require.NoError(t, m.SetImage(img))
	require.True(t, mapped(t))
	require.NoError(t, m.Close())
	require.False(t, mapped(t))
	require.NoError(t, img.Close())
}
