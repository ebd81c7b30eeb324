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
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/wasm2go/wasm2go/compiler/internal/backend"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
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
	f.shims()
	f.references()
	f.interpreter()
	f.stateMethod()
	f.declareData()
	f.declareParts()
	files := f.files()
	return files, f.err
}

// frame is a package in the making.
type frame struct {
	*Program
	names   *names.Names
	backend *backend.Backend
	mod     *wasm.Module
	file    *jen.File // the head of the first file: it collects imports
	text    bytes.Buffer
	err     error // the first one of jennifer's: a name or prefix of the user's is no identifier

	parts    []part
	partOf   []string // by body: the name of its part, if there are parts
	lines    []int    // by body: on which line of its file it begins, once it is written
	memories []memoryType
	refs     []uint32     // functions whose address can be taken, in increasing order
	sigs     []uint32     // types of these and of indirect calls, canonical, in increasing order
	named    []uint32     // other types that are compared with those of other modules
	datas    []bool       // by data segment: bodies use it
	elems    []bool       // by element segment: bodies use it
	data     []byte       // the data segments, one after the other
	places   []int        // where in data each segment begins
	segments bytes.Buffer // the tables of active data segments

	importNames []string // by function index: env.log
	funcNames   wasm.FuncNames

	// Statements, and the initial values of tables, as Go text.
	values    []string // set globals and passive segments
	tableInit []string // by table
	start     []string // apply active segments, run the start function
	lists     bool     // some of them call m.refList
}

// newFrame looks at all of the module, so that what cannot be translated is
// refused before anything is written.
func newFrame(p *Program) (*frame, error) {
	f := &frame{Program: p, mod: p.Module, names: p.Names, backend: p.Backend}
	if want := len(f.mod.Funcs) - f.mod.ImportedFuncs; len(p.Bodies) != want {
		return nil, fmt.Errorf("emit: %d bodies for %d functions", len(p.Bodies), want)
	}
	if f.mod.ImportedTags > 0 {
		return nil, fmt.Errorf("emit: imported tags are not supported")
	}
	f.collectSegments()
	if err := f.divide(); err != nil {
		return nil, err
	}
	f.collectNames()
	f.chooseMemories()
	f.newFile()
	if err := f.collectRefs(); err != nil {
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

// declare adds a declaration made with jennifer, and the comment before it, "" for none.
func (f *frame) declare(comment string, decl jen.Code) { f.render(f.file, &f.text, comment, decl) }

// render adds a declaration to a file's text.
func (f *frame) render(file *jen.File, text *bytes.Buffer, comment string, decl jen.Code) {
	s := jen.Add(decl)
	if comment != "" {
		s = jen.Comment(comment).Line().Add(decl)
	}
	text.WriteByte('\n')
	f.check(s.RenderWithFile(text, file))
	text.WriteByte('\n')
}

// typeText is the text of a type, whose packages it imports into the first file.
func (f *frame) typeText(typ *jen.Statement) string {
	var b strings.Builder
	f.check(typ.RenderWithFile(&b, f.file))
	return b.String()
}

// check keeps the first error.
func (f *frame) check(err error) {
	if f.err == nil && err != nil {
		f.err = fmt.Errorf("emit: %w", err)
	}
}

// pkg imports a package into the first file, and returns its name there.
func (f *frame) pkg(path string) string {
	name, _, _ := strings.Cut(f.typeText(jen.Qual(path, "T")), ".")
	return name
}

// uses imports packages into the first file.
func (f *frame) uses(set gotext.Packages) {
	for _, path := range set.Paths(f.root()) {
		f.pkg(path)
	}
}

// use returns text that names packages, once these are imported.
func (f *frame) use(text string, set gotext.Packages) string {
	f.uses(set)
	return text
}
