package programs

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/golden/long"
	"github.com/wasm2go/wasm2go/golden/workspace"
	"github.com/wasm2go/wasm2go/wasitarget"
	"github.com/wasm2go/wasm2go/wasitarget/wasitest"
)

// TestWASI runs the official WASI test programs as translated commands: in the short run those of C and AssemblyScript, which are small.
func TestWASI(t *testing.T) {
	if testing.Short() {
		t.Skip("compiling half a megabyte of WebAssembly takes time; run without -short")
	}
	programs := wasitest.Load(t)
	if !long.Run() {
		programs = slices.DeleteFunc(programs, func(p wasitest.Program) bool { return strings.HasPrefix(p.Name, "rust/") })
	}
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

// TestWASIInterp runs all of them on the interpreter.
func TestWASIInterp(t *testing.T) {
	wasitest.Run(t, func(p wasitest.Program, s *wasitarget.System) error {
		wasm, err := os.ReadFile(p.File)
		require.NoError(t, err)
		return start(wasm, s, interp.Options{Name: p.Name})
	})
}
