package spec_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/golden/spec"
	"github.com/wasm2go/wasm2go/golden/workspace"
)

// TestInterpreted runs the WebAssembly core test suite on the interpreter, on each of its run loops, and with memory on simulated
// chips, with a usual cache and with one of two lines. The short run has everything on the first, and the essentials on the others.
func TestInterpreted(t *testing.T) {
	run := interpretHere
	if on := chosenMachine(t); on.emulator != nil {
		run = interpretOn(t, on)
	}
	for _, v := range []struct {
		name     string
		memory   string
		short    selection
		unshared bool
	}{
		{"guard", "guard", everything, false},
		{"slice", "slice", essentials, false},
		{"other", "other", essentials, true},
		{"sram", "sim:chip=APS6404L*8,cache=64K", essentials, true},
		{"sram, two lines", "sim:chip=APS6404L*8,cache=64,line=32", essentials, true},
	} {
		t.Run(v.name, func(t *testing.T) { run(t, v.memory, chosen(v.short).without(v.unshared)) })
	}
}

// interpretHere runs scripts in this process.
func interpretHere(t *testing.T, memory string, selected selection) {
	scripts := selected.load(t)
	engine := spec.NewInterpreted(memory)
	table := newTable()
	for _, name := range scripts.names() {
		t.Run(name, func(t *testing.T) {
			var results []spec.Result
			require.NoError(t, spec.Run(scripts[name], engine, func(r spec.Result) { results = append(results, r) }))
			table.add(name, results)
			judge(t, name, results)
		})
	}
	t.Logf("%s:\n%s", memory, table)
	require.Empty(t, table.compare(selected.pins), "see pins_test.go")
}

// interpretOn builds a driver that interprets, and gives what runs scripts on it.
func interpretOn(t *testing.T, on machine) func(*testing.T, string, selection) {
	w := workspace.New(t, "specdriver")
	w.WriteTemplate(t, "driver/main.go", "driver/interpreter.go.txt", nil)
	command, out, err := on.build(w)
	require.NoError(t, err, string(out))
	return func(t *testing.T, memory string, selected selection) {
		runScripts(t, "scripts", slices.Concat(command, []string{memory}), selected.load(t), selected.pins)
	}
}
