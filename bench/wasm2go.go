package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/wasm2go/wasm2go/bench/internal/scratch"
)

// root is the repository, seen from this directory.
const root = ".."

// buildWasm2go translates every kernel to a package of a temporary module and builds them into one program. root is the repository whose
// wasm2go does so, with some flags more; flags are those of go build.
func buildWasm2go(root, mem, dir string, ks []kernel, translation []string, flags ...string) (runner, error) {
	m, err := scratch.New(dir, root)
	if err != nil {
		return nil, err
	}
	for _, k := range ks {
		if err := translate(m, k.wasm(), k.name, mem, append([]string{"-pkg", k.name}, translation...)...); err != nil {
			return nil, err
		}
	}
	options := "nochips.go.tmpl"
	if mem == "sram" {
		options = "chips.go.tmpl"
	}
	if err := driverFile(m, root, "options.go", options, ks); err != nil {
		return nil, err
	}
	return startDriver(m, root, "wasm2go.go.tmpl", ks, flags)
}

// buildInterp builds a program that runs the kernels on the interpreter of the repository root.
func buildInterp(root, dir string, ks []kernel, flags ...string) (runner, error) {
	m, err := scratch.New(dir, root)
	if err != nil {
		return nil, err
	}
	kernels, err := filepath.Abs(kernelDir)
	if err != nil {
		return nil, err
	}
	return startDriver(m, root, "interp.go.tmpl", ks, flags, kernels)
}

// startDriver builds the module's main package of a driver template and starts it.
func startDriver(m *scratch.Module, root, name string, ks []kernel, flags []string, args ...string) (runner, error) {
	if err := driverFile(m, root, "main.go", name, ks); err != nil {
		return nil, err
	}
	if err := scratch.Run(m.Go(slices.Concat([]string{"build", "-o", "driver"}, flags, []string{"."})...)); err != nil {
		return nil, err
	}
	return startProcess(filepath.Join(m.Dir, "driver"), args...)
}

// driverFile writes a file of that package. A repository's own template fits its API best.
func driverFile(m *scratch.Module, root, file, name string, ks []kernel) error {
	text, err := os.ReadFile(filepath.Join(root, "bench", "drivers", name))
	if errors.Is(err, fs.ErrNotExist) {
		text, err = drivers.ReadFile("drivers/" + name)
	}
	if err != nil {
		return err
	}
	return writeDriver(filepath.Join(m.Dir, file), text, ks)
}

func translate(m *scratch.Module, wasm, name, mem string, flags ...string) error {
	cmd, err := m.Translate(wasm, name, mem, flags...)
	if err != nil {
		return err
	}
	return scratch.Run(cmd)
}
