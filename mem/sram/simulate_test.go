package sram_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// newInstance makes a memory as the New of a generated package does.
func newInstance(t mem.Type, on ...rt.Option) (*sram.Memory, *abi.Core, error) {
	core := new(abi.Core)
	core.Open(core, "test", "", on)
	m, err := sram.New(t, core)
	if err == nil {
		core.Own(m)
	}
	return m, core, err
}

// TestNewDefault: an instance that was given no array has its memory on simulated chips, and closes them.
func TestNewDefault(t *testing.T) {
	t.Setenv(sram.Variable, "")
	m, core, err := newInstance(mem.Type{Min: 200}) // more than one chip has
	require.NoError(t, err)
	require.NoError(t, m.PutUint32(200<<16-4, 7))
	v, err := m.Uint32(200<<16 - 4)
	require.NoError(t, err)
	require.EqualValues(t, 7, v)
	require.NoError(t, core.Close())
}

// TestNewFromEnv: it may name simulated chips, but hardware is for the program to open.
func TestNewFromEnv(t *testing.T) {
	t.Setenv(sram.Variable, "sim:chip=23LC1024")
	m, core, err := newInstance(mem.Type{Min: 1})
	require.NoError(t, err)
	require.EqualValues(t, 1, m.Grow(1))
	require.EqualValues(t, -1, m.Grow(1), "the chip is full")
	require.EqualValues(t, 2, m.Pages())
	require.NoError(t, core.Close())

	_, core, err = newInstance(mem.Type{Min: 3})
	require.ErrorContains(t, err, "needs 196608 bytes, 23LC1024{sim.0} has 131072")
	require.NoError(t, core.Close())

	t.Setenv(sram.Variable, "chip=23LC1024")
	_, _, err = newInstance(mem.Type{Min: 1})
	require.ErrorContains(t, err, `array, err := periph.Open("chip=23LC1024")`)

	t.Setenv(sram.Variable, "chip=")
	_, _, err = newInstance(mem.Type{Min: 1})
	require.ErrorContains(t, err, "WASM2GO_SRAM: memory spec")
}

// TestDefaultSpec: the default has room, and says once that it simulates.
func TestDefaultSpec(t *testing.T) {
	var said bytes.Buffer
	for need, want := range map[uint64]string{
		0: "sim:chip=APS6404L", 8 << 20: "sim:chip=APS6404L", 8<<20 + 1: "sim:chip=APS6404L*2", 1 << 40: "sim:chip=APS6404L*64",
	} {
		require.Equal(t, want, sram.DefaultSpec(need, &said).String())
	}
	require.LessOrEqual(t, bytes.Count(said.Bytes(), []byte("\n")), 1)
}

// TestSimulateFile: FRAM that is simulated keeps its content, each chip in a file.
func TestSimulateFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "fram")
	for _, options := range []string{"", ",interleave,line=32"} {
		s, err := sram.ParseSpec("sim:chip=MB85RS64V*2,file=" + file + options)
		require.NoError(t, err)
		a, err := s.Simulate()
		require.NoError(t, err)
		m, err := a.NewMemory(mem.Type{Min: 16000, PageSize: 1})
		require.NoError(t, err)
		text := bytes.Repeat([]byte("kept"+options), 16000)[:16000]
		require.NoError(t, m.WriteAt(text, 0))
		require.NoError(t, s.Close(a, nil))
		for _, chip := range []string{".0", ".1"} {
			kept, err := os.ReadFile(file + chip)
			require.NoError(t, err)
			require.Len(t, kept, 8<<10)
			require.Contains(t, string(kept), "kept"+options)
		}
	}

	s, err := sram.ParseSpec("sim:chip=MB85RS1MT,file=" + filepath.Join(t.TempDir(), "no", "such", "directory"))
	require.NoError(t, err)
	_, err = s.Simulate()
	require.ErrorContains(t, err, "no such file or directory")
}

// TestStats: the counters and the hot lines, also of a memory that was closed.
func TestStats(t *testing.T) {
	s, err := sram.ParseSpec("sim:chip=23LC1024,cache=256,line=32,stats")
	require.NoError(t, err)
	a, err := s.Simulate()
	require.NoError(t, err)
	m, err := a.NewMemory(mem.Type{Min: 2})
	require.NoError(t, err)
	for i := range uint64(10) {
		require.NoError(t, m.PutUint8(i*64, 1))
	}
	require.NoError(t, m.Close())
	var out bytes.Buffer
	require.NoError(t, s.Close(a, &out))
	require.Contains(t, out.String(), "sim:chip=23LC1024,cache=256,line=32,stats\n")
	require.Regexp(t, `(?m)^ *misses +10\b`, out.String())
	require.Regexp(t, `misses by address, \d+ bytes a row:\n +0x0 +\d+ #{40}\n`, out.String())
}
