package passes

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/front"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/internal/lanes"
	"github.com/wasm2go/wasm2go/compiler/internal/lower"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// modules are those of the repository, and of the official test suite where there is one.
func modules(t *testing.T) (paths []string) {
	spec := os.Getenv("WASM_SPEC_DIR")
	if spec == "" {
		spec = "../../../../shared/spec"
	}
	if real, err := filepath.EvalSymlinks(spec); err == nil {
		spec = real
	}
	for _, root := range []string{"../../../testdata", "../../../golden", "../../testdata", "../../interp/testdata", spec} {
		err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
			if filepath.Ext(path) == ".wasm" {
				paths = append(paths, path)
			}
			return err
		})
		if root != spec {
			require.NoError(t, err)
		}
	}
	return paths
}

// Every pass leaves behind what the next stage relies on.
func TestPassesKeepInvariants(t *testing.T) {
	functions := 0
	for _, path := range modules(t) {
		file, err := os.ReadFile(path)
		require.NoError(t, err)
		m, bodies, err := front.Check(file)
		if err != nil {
			continue // what is invalid or not translated
		}
		graph := Calls(m, bodies)
		for i, body := range bodies {
			functions++
			for k, run := range [][]Pass{All(NaNs(false)), Early(NaNs(false)), All(NaNs(true)), Early(NaNs(true))} {
				f := lower.Func(m, uint32(m.ImportedFuncs+i), body, ir.Metering{})
				checked(t, path, m, f, "lower")
				if f.Tails {
					TailLoop(f)
					checked(t, path, m, f, "tail loop")
				}
				Unroll(f)
				checked(t, path, m, f, "unroll")
				Raise(f, graph)
				checked(t, path, m, f, "raise")
				lanes.Split(f)
				checked(t, path, m, f, "lanes")
				for _, p := range run {
					p.Run(f)
					checked(t, path, m, f, p.Name)
				}
				faults := slices.Repeat([]bool{true}, len(m.Memories))
				if k%2 == 0 {
					Floats(f, faults)
				} else {
					IntegersOnly(f, faults)
				}
				checked(t, path, m, f, "floats")
			}
		}
	}
	require.Greater(t, functions, 1000)
}

func checked(t *testing.T, path string, m *wasm.Module, f *ir.Func, stage string) {
	if err := ir.Check(m, f); err != nil {
		require.NoError(t, err, "after %s: %s", stage, path)
	}
}
