package golden

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/golden/spec"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// TestSpecInterp runs the WebAssembly core test suite on the interpreter, on each of its run loops, and with memory on simulated
// chips, with a usual cache and with one of two lines.
func TestSpecInterp(t *testing.T) {
	scripts := loadSpec(t, specDir(t))
	for _, v := range []struct {
		name  string
		new   func(mem.Type, *abi.Core) (mem.Memory, error) // nil: guard
		chips string                                        // memory spec for sram
	}{
		{name: "guard"},
		{name: "slice", new: interp.Slice.New},
		{name: "other", new: newOther},
		{name: "sram", new: newOnChips, chips: "sim:chip=APS6404L*8,cache=64K"},
		{name: "sram, two lines", new: newOnChips, chips: "sim:chip=APS6404L*8,cache=64,line=32"},
	} {
		t.Run(v.name, func(t *testing.T) {
			backend := interp.Backend{New: v.new}
			engine := spec.Interpreted{
				Options: interp.Options{Mem: backend},
				Memory:  func(t mem.Type) (mem.Memory, error) { return backend.Make(t, new(abi.Core)) },
			}
			t.Setenv(sram.Variable, v.chips)
			table := newSpecTable()
			for _, name := range slices.Sorted(maps.Keys(scripts)) {
				t.Run(name, func(t *testing.T) {
					var results []spec.Result
					require.NoError(t, spec.Run(scripts[name], &engine, func(r spec.Result) { results = append(results, r) }))
					table.add(name, results)
					judge(t, name, results)
				})
			}
			t.Logf("%s:\n%s", v.name, table)
		})
	}
}

// loadSpec loads all scripts of the test suite, by name: core/elem.
func loadSpec(t *testing.T, dir string) map[string]*spec.Script {
	scripts := map[string]*spec.Script{}
	for _, folder := range specFolders {
		files, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(folder), "*.json"))
		require.NoError(t, err)
		require.NotEmpty(t, files, folder)
		for _, path := range files {
			name := folder + "/" + strings.TrimSuffix(filepath.Base(path), ".json")
			scripts[name], err = spec.Load(path)
			require.NoError(t, err)
		}
	}
	return scripts
}

// otherMemory is a memory of a type that the interpreter does not know.
type otherMemory struct{ *slice.Memory }

func newOther(t mem.Type, _ *abi.Core) (mem.Memory, error) {
	m, err := slice.New(t)
	return otherMemory{m}, err
}

func newOnChips(t mem.Type, core *abi.Core) (mem.Memory, error) { return sram.New(t, core) }
