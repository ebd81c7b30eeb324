package main

import (
	"path/filepath"

	"github.com/wasm2go/wasm2go/bench/internal/scratch"
)

// root is the repository, seen from this directory.
const root = ".."

// buildWasm2go translates every kernel to a package of a temporary module and builds them into one program.
func buildWasm2go(mem, dir string, ks []kernel) (runner, error) {
	m, err := scratch.New(dir, root)
	if err != nil {
		return nil, err
	}
	for _, k := range ks {
		if err := translate(m, k.wasm(), k.name, mem, "-pkg", k.name); err != nil {
			return nil, err
		}
	}
	options := "nochips.go.tmpl"
	if mem == "sram" {
		options = "chips.go.tmpl"
	}
	for file, tmpl := range map[string]string{"main.go": "wasm2go.go.tmpl", "options.go": options} {
		if err := executeTemplate(filepath.Join(dir, file), tmpl, ks); err != nil {
			return nil, err
		}
	}
	if err := scratch.Run(m.Go("build", "-o", "driver", ".")); err != nil {
		return nil, err
	}
	return startProcess(filepath.Join(dir, "driver"))
}

func translate(m *scratch.Module, wasm, name, mem string, flags ...string) error {
	cmd, err := m.Translate(wasm, name, mem, flags...)
	if err != nil {
		return err
	}
	return scratch.Run(cmd)
}
