// Package compiler translates WebAssembly modules into Go packages. It is
// the only place that names every stage: bytes go through front (decode and
// validate), lower, passes and emit.
package compiler

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"

	"github.com/wasm2go/wasm2go/compiler/debuginfo"
	"github.com/wasm2go/wasm2go/compiler/front"
	"github.com/wasm2go/wasm2go/compiler/internal/backend"
	"github.com/wasm2go/wasm2go/compiler/internal/emit"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/body"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/internal/passes"
	"github.com/wasm2go/wasm2go/compiler/internal/prune"
	"github.com/wasm2go/wasm2go/compiler/preinit"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// An UnsupportedError says that a valid module uses a proposal that is not
// translated yet. Unwrap gives the *wasm.Error that says where.
type UnsupportedError = front.UnsupportedError

// A File is a file of the package, by its path below the package's directory.
type File struct {
	Name string
	Data []byte
}

// Output is a translated module.
type Output struct {
	Files       []File
	Functions   int           // how many functions the module defines
	Memories    int           // how many memories the module has, imported ones included
	Command     bool          // it became a program: a package main that nobody calls
	Interpreted []Interpreted // the functions that are left to the interpreter
	Warnings    []string      // what is wrong, but leaves a package that works: debug information that cannot be read

	Preinit *preinit.Report // what Options.Preinit has run, else nil
}

// Translate translates the module in file. Errors in the module are of type
// *wasm.Error, those about what cannot be translated yet *UnsupportedError, those about options *OptionError.
// The output depends on file and o alone.
func Translate(file []byte, o Options) (*Output, error) {
	b, err := o.check()
	if err != nil {
		return nil, err
	}
	m, bodies, err := front.CheckEach(file, func(total int) func() { return o.stage(Validating, total) })
	if err != nil {
		return nil, err
	}
	if m.SharesMemory() && !b.Shares() {
		return nil, optionError("Mem", "threads cannot share a memory of backend %q, as the module wants: guard and slice have such ones", b.Name)
	}
	debuginfo.Demangle(m)
	bodies, initialized, err := initialize(file, m, bodies, o)
	if err != nil {
		return nil, err
	}
	kept, err := pruned(m, bodies, o)
	if err != nil {
		return nil, err
	}
	t := &translation{
		Program: emit.Program{Module: kept.Module, Backend: b}, file: file, o: &o, kept: kept,
		out: &Output{Functions: len(m.Codes), Memories: len(m.Memories), Preinit: initialized},
	}
	t.plan()
	if err := t.shape(); err != nil {
		return nil, err
	}
	if err := t.print(); err != nil {
		return nil, err
	}
	return t.emit()
}

// A translation is a module on its way to the emitter, who gets the Program that it becomes.
type translation struct {
	emit.Program
	file  []byte
	o     *Options
	kept  *prune.Pruned
	graph *passes.CallGraph
	tails *passes.Tails
	out   *Output

	assembles bool
}

// plan finds out which functions may call which, and divides them among the engines.
func (t *translation) plan() {
	m, bodies := t.Module, t.kept.Bodies
	t.graph = passes.Calls(m, bodies)
	tails := passes.FindTails(m, bodies, t.graph.Addressable)
	list := interpreted(m, t.kept, tails, *t.o, t.Backend)
	t.tails = tails.Without(indices(list))
	t.Interp = interp(t.file, m, bodies, list, t.graph)
	if t.Interp != nil {
		t.graph = passes.Calls(m, bodies, slices.Concat(t.Interp.Calls, indices(list))...)
	}
	t.Depth, t.Calls, t.Indirect = t.graph.Depth, t.graph.Calls, t.graph.Indirect
	t.Refs = emit.References(m, t.Interp)
	t.Throws, t.Catches = t.graph.Throws, t.graph.Catches
	t.out.Interpreted = list
}

// shape decides what the package looks like, and how all is called there.
func (t *translation) shape() (err error) {
	if t.Options, err = emitOptions(t.file, t.Module, *t.o); err != nil {
		return err
	}
	e := &t.Options
	t.out.Command = e.Command
	if e.Command {
		if err := emit.CheckWASI(t.Module); err != nil {
			return err // before the work
		}
	}
	e.Parts = t.o.Parts || t.Interp != nil
	if e.MemSize, err = memSize(t.Module, t.kept.Bodies, t.o.MemSize, t.Backend); err != nil {
		return &OptionError{"MemSize", err}
	}
	t.assembles = t.mayAssemble()
	t.Names, err = names.New(t.Module, names.Options{
		Prefix: t.o.Prefix, Internal: t.o.Internal, Rename: t.o.Rename,
		Command: e.Command, Interp: e.Parts, State: e.Snapshot, Metering: e.Metering, Tails: t.tails.Group,
		Assembly: t.assembles,
	})
	if err != nil {
		return &OptionError{"Rename", err}
	}
	return nil
}

