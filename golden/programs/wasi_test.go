package programs

import (
	"fmt"
	"os"
	"path"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/golden/long"
	"github.com/wasm2go/wasm2go/golden/workspace"
	"github.com/wasm2go/wasm2go/mem/sram/open"
	"github.com/wasm2go/wasm2go/wasitarget"
	"github.com/wasm2go/wasm2go/wasitarget/wasitest"
)

// wasiChips are the chips for the official WASI programs: most have a stack of 1 MiB.
const wasiChips = "sim:chip=APS6404L,cache=16K"

// TestWASIInterp runs the official WASI test programs on the interpreter, with each memory.
func TestWASIInterp(t *testing.T) {
	for name, backend := range interpMemories(wasiChips) {
		t.Run(name, func(t *testing.T) {
			wasitest.Run(t, func(p wasitest.Program, s *wasitarget.System) error {
				wasm, err := os.ReadFile(p.File)
				require.NoError(t, err)
				return start(wasm, s, interp.Options{Name: p.Name, Mem: backend})
			})
		})
	}
}

// A wasiPackage is a translated program, one of many in an executable: linking them one by one would take longer than compiling them.
type wasiPackage struct {
	Dir, Ident string // its folder in the workspace, and its name in the main function
	program    wasitest.Program
	backend    string
}

// shortWASI are how many bytes the programs have that the short run compiles for each memory: without those of Rust, half a megabyte in all.
var shortWASI = map[string]int{"guard": 40_000, "slice": 20_000, "sram": 20_000}

// TestWASI runs them as translated commands, with each memory.
func TestWASI(t *testing.T) {
	if testing.Short() {
		t.Skip("compiling half a megabyte of WebAssembly takes time; run without -short")
	}
	w := workspace.New(t, "programs")
	var packages []wasiPackage
	for i, program := range wasitest.Load(t) {
		wasm, err := os.ReadFile(program.File)
		require.NoError(t, err)
		for _, backend := range memoryNames {
			if !long.Run() && len(wasm) > shortWASI[backend] {
				continue
			}
			p := wasiPackage{fmt.Sprintf("%s/p%03d", backend, i), fmt.Sprintf("%s%03d", backend, i), program, backend}
			o := compiler.Options{Name: p.Dir, Package: path.Base(p.Dir), PackageGiven: true, Mem: backend}
			require.NoError(t, w.Translate(t, wasm, o), program.Name)
			packages = append(packages, p)
		}
	}
	w.WriteTemplate(t, "use/main.go", "wasi/main.go.txt", packages)
	w.Build(t)
	exe := w.Exe(t, "use")
	for _, p := range packages {
		t.Run(p.backend+"/"+p.program.Name, func(t *testing.T) {
			env := []string{"WASM2GO_PROGRAM=" + p.Dir}
			if p.backend == "sram" {
				env = append(env, open.Variable+"="+wasiChips)
			}
			p.program.Env = slices.Concat(p.program.Env, env)
			p.program.RunCommand(t, exe)
		})
	}
}
