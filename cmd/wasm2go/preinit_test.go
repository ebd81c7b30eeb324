package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPreinit: what initialisation makes is in the output, -check sees whether it is, and what the user may not expect is said.
func TestPreinit(t *testing.T) {
	engine := read(t, "../../compiler/preinit/testdata/engine.wasm")
	state := read(t, "../../compiler/preinit/testdata/state.wasm")
	refused := read(t, "../../compiler/preinit/testdata/refused.wasm")
	inTemp(t, map[string]string{"engine.wasm": engine, "state.wasm": state, "refused.wasm": refused, "add.wasm": addWasm, "go.mod": "module m\n\ngo 1.26\n"})
	mustTool(t, "-preinit", "engine.wasm")
	require.Greater(t, len(read(t, "engine/engine.data")), 50_000)
	require.Empty(t, mustTool(t, "-preinit", "-check", "engine.wasm"))
	code, stdout, _ := tool("-check", "engine.wasm")
	require.Equal(t, 1, code)
	require.Contains(t, stdout, "engine.go")

	code, _, stderr := tool("-preinit=setup", "state.wasm")
	require.Equal(t, 0, code)
	require.Equal(t, "wasm2go: note: state.wasm: -preinit: initialisation asked for arguments, environment or directories (environ_sizes_get), "+
		"and was told that there are none; it may not ask again\n", stderr)

	code, _, stderr = tool("-preinit", "add.wasm")
	require.Equal(t, 1, code)
	require.Contains(t, stderr, "wasm2go: add.wasm: initialisation at translation: there is nothing to run")
	code, _, stderr = tool("-preinit=clock", "refused.wasm")
	require.Equal(t, 1, code)
	require.Contains(t, stderr, "; where that is meant, allow it: -preinit-wasi clock_time_get")
	code, _, stderr = tool("-preinit-wasi", "random_get", "engine.wasm")
	require.Equal(t, 2, code)
	require.Contains(t, stderr, "-preinit-wasi: there is no -preinit")
}

// TestStandaloneSnapshot: with -snapshot the package that needs the method State is among the copies.
func TestStandaloneSnapshot(t *testing.T) {
	inTemp(t, map[string]string{"add.wasm": addWasm, "go.mod": "module m\n\ngo 1.26\n"})
	mustTool(t, "-standalone", "-snapshot", "add.wasm")
	require.Contains(t, read(t, "add/rt/snapshot/snapshot.go"), `"m/add/rt"`)
}
