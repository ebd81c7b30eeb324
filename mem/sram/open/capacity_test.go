package open_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem/sram/open"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
)

// TestCapacity: what a spec says there is room for is what the array has, less than a line at an end not counted.
func TestCapacity(t *testing.T) {
	for _, text := range []string{
		"sim:chip=23LC512*2,heartbeat=1s", "sim:chip=23LC1024,base=100", "sim:chip=23LC1024*3,base=100",
		"sim:chip=23K640*2,line=4096,heartbeat=1s", "sim:chip=23LC512*2,heartbeat=1s,line=32,base=33", "sim:chip=MB85RS64V*3,line=128",
		"file:" + filepath.Join(t.TempDir(), "memory") + ",size=1000001,base=5",
	} {
		s, err := spec.Parse(text)
		require.NoError(t, err)
		capacity, err := s.Capacity()
		require.NoError(t, err)
		opener := open.Simulate
		if s.Path != "" {
			opener = open.File
		}
		a, err := opener(s)
		require.NoError(t, err)
		require.Equal(t, a.Size(), capacity, text)
		require.NoError(t, a.Halt())
	}
}
