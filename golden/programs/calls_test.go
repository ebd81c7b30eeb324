package programs

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/golden/workspace"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram/open"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
	"github.com/wasm2go/wasm2go/wasitarget"
	"github.com/wasm2go/wasm2go/wasitarget/wasitest/calls"
)

// memoryNames are the backends.
var memoryNames = []string{"guard", "slice", "sram"}

// interpMemories are the backends for the interpreter. With sram each memory has emulated chips of its own, as the spec says.
func interpMemories(chips string) map[string]interp.Backend {
	return map[string]interp.Backend{
		"guard": interp.Guard,
		"slice": interp.Slice,
		"sram": {New: func(t mem.Type, _ *abi.Core) (mem.Memory, error) {
			s, err := spec.Parse(chips)
			if err != nil {
				return nil, err
			}
			array, err := open.Simulate(s)
			if err != nil {
				return nil, err
			}
			return array.NewMemory(t)
		}},
	}
}

// TestCalls makes random calls of WASI through both engines, on all memories: as long on each as the environment variable
// WASM2GO_CALLS says, a few without it.
func TestCalls(t *testing.T) {
	wasm, err := os.ReadFile(filepath.Join("testdata", "calls", "calls.wasm"))
	require.NoError(t, err)
	memories := interpMemories("sim:chip=23LC1024*2,cache=128K")
	for _, name := range memoryNames {
		t.Run("interpreted/"+name, func(t *testing.T) {
			m, err := interp.Compile(wasm, interp.Options{Mem: memories[name]})
			require.NoError(t, err)
			n, err := calls.Run(func(s *wasitarget.System) (rt.Instance, error) { return m.Instantiate(context.Background(), s) })
			require.NoError(t, err)
			t.Logf("%d calls", n)
		})
	}
	t.Run("translated", func(t *testing.T) {
		exe := buildCalls(t, wasm)
		for _, name := range memoryNames {
			t.Run(name, func(t *testing.T) {
				out, err := exec.Command(exe, name).CombinedOutput()
				require.NoError(t, err, "%s", out)
				t.Logf("%s", out)
			})
		}
	})
}

// buildCalls builds one program with the module in all translations, under the race detector where the test runs under it.
func buildCalls(t *testing.T, wasm []byte) (exe string) {
	w := workspace.New(t, "programs")
	for _, name := range memoryNames {
		require.NoError(t, w.Translate(t, wasm, compiler.Options{Name: name, Mem: name}))
	}
	source, err := os.ReadFile(filepath.Join("testdata", "calls", "main.go.txt"))
	require.NoError(t, err)
	w.Write(t, "use/main.go", source)
	args := append(w.Flags(), "-o", w.Bin)
	if underRace() {
		args = append(args, "-race")
	}
	out, err := w.Go(append(args, "./use")...).CombinedOutput()
	require.NoError(t, err, "%s", out)
	return w.Exe(t, "use")
}

// underRace tells whether this test was built with -race.
func underRace() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}
