package main

import (
	"context"
	"fmt"
	"os"
	"slices"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/debuginfo"
	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/front"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/open"
	"github.com/wasm2go/wasm2go/mem/sram/periph"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
	"github.com/wasm2go/wasm2go/wasitarget"
)

// interpret runs a command on the interpreter, in this process. args begin with the module's name.
func (f *runFlags) interpret(file []byte, args, environ []string, memFlag string, s streams) error {
	module := shown(args[0])
	fail := func(err error) error { return fmt.Errorf("%s: %w", module, err) }
	m, err := decode.Decode(file)
	switch {
	case err != nil:
		return fail(err)
	case !compiler.IsCommand(m):
		return notCommand(module)
	case memFlag != "" && len(m.Memories) == 0:
		s.noMemory(module, memFlag)
	}
	if err := compiler.CheckCommand(m); err != nil {
		return fail(err)
	}
	backend, need, err := f.memories(m, file)
	if err != nil {
		return fail(err)
	}
	compiled, err := interp.Compile(file, interp.Options{
		Name: fileName(baseName(module)), Mem: backend, CanonicalNaN: f.nan.canonical,
		Describe: debuginfo.Frames(file, debuginfo.Options{External: externalInfo(module, file)}),
	})
	if err != nil {
		return fail(err)
	}
	if f.sram != "" {
		os.Setenv(open.Variable, f.sram) // where periph.Run looks
	}
	code := wasitarget.Run(func(sys *wasitarget.System) error {
		if m.ImportedMemories > 0 {
			return runThreads(m, compiled, backend, sys)
		}
		if !f.backend.Device || len(m.Memories) == 0 {
			return callStart(compiled, sys)
		}
		return periph.Run(need, func(on rt.Option) error { return callStart(compiled, sys, on) }, regions(m)...)
	}, args, environ, s.err)
	if code != 0 {
		return exitError(code)
	}
	return nil
}

// callStart makes an instance and calls its _start.
func callStart(m *interp.Module, sys *wasitarget.System, opts ...rt.Option) error {
	i, err := m.Instantiate(context.Background(), sys, append(wasitarget.Options(sys), opts...)...)
	if err != nil {
		return err
	}
	defer i.Close()
	start, err := i.Func("_start")
	if err != nil {
		return err
	}
	return start.CallSlots(context.Background(), nil)
}

// runThreads runs a command whose threads share the memory that it imports.
func runThreads(m *wasm.Module, compiled *interp.Module, b interp.Backend, sys *wasitarget.System) error {
	memory, err := b.Make(wasitarget.Limited(sys, interp.MemType(m.MemType(0))), nil)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(m.Imports, func(imp wasm.Import) bool { return imp.Kind == wasm.ExternMemory })
	return wasitarget.NewThreads(sys, memory, func(sys *wasitarget.System) (rt.Instance, error) {
		imports := withMemory{sys, m.Imports[at], memory}
		return compiled.Instantiate(context.Background(), imports, wasitarget.Options(sys)...)
	}).Command()
}

// withMemory resolves the memory that threads share, and what a System has.
type withMemory struct {
	*wasitarget.System
	imp    wasm.Import
	memory mem.Memory
}

func (w withMemory) Resolve(module, name string) (any, bool) {
	if module == w.imp.Module && name == w.imp.Name {
		return w.memory, true
	}
	return w.System.Resolve(module, name)
}

// interpBackends are the backends as the interpreter has them; a test makes sure that none is missing.
var interpBackends = map[string]struct {
	interp.Backend
	variable string // of package interp, "" if there is none
}{
	"guard": {interp.Guard, "Guard"},
	"slice": {interp.Slice, "Slice"},
	"sram":  {interp.Backend{New: func(t mem.Type, core *abi.Core) (mem.Memory, error) { return sram.New(t, core) }}, ""},
}

// memories is how the interpreter makes the module's memories, which take need bytes at the start.
func (f *runFlags) memories(m *wasm.Module, file []byte) (_ interp.Backend, need uint64, err error) {
	b := interpBackends[f.backend.Name].Backend
	size, err := f.trimmed(file)
	for i := range m.Memories {
		t := m.MemType(i)
		if t.Shared && f.backend.Device {
			return b, 0, fmt.Errorf("-mem: threads cannot share a memory of backend %q, as the module wants: guard and slice have such ones", f.mem)
		}
		need += t.Min * t.PageSize()
	}
	if size > 0 {
		need = size // of the only memory that such a module has
	}
	if size == 0 {
		return b, need, err
	}
	trimmed := func(t mem.Type, core *abi.Core) (mem.Memory, error) {
		t.PageSize, t.Min, t.Max, t.HasMax = 1, size, size, true
		return b.Make(t, core)
	}
	return interp.Backend{New: trimmed}, need, err
}

// trimmed is the size in bytes of a memory that ends at __heap_base, else 0.
func (f *runFlags) trimmed(file []byte) (uint64, error) {
	if !f.backend.Trims(f.memSize) {
		return 0, nil
	}
	m, bodies, err := front.Check(file)
	if err != nil {
		return 0, err
	}
	return compiler.MemSize(m, bodies, f.memSize, f.mem)
}
