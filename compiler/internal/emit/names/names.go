// Package names spells in Go what a module names: identifiers of its functions, imports, exports and globals, and the Go types of its
// values. Spellings depend on the module and the options alone, and no two things of one Go scope share one.
package names

import (
	"fmt"
	"go/token"
	"slices"
	"strconv"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Names are the spellings for one module.
type Names struct {
	Instance string // type of an instance
	Imports  string // struct of New's argument
	New      string
	Link     string

	WithFuel, WithContext string // functions that make options for New

	Modules []Module         // that are imported from
	Exports []string         // by position in the module's exports: the method
	Lenders map[int]string   // likewise, of memories: the method that lends bytes, where the package has it
	Tails   [][]wasm.ValType // results of the functions that leave their tail calls to their caller: they do so in m.tailN if Tails[N] are theirs

	mod       *wasm.Module
	options   Options
	members   *scope                    // fields and methods of Instance, the unexported ones
	idents    *scope                    // unexported package-level identifiers
	funcs     []string                  // by function index: the Go function
	functions map[string]bool           // the names in funcs, and Instance: what bodies name
	structs   map[uint32]string         // by canonical type: the identifier that names of a struct type begin with, where it has one
	fields    map[uint32]map[int]string // likewise: the names of its fields
	tailOf    []int                     // by function index: the field for its waiting tail calls, -1 for none
}

// Options say what the spellings depend on besides the module.
type Options struct {
	Prefix   string            // goes before package-level identifiers
	Internal bool              // these are all unexported
	Rename   map[string]string // what the user wants exports and imports to be called, see New
	Command  bool              // the host is given: its methods are called as they are
	Interp   bool              // the package has what the interpreter needs
	State    bool              // an Instance has the method State
	Assembly bool              // some functions may have assembly
	Metering ir.Metering       // what can end calls, as hosts say
	Tails    []int             // by function index: its group of endless tail calls, 0 for none, see passes.Tails; nil for none at all
}

// A Module is a module that is imported from. Its fields stand once each,
// however often the Wasm module names them.
type Module struct {
	Name   string // in Wasm
	Type   string // of the Go interface
	Import string // field of Imports
	Member string // field of Instance
	Fields []Field
}

// A Field is a method of an import interface.
type Field struct {
	Method string
	First  int // position in the module's imports of the first import of this field with this type
}

// New spells the names of m. The error is about Rename alone: it leads from an export's name, an import's (env.log) or that of a module that
// is imported from to a Go name. Where that could mean several things, the kind stands before it: export:add, import:env.log, module:env.
func New(m *wasm.Module, o Options) (*Names, error) {
	n := &Names{mod: m, options: o, members: newScope(fixedMembers...), idents: newScope(o.idents()...)}
	n.members.reserved = memberPattern.MatchString
	n.idents.reserved = funcPattern.MatchString
	n.Instance = n.public("Instance")
	n.Imports = n.public("Imports")
	n.New = n.public("New")
	n.Link = n.public("Link")
	if o.Metering.Fuel {
		n.WithFuel = n.public("WithFuel")
	}
	if o.Metering.Interruptible {
		n.WithContext = n.public("WithContext")
	}
	given, err := findRenamed(m, o)
	if err == nil {
		err = n.nameImports(given)
	}
	if err == nil {
		err = n.nameExports(given)
	}
	if err != nil {
		return nil, err
	}
	n.nameFuncs()
	n.nameStructs()
	n.nameTails(o.Tails)
	return n, nil
}

// public is a package-level identifier that is part of the API, with the prefix. Unexported ones share a scope with all else, in which
// new and link say what of.
func (n *Names) public(id string) string {
	if !n.options.Internal {
		return upperFirst(n.options.Prefix + id)
	}
	if n.options.Prefix == "" && (id == "New" || id == "Link") {
		id += "Instance"
	}
	return n.Private(n.idents.take(lowerFirst(id)))
}

// Private is an unexported package-level identifier with the prefix.
func (n *Names) Private(id string) string {
	if n.options.Prefix == "" {
		return id
	}
	return lowerFirst(n.options.Prefix) + upperFirst(id)
}

// Func is the Go function that is function i, imported or defined. Its first
// parameter is the instance.
func (n *Names) Func(i uint32) string { return n.funcs[i] }

// Routine is the Go function that is routine i of a function, see passes.Cut.
func (n *Names) Routine(f uint32, i int) string { return fmt.Sprintf("%s_routine%d", n.Func(f), i+1) }

// Assembly is the assembly of a routine.
func (n *Names) Assembly(routine string) string { return routine + "asm" }

// Assembled is what tells whether there is any for the machine.
func (n *Names) Assembled() string { return n.Private("assembled") }

// Global is the Go expression for global i. An imported mutable one is
// reached through a pointer; an immutable one is copied when it is linked.
func (n *Names) Global(i uint32) *gotext.Expr {
	if n.Shared(i) {
		return gotext.Deref(field("g", i))
	}
	return gotext.Atom(field("g", i))
}

// GlobalPtr is the Go expression for the place of global i.
func (n *Names) GlobalPtr(i uint32) string {
	if n.Shared(i) {
		return field("g", i)
	}
	return "&" + field("g", i)
}

// Shared tells whether global i is a variable of another module.
func (n *Names) Shared(i uint32) bool {
	return int(i) < n.mod.ImportedGlobals && n.mod.Globals[i].Mutable
}

// Memory is the Go expression for memory i.
func Memory(i uint32) string { return field("mem", i) }

// Table is the Go expression for table i.
func Table(i uint32) string { return field("tab", i) }

// Data is the Go expression for passive data segment i.
func Data(i uint32) string { return field("data", i) }

// Elem is the Go expression for passive element segment i.
func Elem(i uint32) string { return field("elem", i) }

// Tag is the Go expression for tag i.
func Tag(i uint32) string { return field("tag", i) }

// Ref is the Go expression for the reference to function i.
func Ref(i uint32) *gotext.Expr { return gotext.Call("m.ref", gotext.Uint64(uint64(i))) }

// field is a field of Instance that is known by a number, see memberPattern.
func field(kind string, i uint32) string { return "m." + kind + strconv.Itoa(int(i)) }

// nameImports names the interfaces of imports, their methods and the fields
// that hold them.
func (n *Names) nameImports(given renamed) error {
	n.collectImports()
	types := newScope(n.unprefixed()...)
	wishes := make([]wish, len(n.Modules))
	for i := range n.Modules {
		wishes[i] = given.wish(moduleKey(n.Modules[i].Name))
	}
	ids, err := types.grant(wishes)
	if err != nil {
		return err
	}
	for i, id := range ids {
		mod := &n.Modules[i]
		mod.Import = id
		mod.Member = n.member(unexported(id))
		mod.Type = n.interfaceType(id)
		if err := n.nameFields(mod, given); err != nil {
			return err
		}
	}
	return nil
}

// interfaceType is the type for a field of Imports.
func (n *Names) interfaceType(field string) string {
	if !n.options.Internal {
		return n.public(field)
	}
	id := unexported(field)
	for !n.idents.free(id) || token.IsKeyword(id) {
		id += "_"
	}
	return n.Private(n.idents.take(id))
}

// nameFields names the methods of an import interface.
func (n *Names) nameFields(mod *Module, given renamed) error {
	methods := newScope(knownMethods...)
	wishes := make([]wish, len(mod.Fields))
	for j, f := range mod.Fields {
		wishes[j] = given.wish(importKey(&n.mod.Imports[f.First]))
	}
	ids, err := methods.grant(wishes)
	for j, id := range ids {
		mod.Fields[j].Method = id
	}
	return err
}

// collectImports sorts the imports by module and leaves out repetitions.
func (n *Names) collectImports() {
	type field struct{ module, name, typ string }
	index := map[string]int{}
	seen := map[field]bool{}
	for i, imp := range n.mod.Imports {
		at, ok := index[imp.Module]
		if !ok {
			at = len(n.Modules)
			index[imp.Module] = at
			n.Modules = append(n.Modules, Module{Name: imp.Module})
		}
		k := field{imp.Module, imp.Name, n.externType(imp.Kind, imp.Index)}
		if !seen[k] {
			seen[k] = true
			n.Modules[at].Fields = append(n.Modules[at].Fields, Field{First: i})
		}
	}
}

// nameFuncs names the functions. Imported ones are
// module_field; defined ones have the name of the name section, else that of
// an export, else fn12.
func (n *Names) nameFuncs() {
	want := make([]string, len(n.mod.Funcs))
	for _, imp := range n.mod.Imports {
		if imp.Kind == wasm.ExternFunc {
			want[imp.Index] = sanitize(imp.Module + "_" + imp.Name)
		}
	}
	for i := n.mod.ImportedFuncs; i < len(want); i++ {
		want[i] = sanitize(n.mod.FuncName(i))
	}
	for _, e := range n.mod.Exports {
		if e.Kind == wasm.ExternFunc && want[e.Index] == "" {
			want[e.Index] = sanitize(e.Name)
		}
	}
	n.funcs = n.idents.all(want, func(i int, id string) string {
		if id == "" {
			return fmt.Sprintf("fn%d", i)
		}
		return fmt.Sprintf("%s_%d", id, i)
	})
	n.functions = map[string]bool{n.Instance: true}
	for i, id := range n.funcs {
		n.funcs[i] = n.Private(id)
		n.functions[n.funcs[i]] = true
	}
}

// nameExports names the methods that are exports.
func (n *Names) nameExports(given renamed) (err error) {
	methods := newScope(slices.Concat(n.options.methods(), knownMethods)...)
	wishes := make([]wish, len(n.mod.Exports))
	for i := range n.mod.Exports {
		wishes[i] = given.wish(exportKey(&n.mod.Exports[i]))
	}
	if n.Exports, err = methods.grant(wishes); err == nil {
		n.nameLenders(methods)
	}
	return err
}

// nameLenders names the methods that lend bytes of exported memories, after all exports.
func (n *Names) nameLenders(methods *scope) {
	var at []int
	var want []string
	for i, e := range n.mod.Exports {
		if e.Kind == wasm.ExternMemory {
			at = append(at, i)
			want = append(want, "Local"+n.Exports[i])
		}
	}
	n.Lenders = map[int]string{}
	for k, id := range methods.all(want, methods.counted()) {
		n.Lenders[at[k]] = id
	}
}

// member gives a field of Instance a name of its own.
func (n *Names) member(id string) string {
	if token.IsKeyword(id) {
		id += "_"
	}
	for !n.members.free(id) {
		id += "_"
	}
	return n.members.take(id)
}

// externType is the text of the type of an import or export, the same for
// the same types.
func (n *Names) externType(kind wasm.ExternKind, i uint32) string {
	switch kind {
	case wasm.ExternFunc:
		return fmt.Sprint("func ", n.mod.Canon(n.mod.Funcs[i].Type))
	case wasm.ExternTable:
		return fmt.Sprint("table ", n.mod.Tables[i].TableType)
	case wasm.ExternMemory:
		return fmt.Sprint("memory ", n.mod.Memories[i].MemType)
	case wasm.ExternGlobal:
		return fmt.Sprint("global ", n.mod.Globals[i].GlobalType)
	case wasm.ExternTag:
		return fmt.Sprint("tag ", n.mod.Canon(n.mod.Tags[i].Type))
	}
	panic("emit: no type of a " + kind.String())
}

// nameTails assigns the fields for waiting tail calls: one for each list of results.
func (n *Names) nameTails(group []int) {
	n.tailOf = make([]int, len(n.mod.Funcs))
	index := map[string]int{}
	for f := range n.tailOf {
		n.tailOf[f] = -1
		if group == nil || group[f] == 0 {
			continue
		}
		results := n.mod.FuncType(f).Results
		text := n.CoreResults(results)
		k, ok := index[text]
		if !ok {
			k = len(n.Tails)
			index[text] = k
			n.Tails = append(n.Tails, results)
		}
		n.tailOf[f] = k
	}
}

// HasTail tells whether function i exists twice, see package body.
func (n *Names) HasTail(i uint32) bool { return n.tailOf[i] >= 0 }

// Tail is the Go function that is function i, but leaves its tail calls to its caller.
func (n *Names) Tail(i uint32) string { return n.funcs[i] + "_tail" }

// TailField is the Go expression for the field in which function i leaves a tail call.
func (n *Names) TailField(i uint32) string { return field("tail", uint32(n.tailOf[i])) }