// print makes the texts of the bodies.
func (t *translation) print() (err error) {
	t.Source = t.o.source(t.Module, t.out)
	printer := body.New(t.Module, t.Names, t.Backend, body.Facts{
		Depth: t.graph.Depth, Cyclic: t.graph.Cyclic, Grows: t.graph.Grows, Catches: t.graph.Catches, Tails: t.tails, Refs: t.Refs,
		Outlined: outlined(t.Module, t.kept.Bodies, t.Backend, t.o.InlineMost), Metering: t.Options.Metering, Source: t.Source,
	})
	t.Files = printer.Files()
	w := &writer{translation: t, printer: printer, faults: faulting(t.Module, t.Backend), nans: passes.NaNs(t.o.CanonicalNaN)}
	if t.assembles {
		w.cutter = w.newCutter()
	}
	t.Bodies, err = w.all(emit.Room(t.Options, t.Backend), t.o.stage(Translating, len(t.kept.Bodies)))
	return err
}

// emit makes the files.
func (t *translation) emit() (*Output, error) {
	t.o.stage(Writing, len(t.Bodies))
	files, err := emit.Emit(&t.Program)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		t.out.Files = append(t.out.Files, File(f))
	}
	return t.out, nil
}

// pruned leaves out what Options.Export does not want. That it wants something is asked by name: _initialize is there whatever it wants.
func pruned(m *wasm.Module, bodies []*wasm.Body, o Options) (*prune.Pruned, error) {
	if o.Export == nil {
		return prune.All(m, bodies), nil
	}
	isChoice := func(e wasm.Export) bool { return e.Kind == wasm.ExternFunc || e.Kind == wasm.ExternTable }
	isChosen := func(e wasm.Export) bool { return isChoice(e) && o.Export(e.Name) }
	if slices.ContainsFunc(m.Exports, isChoice) && !slices.ContainsFunc(m.Exports, isChosen) {
		return nil, optionError("Export", "no exported function or table has such a name")
	}
	return prune.Module(m, bodies, o.Export), nil
}

// initialize makes of m what its initialisation makes of it, where that is to run now.
func initialize(file []byte, m *wasm.Module, bodies []*wasm.Body, o Options) ([]*wasm.Body, *preinit.Report, error) {
	if o.Preinit == nil {
		return bodies, nil, nil
	}
	bodies, report, err := preinit.Run(file, m, bodies, o.CanonicalNaN, *o.Preinit)
	if err != nil {
		return nil, nil, fmt.Errorf("initialisation at translation: %w", err)
	}
	return bodies, report, nil
}

// Refusal says why Translate refuses a valid module, with no options set: what it uses and where, or what a command cannot import. It is nil
// where it does not.
func Refusal(m *wasm.Module, bodies []*wasm.Body) error {
	if err := front.Supported(m, bodies); err != nil {
		return err
	}
	if IsCommand(m) {
		return emit.CheckWASI(m)
	}
	return nil
}

// outlined finds the functions whose accesses to memory are calls.
func outlined(m *wasm.Module, bodies []*wasm.Body, b *backend.Backend, most int) []bool {
	budget := b.Inline
	if most != 0 {
		budget = passes.InlineBudget{Function: max(0, most), Module: math.MaxInt}
	}
	return passes.Outline(m, bodies, budget)
}

// faulting tells of each memory whether page faults alone guard it.
func faulting(m *wasm.Module, b *backend.Backend) []bool {
	list := make([]bool, len(m.Memories))
	for i := range list {
		list[i] = b.Of(m.MemType(i)).Faults
	}
	return list
}

func emitOptions(file []byte, m *wasm.Module, o Options) (emit.Options, error) {
	if o.Package == "" {
		o.Package = o.Name
	}
	command := IsCommand(m) && o.Prefix == "" && (!o.PackageGiven || o.Package == "main")
	if command {
		o.Package = "main"
	}
	if !IsPackageName(o.Package) {
		return emit.Options{}, optionError("Package", "%q is not the name of a package", o.Package)
	}
	sum := sha256.Sum256(file)
	return emit.Options{
		Name: o.Name, Package: o.Package, Runtime: o.Runtime, ImportPath: o.ImportPath,
		Command: command, Single: o.Single, Snapshot: o.Snapshot && !command, PackageSize: o.PackageSize,
		CanonicalNaN: o.CanonicalNaN, Metering: ir.Metering{Fuel: o.Fuel, Interruptible: o.Interruptible},
		Tags: o.Tags, Version: o.Version, Flags: o.Flags, Input: o.Input, SHA256: hex.EncodeToString(sum[:]),
	}, nil
}

// CheckCommand says what a WASI command imports that no host of WASI preview 1 has, and what can be done about it.
func CheckCommand(m *wasm.Module) error { return emit.CheckWASI(m) }

// IsCommand tells whether the module is a WASI command: it exports a
// function _start without parameters and results.
func IsCommand(m *wasm.Module) bool {
	e := m.Export("_start")
	if e == nil || e.Kind != wasm.ExternFunc {
		return false
	}
	t := m.FuncType(int(e.Index))
	return len(t.Params) == 0 && len(t.Results) == 0
}
