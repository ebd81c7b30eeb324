package open_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram/open"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
)

// TestFromEnv: without the variable the chips are emulated, there are enough of them, and that is said.
func TestFromEnv(t *testing.T) {
	t.Setenv(open.Variable, "sim:chip=23LC1024")
	s, err := open.FromEnv(1 << 40)
	require.NoError(t, err)
	require.Equal(t, "sim:chip=23LC1024", s.String())

	t.Setenv(open.Variable, "chip=")
	_, err = open.FromEnv(0)
	require.ErrorContains(t, err, "WASM2GO_SRAM: memory spec")

	t.Setenv(open.Variable, "")
	stderr := os.Stderr
	said, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	require.NoError(t, err)
	os.Stderr = said
	s, err = open.FromEnv(200 << 16) // more than one chip has
	os.Stderr = stderr
	require.NoError(t, err)
	require.NoError(t, said.Close())
	text, err := os.ReadFile(said.Name())
	require.NoError(t, err)
	require.Equal(t, "WASM2GO_SRAM is not set: memory is on emulated chips, sim:chip=APS6404L*2\n", string(text))

	a, err := open.Simulate(s)
	require.NoError(t, err)
	m, err := a.NewMemory(mem.Type{Min: 200})
	require.NoError(t, err)
	require.NoError(t, m.PutUint32(200<<16-4, 7))
	v, err := m.Uint32(200<<16 - 4)
	require.NoError(t, err)
	require.EqualValues(t, 7, v)
	require.NoError(t, open.Close(s, a, nil))
}

// TestSimulateFile: FRAM that is simulated keeps its content, each chip in a file.
func TestSimulateFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "fram")
	for _, options := range []string{"", ",line=32"} {
		s, err := spec.Parse("sim:chip=MB85RS64V*2,file=" + file + options)
		require.NoError(t, err)
		a, err := open.Simulate(s)
		require.NoError(t, err)
		m, err := a.NewMemory(mem.Type{Min: 16000, PageSize: 1})
		require.NoError(t, err)
		text := bytes.Repeat([]byte("kept"+options), 16000)[:16000]
		require.NoError(t, m.WriteAt(text, 0))
		require.NoError(t, open.Close(s, a, nil))
		for _, chip := range []string{".0", ".1"} {
			kept, err := os.ReadFile(file + chip)
			require.NoError(t, err)
			require.Len(t, kept, 8<<10)
			require.Contains(t, string(kept), "kept"+options)
		}
	}

	s, err := spec.Parse("sim:chip=MB85RS1MT,file=" + filepath.Join(t.TempDir(), "no", "such", "directory"))
	require.NoError(t, err)
	_, err = open.Simulate(s)
	require.ErrorContains(t, err, "no such file or directory")
}

// TestStats: the counters and the hot lines, also of a memory that was closed.
func TestStats(t *testing.T) {
	s, err := spec.Parse("sim:chip=23LC1024,cache=256,line=32,stats")
	require.NoError(t, err)
	a, err := open.Simulate(s)
	require.NoError(t, err)
	m, err := a.NewMemory(mem.Type{Min: 2})
	require.NoError(t, err)
	for i := range uint64(10) {
		require.NoError(t, m.PutUint8(i*64, 1))
	}
	require.NoError(t, m.Close())
	var out bytes.Buffer
	require.NoError(t, open.Close(s, a, &out))
	require.Contains(t, out.String(), "sim:chip=23LC1024,cache=256,line=32,stats\n23LC1024: 2.5 to 5.5 V\n")
	require.Regexp(t, `(?m)^ *misses +10\b`, out.String())
	require.Regexp(t, `misses by address, \d+ bytes a row:\n +0x0 +\d+ #{40}\n`, out.String())
}

// TestHeartbeat: each chip has its canary, and lines are not divided.
func TestHeartbeat(t *testing.T) {
	for text, want := range map[string]uint64{
		"sim:chip=23LC1024*2,heartbeat=60s":           256<<10 - 2*64,
		"sim:chip=23LC1024*2,heartbeat=60s,line=4K":   256<<10 - 2*4096,
		"sim:chip=MB85RS64V*2,heartbeat=60s,base=10K": 6 << 10,
	} {
		s, err := spec.Parse(text)
		require.NoError(t, err)
		a, err := open.Simulate(s)
		require.NoError(t, err)
		require.Equal(t, want, a.Size(), text)
		has, err := s.Capacity()
		require.NoError(t, err)
		require.LessOrEqual(t, a.Size(), has)
		m, err := a.NewMemory(mem.Type{Min: want, PageSize: 1})
		require.NoError(t, err)
		m.Fill(0, 0xa5, want)
		require.NoError(t, open.Close(s, a, nil))
	}
}
