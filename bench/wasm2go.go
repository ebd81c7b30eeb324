package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/wasm2go/wasm2go/bench/internal/scratch"
)

// root is the repository, seen from this directory.
const root = ".."

// buildWasm2go translates every kernel to a package of a temporary module and builds them into one program. root is the repository whose
// wasm2go does so.
func buildWasm2go(root, mem, dir string, ks []kernel) (runner, error) {
	m, err := scratch.New(dir, root)
	if err != nil {
		return nil, err
	}
	for _, k := range ks {
		if err := translate(m, k.wasm(), k.name, mem, "-pkg", k.name); err != nil {
			return nil, err
		}
	}
	return startDriver(m, root, "wasm2go.go.tmpl", ks)
}

// buildInterp builds a program that runs the kernels on the interpreter of the repository root.
func buildInterp(root, dir string, ks []kernel) (runner, error) {
	m, err := scratch.New(dir, root)
	if err != nil {
		return nil, err
	}
	kernels, err := filepath.Abs(kernelDir)
	if err != nil {
		return nil, err
	}
	return startDriver(m, root, "interp.go.tmpl", ks, kernels)
}

// startDriver builds the module's main package of a driver template and starts it. A repository's own template fits its API best.
func startDriver(m *scratch.Module, root, name string, ks []kernel, args ...string) (runner, error) {
	text, err := os.ReadFile(filepath.Join(root, "bench", "drivers", name))
	if errors.Is(err, fs.ErrNotExist) {
		text, err = drivers.ReadFile("drivers/" + name)
	}
	if err != nil {
		return nil, err
	}
	if err := writeDriver(filepath.Join(m.Dir, "main.go"), text, ks); err != nil {
		return nil, err
	}
	if err := scratch.Run(m.Go("build", "-o", "driver", ".")); err != nil {
		return nil, err
	}
	return startProcess(filepath.Join(m.Dir, "driver"), args...)
}

func translate(m *scratch.Module, wasm, name, mem string, flags ...string) error {
	cmd, err := m.Translate(wasm, name, mem, flags...)
	if err != nil {
		return err
	}
	return scratch.Run(cmd)
}
