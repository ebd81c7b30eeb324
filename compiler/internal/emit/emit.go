// Package emit writes the Go package of a translated module: the frame (types,
// constructors, exports, linking) around function bodies. The bodies come from package body, spellings from package names, and how Go text
// looks from package gotext.
//
// Two hands write the frame. What has a shape of its own is made with jennifer, through its API: types, interfaces, New, Link, main. A
// jen.Id is one identifier there, and a jen.Op one token. What lists the module's contents, some lines for each (methods, tables, the
// statements that initialize an instance), is printed, already as gofmt would have it.
package emit

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/wasm2go/wasm2go/compiler/internal/backend"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Emit returns the files of the package, the one named after the module
// first. Equal programs give equal files.
func Emit(p *Program) ([]File, error) {
	f, err := newFrame(p)
	if err != nil {
		return nil, err
	}
	f.types()
	f.constructors()
	f.linking()
	f.instantiation()
	if p.Options.Command {
		if err := f.command(); err != nil {
			return nil, err
		}
	}
	f.exportMethods()
	f.meterMethods()
	f.shims()
	f.references()
	f.interpreter()
	f.stateMethod()
	f.declareStructs(f.file, &f.text, f.structs)
	f.declareData()
	f.declareParts()
	files := f.files()
	return files, f.err
}

// frame is a package in the making.
type frame struct {
	*Program
	names    *names.Names
	backend  *backend.Backend
	mod      *wasm.Module
	file     *jen.File         // the head of the first file: it collects imports
	imported map[string]string // their names there, by path, as far as pkg has been asked for them
	text     bytes.Buffer
	err      error // the first one of jennifer's: a name or prefix of the user's is no identifier

	parts    []part
	partOf   []string // by body: the name of its part, if there are parts
	lines    []int    // by body: on which line of its file it begins, once it is written
	asmLines [][]int  // the same of its assembly, by machine
	memories []memoryType
	sigs     []uint32        // types of functions that can be referred to and of indirect calls, canonical, in increasing order
	named    []uint32        // other types that are compared with those of other modules
	datas    []bool          // by data segment: bodies use it
	elems    []bool          // by element segment: bodies use it
	byRef    map[uint32]bool // canonical types of functions that bodies call by reference
	structs  structUses      // struct types that bodies and constants of the module's own package name
	rtts     map[uint32]bool // types that any of them names as objects have them
	data     []byte          // the data segments, one after the other
	places   []int           // where in data each segment begins
	segments bytes.Buffer    // the tables of active data segments

	importNames []string // by function index: env.log; of what is left out ""
	funcNames   wasm.FuncNames

	// Statements, and the initial values of tables, as Go text.
	values    [][]string  // set a global or a passive segment
	tableInit []tableInit // by table
	start     []string    // apply active segments, run the start function
	lists     bool        // some of them call m.refList

	makesObjects bool     // setting values makes objects, which may trap
	spilled      []string // see takeSpilled
	spills       int      // how many there were
}

// newFrame looks at all of the module, so that what cannot be translated is
// refused before anything is written.
func newFrame(p *Program) (*frame, error) {
	f := &frame{Program: p, mod: p.Module, names: p.Names, backend: p.Backend}
	if want := len(f.mod.Funcs) - f.mod.ImportedFuncs; len(p.Bodies) != want {
		return nil, fmt.Errorf("emit: %d bodies for %d functions", len(p.Bodies), want)
	}
	f.collectSegments()
	if err := f.divide(); err != nil {
		return nil, err
	}
	f.collectTypes()
	f.collectNames()
	f.chooseMemories()
	f.newFile()
	if err := f.collectSigs(); err != nil {
		return nil, err
	}
	f.layOutData()
	return f, f.planStart()
}

// collectSegments finds the segments that bodies use.
func (f *frame) collectSegments() {
	f.datas, f.elems = make([]bool, len(f.mod.Datas)), make([]bool, len(f.mod.Elems))
	for _, b := range f.Bodies {
		for _, i := range b.Datas {
			f.datas[i] = true
		}
		for _, i := range b.Elems {
			f.elems[i] = true
		}
	}
}

// collectNames finds the Wasm names of functions.
func (f *frame) collectNames() {
	f.funcNames = f.mod.FuncNames()
	f.importNames = make([]string, f.mod.ImportedFuncs)
	for _, imp := range f.mod.Imports {
		if imp.Kind == wasm.ExternFunc {
			f.importNames[imp.Index] = imp.Module + "." + imp.Name
		}
	}
}

// References lists the functions whose address can be taken, in increasing order: those that
// element segments, constant expressions or exports name. Function bodies may
// refer to no others (spec 3.4, "Module": C.refs). The interpreter calls by
// reference, too.
func References(m *wasm.Module, i *Interp) []uint32 {
	taken := map[uint32]bool{}
	expr := func(e *wasm.Expr) {
		if e != nil {
			refFuncs(e, taken)
		}
	}
	for i := range m.Globals {
		expr(m.Globals[i].Init)
	}
	for i := range m.Tables {
		expr(m.Tables[i].Init)
	}
	for i := range m.Elems {
		e := &m.Elems[i]
		for _, fn := range e.Funcs {
			taken[fn] = true
		}
		for j := range e.Exprs {
			expr(&e.Exprs[j])
		}
	}
	for _, e := range m.Exports {
		if e.Kind == wasm.ExternFunc {
			taken[e.Index] = true
		}
	}
	if i != nil {
		for _, fn := range i.Calls {
			taken[fn] = true
		}
	}
	return slices.Sorted(maps.Keys(taken))
}

// collectSigs finds the types of these functions, and of indirect calls.
func (f *frame) collectSigs() error {
	types := map[uint32]bool{}
	for _, fn := range f.Refs {
		if int(fn) >= f.mod.ImportedFuncs && !f.Depth[fn] {
			return fmt.Errorf("emit: function %d can be referred to, but takes no depth", fn)
		}
		types[f.mod.Canon(f.mod.Funcs[fn].Type)] = true
	}
	for _, t := range f.Indirect {
		types[f.mod.Canon(t)] = true
	}
	f.sigs = slices.Sorted(maps.Keys(types))
	return nil
}
