package sim_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

// TestFileTwice: what keeps the content of a chip is that of one bus, until it is closed; two would mix what they write.
func TestFileTwice(t *testing.T) {
	chip := sim.Chip{Name: "MB85RS64V", File: filepath.Join(t.TempDir(), "content")}
	bus, err := sim.New(sim.Opts{}, chip)
	require.NoError(t, err)
	_, err = sim.New(sim.Opts{}, chip)
	require.ErrorContains(t, err, "content: it is in use")
	_, err = sim.New(sim.Opts{}, sim.Chip{Name: "MB85RS64V"}, chip)
	require.ErrorContains(t, err, "content: it is in use")
	require.NoError(t, bus.Close())

	bus, err = sim.New(sim.Opts{}, chip)
	require.NoError(t, err)
	require.NoError(t, bus.Close())
	_, err = sim.New(sim.Opts{}, chip, chip)
	require.ErrorContains(t, err, "content: it is in use", "two chips of a bus")
}

// TestFileSize: a file of another chip is left as it is.
func TestFileSize(t *testing.T) {
	path := filepath.Join(t.TempDir(), "content")
	require.NoError(t, os.WriteFile(path, make([]byte, 100), 0o666))
	_, err := sim.New(sim.Opts{}, sim.Chip{Name: "MB85RS64V", File: path})
	require.ErrorContains(t, err, "it has 100 bytes, not 8192")
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.EqualValues(t, 100, info.Size())
}
