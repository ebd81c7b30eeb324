package layout

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/decode"
)

// TestFind: what wasm-ld made of C programs, with the stack first and with the static data first, and what is left to guess.
func TestFind(t *testing.T) {
	for path, want := range map[string][]Region{
		"../../testdata/programs/life.wasm": {
			{"static data", 0x2000, 0x2a4c}, {"zeroed data", 0x2a4c, 0x8e90}, {"auxiliary stack", 0, 0x2000}, {"heap", 0x8e90, 0},
		},
		"../../testdata/kernels/sieve.wasm":                 nil,
		"../../golden/programs/testdata/sram/heapbase.wasm": {{"static data", 1020, 1024}, {"heap", 1024, 0}},
		"../../golden/programs/testdata/sram/grow.wasm":     nil,
		"../../mem/sram/persist/testdata/queue.wasm":        {{"static data", 0, 5}, {"heap", 16, 0}},
	} {
		file, err := os.ReadFile(path)
		require.NoError(t, err)
		m, err := decode.Decode(file)
		require.NoError(t, err)
		require.Equal(t, want, Find(m).Regions(), path)
	}
}
