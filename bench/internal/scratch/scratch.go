// Package scratch makes temporary Go modules that hold translated packages.
package scratch

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// A Module is a Go module named "generated" that uses the runtime packages of this repository.
type Module struct {
	Dir        string
	translator string // the program wasm2go
}

// New writes go.mod and go.sum into dir and builds the command wasm2go there. root is the root of this repository.
func New(dir, root string) (*Module, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	m := &Module{Dir: dir, translator: filepath.Join(dir, "wasm2go")}
	if err := Run(Command(root, "go", "build", "-o", m.translator, "./cmd/wasm2go")); err != nil {
		return nil, err
	}
	const format = "module generated\n\ngo 1.26\n\n" +
		"require github.com/wasm2go/wasm2go v0.0.0\n\nreplace github.com/wasm2go/wasm2go => %s\n"
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), fmt.Appendf(nil, format, root), 0o666); err != nil {
		return nil, err
	}
	sums, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		return nil, err
	}
	return m, os.WriteFile(filepath.Join(dir, "go.sum"), sums, 0o666)
}

// Go is the go command in the module. It completes go.mod with what the repository itself requires.
func (m *Module) Go(args ...string) *exec.Cmd {
	cmd := Command(m.Dir, "go", args...)
	cmd.Env = append(cmd.Env, "GOFLAGS=-mod=mod")
	return cmd
}

// Translate is the command that translates a file into the directory name of the module. Flags are further ones of wasm2go.
func (m *Module) Translate(wasm, name, mem string, flags ...string) (*exec.Cmd, error) {
	wasm, err := filepath.Abs(wasm)
	if err != nil {
		return nil, err
	}
	args := append([]string{"-mem", mem, "-o", name}, flags...)
	return Command(m.Dir, m.translator, append(args, wasm)...), nil
}

// Command is a command in dir that no Go workspace around it disturbs.
func Command(dir, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off")
	return cmd
}

// Run runs a command; its output becomes part of the error.
func Run(cmd *exec.Cmd) error {
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", filepath.Base(cmd.Path), err, bytes.TrimSpace(out))
	}
	return nil
}
