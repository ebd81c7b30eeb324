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

	"github.com/wasm2go/wasm2go/compiler/front"
	"github.com/wasm2go/wasm2go/compiler/internal/backend"
	"github.com/wasm2go/wasm2go/compiler/internal/emit"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/body"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/internal/lower"
	"github.com/wasm2go/wasm2go/compiler/internal/passes"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Options say what the package is to look like. The zero value of all but
// Name is usable.
type Options struct {
	Name         string // base name of the files, without .go
	Package      string // package clause; "" means Name
	PackageGiven bool   // the user insists on Package, also for a WASI command
	Mem          string // guard (default), slice, sram or import/path.Type, see FindBackend
	MemSize      string // auto (default), declared or heap-base
	Prefix       string // goes before every package-level identifier
	ImportPath   string // of the package; needed only where a module is so large that it becomes several
	Runtime      string // import path above rt and mem, "" for this module's own
	Single       bool   // one Go file and nothing else
	Parts        bool   // compiler/interp sees the instances: they have a method parts
	SplitAt      int    // statements and expressions from which on a function is divided, 0 for what the Go compiler can take
	PackageSize  int    // bytes of bodies from which on the module is divided into packages, 0 for what the Go compiler can take
	InlineMost   int    // accesses to memory that a function may have inlined, 0 for what suits the backend, -1 for none

	// Interp says which functions, by index and name, are left to the interpreter; nil for none. The name is that of the name
	// section, else of an export, else fn12. MaxInstrs is from how many instructions on a function is left to it anyhow, 0 for what
	// the Go compiler can take in pieces.
	Interp    func(i uint32, name string) bool
	MaxInstrs int

	// For the header of the files.
	Version string // of the tool
	Flags   string // as the user would write them
	Input   string // base name of the module's file
}

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
	Memories    int           // how many memories the module has, imported ones included
	Interpreted []Interpreted // the functions that are left to the interpreter
}

// Translate translates the module in file. Errors in the module are of type
// *wasm.Error, those about what cannot be translated yet *UnsupportedError.
// The output depends on file and o alone.
func Translate(file []byte, o Options) (*Output, error) {
	b, err := o.check()
	if err != nil {
		return nil, err
	}
	m, bodies, err := front.Check(file)
	if err != nil {
		return nil, err
	}
	graph := passes.Calls(m, bodies)
	tails := passes.FindTails(m, bodies, graph.Addressable)
	list := interpreted(m, bodies, tails, o, b)
	tails = tails.Without(indices(list))
	in := interp(file, m, bodies, list, graph)
	if in != nil {
		graph = passes.Calls(m, bodies, slices.Concat(in.Calls, indices(list))...)
	}
	eo, err := emitOptions(file, m, o)
	if err != nil {
		return nil, err
	}
	eo.Parts = o.Parts || in != nil
	if eo.MemSize, err = memSize(m, bodies, o.MemSize, b); err != nil {
		return nil, err
	}
	spelled := names.New(m, names.Options{Prefix: o.Prefix, Interp: eo.Parts, Tails: tails.Group})
	printer := body.New(m, spelled, b, body.Facts{
		Depth: graph.Depth, Cyclic: graph.Cyclic, Grows: graph.Grows, Tails: tails, Outlined: outlined(m, bodies, b, o.InlineMost),
	})
	faults := faulting(m, b)
	texts := make([]body.Body, len(bodies))
	_ = front.Parallel(len(bodies), func(i int) error {
		if f := m.ImportedFuncs + i; in != nil && in.Funcs[f] {
			texts[i] = printer.Interpreted(uint32(f), m.Codes[i].Offset)
		} else {
			texts[i] = function(m, i, bodies[i], printer, faults, o.SplitAt)
		}
		bodies[i] = nil
		return nil
	})
	files, err := emit.Emit(&emit.Program{
		Module: m, Names: spelled, Backend: b, Options: eo, Bodies: texts,
		Depth: graph.Depth, Calls: graph.Calls, Indirect: graph.Indirect, Interp: in,
	})
	if err != nil {
		return nil, err
	}
	out := &Output{Memories: len(m.Memories), Interpreted: list}
	for _, f := range files {
		out.Files = append(out.Files, File(f))
	}
	return out, nil
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

// function translates one body to Go text: with its structure, or as basic
// blocks where the Go compiler would not take it otherwise.
func function(m *wasm.Module, i int, code *wasm.Body, printer *body.Printer, faults []bool, splitAt int) body.Body {
	at := place{m: m, index: m.ImportedFuncs + i, stage: "lower"}
	defer at.name()
	f := lower.Func(m, uint32(at.index), code)
	f.Offset = m.Codes[i].Offset
	if f.Tails {
		at.stage = "tail loop"
		passes.TailLoop(f)
	}
	limit, part := maxNodes, partNodes
	if splitAt > 0 {
		limit, part = splitAt, min(splitAt, partNodes)
	}
	nodes, depth := passes.Measure(f)
	if nodes <= limit && depth <= maxDepth {
		at.run(f, passes.All())
		at.stage = "floats"
		passes.Floats(f, faults)
		at.stage = "emit"
		return printer.Func(f)
	}
	at.run(f, passes.Early())
	at.stage = "floats"
	passes.IntegersOnly(f, faults)
	at.stage = "flatten"
	flat := passes.Flatten(f)
	if nodes <= limit {
		part = math.MaxInt // it is only nested too deep
	}
	at.stage = "split"
	passes.Split(f, flat, part)
	at.stage = "emit"
	return printer.Flat(f, flat)
}

// A place is a stage of the translation of a function.
type place struct {
	m     *wasm.Module
	index int
	stage string
}

func (at *place) run(f *ir.Func, list []passes.Pass) {
	for _, p := range list {
		at.stage = p.Name
		p.Run(f)
	}
}

// name, when deferred, says in a panic where it happened: an invariant is broken, and there are many functions.
func (at *place) name() {
	if v := recover(); v != nil {
		panic(fmt.Sprintf("%s of func %d %q: %v", at.stage, at.index, at.m.FuncName(at.index), v))
	}
}

// What a Go function may have: the compiler's time and memory grow faster
// than linearly with its size, and go/parser refuses 1000 levels of nesting.
const (
	maxNodes  = 60_000 // statements and expressions
	maxDepth  = 200    // ifs and loops inside one another
	partNodes = 8_000  // in each part of a larger function
)

// maxLive bounds the bits that it takes to divide a function: one for each local in each block, three times.
const maxLive = 4 << 30

func emitOptions(file []byte, m *wasm.Module, o Options) (emit.Options, error) {
	if o.Package == "" {
		o.Package = o.Name
	}
	command := IsCommand(m) && o.Prefix == "" && (!o.PackageGiven || o.Package == "main")
	if command {
		o.Package = "main"
	}
	if !IsPackageName(o.Package) {
		return emit.Options{}, fmt.Errorf("option Package: %q is not the name of a package", o.Package)
	}
	sum := sha256.Sum256(file)
	return emit.Options{
		Name: o.Name, Package: o.Package, Runtime: o.Runtime, ImportPath: o.ImportPath,
		Command: command, Single: o.Single, PackageSize: o.PackageSize,
		Version: o.Version, Flags: o.Flags, Input: o.Input, SHA256: hex.EncodeToString(sum[:]),
	}, nil
}

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
