package programs

import (
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/golden/workspace"
	"github.com/wasm2go/wasm2go/wasitarget/wasitest"
)

// TestWASI runs the official WASI test programs as translated commands.
func TestWASI(t *testing.T) {
	if testing.Short() {
		t.Skip("compiling three megabytes of WebAssembly takes a minute; run without -short")
	}
	programs := wasitest.Load(t)
	w := workspace.New(t, "programs")
	names := make([]string, len(programs))
	for i, p := range programs {
		wasm, err := os.ReadFile(p.File)
		require.NoError(t, err)
		names[i] = fmt.Sprintf("wasi%03d", i)
		require.NoError(t, w.Translate(t, wasm, compiler.Options{Name: names[i]}), p.Name)
	}
	w.Build(t)
	for i, p := range programs {
		t.Run(p.Name, func(t *testing.T) { p.RunCommand(t, w.Exe(t, names[i])) })
	}
}
