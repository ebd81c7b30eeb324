// Package interp runs WebAssembly modules in place: what ahead of time cannot do, because the module is known only at run
// time, or because no Go tool chain is there. It shares memories, tables, globals, functions and traps (package rt and
// package mem) with translated modules, so that both can be linked with each other.
package interp

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/wasm2go/wasm2go/compiler/front"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/internal/lower"
	"github.com/wasm2go/wasm2go/compiler/internal/passes"
	"github.com/wasm2go/wasm2go/compiler/interp/internal/code"
	"github.com/wasm2go/wasm2go/compiler/layout"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/validate"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/rt"
)

//go:generate go run ./internal/gen

// Options say how a module is to run. The zero value is usable.
type Options struct {
	Name   string  // of the module in call stacks, where it has no name of its own
	Mem    Backend // how memories are made
	Meter  bool    // check at every loop and call for the end of the context and of the fuel, see rt.ErrFuel; costs time
	Limits Limits

	// CanonicalNaN makes each NaN that arithmetic gives the canonical one, so that all machines compute the same bits, as
	// compiler.Options.CanonicalNaN does.
	CanonicalNaN bool

	// Describe completes the frames of call stacks, nil for nothing: debuginfo.Frames has names for people and lines of the source. It may
	// make several of one, innermost first, for calls that the module's compiler has replaced by what they call.
	Describe func(rt.Frame) []rt.Frame
}

// Limits bound what instances may have, whatever the module says. 0: no limit.
type Limits struct {
	MemoryBytes   uint64 // of each memory, as rt.MaxMemory, which may set less; less than a page stands for a page
	TableElements uint64 // of each table
	Instances     int    // of the module that are open, not closed, at once
}

// A Module is a validated module. It serves any number of instances, on any number of goroutines: functions are made
// ready to run at their first call, once for all of them.
type Module struct {
	wasm  *wasm.Module
	hash  func() string // SHA-256 of the file, in hexadecimal
	opts  Options
	piece uint64 // pieceSize, but in tests
	funcs []function
	types rt.Types     // by canonical type index
	sigs  []*rt.Sig    // by canonical type index, nil for what is no function type
	rooms []wasm.Slots // by canonical type index: what their calls take
	names wasm.FuncNames

	objects bool         // code works on what the garbage collector's proposal brought
	layouts []*rt.Layout // by canonical type index: of the objects that code makes and tests
	rtts    []*rt.Type   // and their types

	datas, elems []bool // segments that code may drop
	catches      bool   // some function has a handler of exceptions

	pointer    uint32 // the global that is the stack pointer of C code
	hasPointer bool
	exports    map[string]*wasm.Export

	lowering  sync.Mutex
	others    []bool // functions that somebody else runs, from the first instance on
	stacks    sync.Pool
	instances atomic.Int64
}

// usesObjects tells whether a body has an instruction of the garbage collector's proposal.
func usesObjects(b *wasm.Body) bool {
	return slices.ContainsFunc(b.Instrs, func(in wasm.Instr) bool { return op.Table[in.Op].Proposal == op.GC })
}

type lowered = atomic.Pointer[code.Func]

// Compile decodes and validates a module. The file must not change afterwards. The error is a *wasm.Error, or a
// *front.UnsupportedError for a valid module with instructions that are not known yet.
func Compile(file []byte, o Options) (*Module, error) {
	w, bodies, err := front.Check(file)
	if err != nil {
		return nil, err
	}
	m := &Module{wasm: w, opts: o, piece: pieceSize, funcs: make([]function, len(w.Funcs)), names: w.FuncNames()}
	m.datas, m.elems = w.Droppable(bodies)
	m.catches = slices.ContainsFunc(bodies, (*wasm.Body).HasTry)
	m.hash = sync.OnceValue(func() string { return fmt.Sprintf("%x", sha256.Sum256(file)) }) // only checkpoints want it
	m.stacks.New = func() any { return newStack() }
	for i := range m.funcs {
		m.funcs[i].index = uint32(i)
	}
	m.exports = make(map[string]*wasm.Export, len(w.Exports))
	for i := range w.Exports {
		e := &w.Exports[i]
		m.exports[e.Name] = e
	}
	m.pointer, m.hasPointer = layout.StackPointer(w)
	m.makeSigs()
	m.makeLayouts()
	m.objects = slices.ContainsFunc(bodies, usesObjects)
	return m, nil
}

// lower makes a function ready to run.
func (m *Module) lower(fn *function) *code.Func {
	m.lowering.Lock()
	defer m.lowering.Unlock()
	if c := fn.code.Load(); c != nil {
		return c
	}
	body, err := validate.Func(m.wasm, int(fn.index)-m.wasm.ImportedFuncs)
	if err != nil {
		panic(fmt.Sprintf("interp: a valid function is invalid now: %v", err)) // the file has been changed
	}
	f := lower.Func(m.wasm, fn.index, body, ir.Metering{Fuel: m.opts.Meter})
	if m.opts.CanonicalNaN {
		passes.Canonical(f)
	}
	c := code.Lower(m.wasm, f, code.Options{Other: m.isOther, Layout: m.layout, Assembly: assembled})
	fn.code.Store(c)
	return c
}

// isOther tells whether function i is not one that the interpreter runs.
func (m *Module) isOther(i uint32) bool { return m.others[i] }

// frame describes a function for call stacks.
func (m *Module) frame(i uint32) rt.Frame {
	return rt.Frame{Module: m.name(), Func: m.names.Of(i), Index: i, Offset: m.wasm.Codes[int(i)-m.wasm.ImportedFuncs].Offset}
}

// name is the module's name for people.
func (m *Module) name() string {
	if name := m.wasm.Names.Module; name != "" {
		return name
	}
	return m.opts.Name
}

// sig is the signature for a canonical type index.
func (m *Module) sig(t uint32) *rt.Sig { return m.sigs[t] }

// typeOf is the canonical index of the type of function i.
func (m *Module) typeOf(i uint32) uint32 { return m.wasm.Canon(m.wasm.Funcs[i].Type) }
