package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram/open"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// A runner calls the function run of a kernel; the time is that of the call alone.
type runner interface {
	Run(k kernel, n int32) (result int32, elapsed time.Duration, err error)
	Close() error
}

// An engine is one column of the table.
type engine struct {
	name string
	slow bool // an interpreter: runs with the small argument, and its time is scaled up
	// build makes what is needed to run the kernels, in a directory of its own.
	build func(dir string, ks []kernel) (runner, error)
}

// engines returns all engines in the order of the columns; backends are names for wasm2go's flag -mem.
func engines(backends []string) []engine {
	native := func(cc string) func(string, []kernel) (runner, error) {
		return func(dir string, ks []kernel) (runner, error) { return buildNative(cc, dir, ks) }
	}
	list := []engine{
		{name: "clang", build: native("clang-22")},
		{name: "gcc", build: native("gcc")},
		{name: "wasm2c", build: buildWasm2c},
	}
	return append(append(list, translations(backends)...),
		engine{name: "wazero", build: newWazeroCompiler},
		interpreter("interp", interp.Guard),
		interpreter("interp slice", interp.Slice),
		interpreter("interp sram", interp.Backend{New: onChips}),
		engine{name: "wazero interp", slow: true, build: newWazeroInterpreter},
	)
}

// translations are wasm2go's, with each memory.
func translations(backends []string) (list []engine) {
	for _, mem := range backends {
		list = append(list, engine{name: mem, build: func(dir string, ks []kernel) (runner, error) {
			return buildWasm2go(root, mem, dir, ks, nil)
		}})
	}
	return list
}

// interpreter is wasm2go's, with a memory.
func interpreter(name string, backend interp.Backend) engine {
	return engine{name: name, slow: true, build: func(_ string, ks []kernel) (runner, error) { return newInterp(backend, ks) }}
}

// onChips makes a memory on emulated chips of its own, those that WASM2GO_SRAM names.
func onChips(t mem.Type, _ *abi.Core) (mem.Memory, error) {
	s, err := open.FromEnv(t.Min * t.PageBytes())
	if err != nil {
		return nil, err
	}
	a, err := open.Simulate(s)
	if err != nil {
		return nil, err
	}
	return a.NewMemory(t)
}

// A process is a runner behind a pipe: it answers lines "KERNEL N" with "RESULT NANOSECONDS".
type process struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out io.Reader
}

func startProcess(path string, args ...string) (*process, error) {
	p := &process{cmd: exec.Command(path, args...)}
	p.cmd.Stderr = os.Stderr
	var err error
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if p.out, err = p.cmd.StdoutPipe(); err != nil {
		return nil, err
	}
	return p, p.cmd.Start()
}

func (p *process) Run(k kernel, n int32) (result int32, elapsed time.Duration, err error) {
	if _, err := fmt.Fprintln(p.in, k.name, n); err != nil {
		return 0, 0, err
	}
	if _, err := fmt.Fscanln(p.out, &result, &elapsed); err != nil {
		return 0, 0, fmt.Errorf("no answer from %s: %w", p.cmd.Path, err)
	}
	return result, elapsed, nil
}

func (p *process) Close() error {
	if err := p.in.Close(); err != nil {
		return err
	}
	return p.cmd.Wait()
}
