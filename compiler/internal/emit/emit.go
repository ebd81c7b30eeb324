// Package emit writes the Go package of a translated module: the frame (types,
// constructors, exports, linking) and, given as text, the function bodies.
package emit

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/dave/jennifer/jen"
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
	if p.Options.Command {
		if err := f.command(); err != nil {
			return nil, err
		}
	}
	f.exportMethods()
	f.shims()
	f.references()
	f.interpreter()
	f.stateMethod()
	f.nameTable()
	return f.files()
}

// frame is a package in the making. What is short and varied is written with
// jennifer, which sees to imports and layout; what is long and repetitive is
// printed as text, already as gofmt would have it.
type frame struct {
	*Program
	names *names
	mod   *wasm.Module
	file  *jen.File
	text  bytes.Buffer // goes behind the declarations of file
	tail  bytes.Buffer // goes behind text and mentions no packages

	parts    []part
	partOf   []string // by body: the name of its part, if there are parts
	memories []memoryType
	refs     []uint32        // functions whose address can be taken, in increasing order
	sigs     []uint32        // types of these and of indirect calls, canonical, in increasing order
	members  map[string]bool // data12, elem3: the segments that bodies use
	data     []byte          // the data segments, one after the other
	places   []int           // where in data each segment begins
	segments bytes.Buffer    // the tables of active data segments

	importNames []string // by function index: env.log
	funcNames   wasm.FuncNames

	// Statements, and the initial values of tables, as Go text.
	values    []string // set globals and passive segments
	tableInit []string // by table
	start     []string // apply active segments, run the start function
}

// newFrame looks at all of the module, so that what cannot be translated is
// refused before anything is written.
func newFrame(p *Program) (*frame, error) {
	f := &frame{
		Program: p,
		mod:     p.Module,
		names:   newNames(p.Module, p.Options),
		members: usedSegments(p.Bodies),
	}
	if want := len(f.mod.Funcs) - f.mod.ImportedFuncs; len(p.Bodies) != want {
		return nil, fmt.Errorf("emit: %d bodies for %d functions", len(p.Bodies), want)
	}
	if f.mod.ImportedTags > 0 {
		return nil, fmt.Errorf("emit: imported tags are not supported")
	}
	if p.Tail == nil {
		p.Tail = make([]int, len(f.mod.Funcs))
	}
	if err := f.divide(); err != nil {
		return nil, err
	}
	f.collectNames()
	if err := f.chooseMemories(); err != nil {
		return nil, err
	}
	f.newFile()
	if err := f.collectRefs(); err != nil {
		return nil, err
	}
	f.layOutData()
	return f, f.planStart()
}

// collectNames finds the Wasm names of functions.
func (f *frame) collectNames() {
	f.funcNames = f.mod.FuncNames()
	for _, imp := range f.mod.Imports {
		if imp.Kind == wasm.ExternFunc {
			f.importNames = append(f.importNames, imp.Module+"."+imp.Name)
		}
	}
}

// collectRefs finds the functions whose address can be taken: those that
// element segments, constant expressions or exports name. Function bodies may
// refer to no others (spec 3.4, "Module": C.refs). The interpreter calls by
// reference, too.
func (f *frame) collectRefs() error {
	taken := map[uint32]bool{}
	expr := func(e *wasm.Expr) {
		if e != nil {
			refFuncs(e, taken)
		}
	}
	for i := range f.mod.Globals {
		expr(f.mod.Globals[i].Init)
	}
	for i := range f.mod.Tables {
		expr(f.mod.Tables[i].Init)
	}
	for i := range f.mod.Elems {
		e := &f.mod.Elems[i]
		for _, fn := range e.Funcs {
			taken[fn] = true
		}
		for j := range e.Exprs {
			expr(&e.Exprs[j])
		}
	}
	for _, e := range f.mod.Exports {
		if e.Kind == wasm.ExternFunc {
			taken[e.Index] = true
		}
	}
	if f.Interp != nil {
		for _, fn := range f.Interp.Calls {
			taken[fn] = true
		}
	}
	types := map[uint32]bool{}
	for fn := range taken {
		if int(fn) >= f.mod.ImportedFuncs && !f.Depth[fn] {
			return fmt.Errorf("emit: function %d can be referred to, but takes no depth", fn)
		}
		f.refs = append(f.refs, fn)
		types[f.mod.Canon(f.mod.Funcs[fn].Type)] = true
	}
	for _, t := range f.Indirect {
		types[f.mod.Canon(t)] = true
	}
	for t := range types {
		f.sigs = append(f.sigs, t)
	}
	slices.Sort(f.refs)
	slices.Sort(f.sigs)
	return nil
}

// printf adds to the text.
func (f *frame) printf(format string, args ...any) { fmt.Fprintf(&f.text, format, args...) }
