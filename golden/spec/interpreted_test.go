package spec_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/golden/spec"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/mem/sram/periph"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// TestInterpreted runs the WebAssembly core test suite on the interpreter, on each of its run loops, and with memory on simulated
// chips, with a usual cache and with one of two lines. The short run has everything on the first, and the essentials on the others.
func TestInterpreted(t *testing.T) {
	for _, v := range []struct {
		name     string
		new      func(mem.Type, *abi.Core) (mem.Memory, error) // nil: guard
		short    selection
		unshared bool
	}{
		{name: "guard", short: everything},
		{name: "slice", new: interp.Slice.New, short: essentials},
		{name: "other", new: newOther, short: essentials, unshared: true},
		{name: "sram", new: onChips("sim:chip=APS6404L*8,cache=64K"), short: essentials, unshared: true},
		{name: "sram, two lines", new: onChips("sim:chip=APS6404L*8,cache=64,line=32"), short: essentials, unshared: true},
	} {
		t.Run(v.name, func(t *testing.T) {
			selected := chosen(v.short).without(v.unshared)
			scripts := selected.load(t)
			backend := interp.Backend{New: v.new}
			engine := spec.Interpreted{
				Options: interp.Options{Mem: backend},
				Memory:  func(t mem.Type) (mem.Memory, error) { return backend.Make(t, new(abi.Core)) },
			}
			table := newTable()
			for _, name := range scripts.names() {
				t.Run(name, func(t *testing.T) {
					var results []spec.Result
					require.NoError(t, spec.Run(scripts[name], &engine, func(r spec.Result) { results = append(results, r) }))
					table.add(name, results)
					judge(t, name, results)
				})
			}
			t.Logf("%s:\n%s", v.name, table)
			require.Empty(t, table.compare(selected.pins), "see pins_test.go")
		})
	}
}

// otherMemory is a memory of a type that the interpreter does not know.
type otherMemory struct{ *slice.Memory }

func newOther(t mem.Type, _ *abi.Core) (mem.Memory, error) {
	m, err := slice.New(t)
	return otherMemory{m}, err
}

// onChips makes each memory on chips of its own.
func onChips(spec string) func(mem.Type, *abi.Core) (mem.Memory, error) {
	return func(t mem.Type, _ *abi.Core) (mem.Memory, error) {
		a, err := periph.Open(spec)
		if err != nil {
			return nil, err
		}
		return a.NewMemory(t)
	}
}
