package emit

import (
	"fmt"
	"go/token"
	"regexp"
	"slices"

	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// names spells in Go what a module names. Spellings depend on the module and
// the prefix alone, and no two things of one Go scope share one.
type names struct {
	Type    string // of an instance
	Imports string // of the struct of New's argument
	New     string
	Link    string

	mod       *wasm.Module
	members   *scope // fields and methods of Instance, the unexported ones
	idents    *scope // unexported package-level identifiers
	prefix    string
	funcs     []string        // by function index: the Go function
	functions map[string]bool // the names in funcs, once asked for
	exports   []string        // by position in mod.Exports: the exported method
	modules   []importModule
}

// importModule is a module that is imported from. Its fields stand once each,
// however often the Wasm module names them.
type importModule struct {
	name   string // in Wasm
	Type   string // of the Go interface
	Field  string // of Imports
	field  string // of Instance
	fields []importField
}

// importField is a method of an import interface.
type importField struct {
	Method string
	first  int // position in mod.Imports of the first import of this field with this type
}

// newNames spells the names of m. The prefix goes before package-level
// identifiers only.
func newNames(m *wasm.Module, o Options) *names {
	n := &names{mod: m, prefix: o.Prefix, members: newScope(fixedMembers...), idents: newScope(fixedIdents...)}
	if o.Parts {
		n.idents = newScope(slices.Concat(fixedIdents, interpIdents)...)
	}
	n.members.reserved = memberPattern.MatchString
	n.Type = n.public("Instance")
	n.Imports = n.public("Imports")
	n.New = n.public("New")
	n.Link = n.public("Link")
	n.nameImports()
	n.nameFuncs()
	n.nameExports()
	return n
}

// public is an exported package-level identifier with the prefix.
func (n *names) public(id string) string { return upperFirst(n.prefix + id) }

// private is an unexported package-level identifier with the prefix.
func (n *names) private(id string) string {
	if n.prefix == "" {
		return id
	}
	return lowerFirst(n.prefix) + upperFirst(id)
}

// Func is the Go function that is function i, imported or defined. Its first
// parameter is the instance.
func (n *names) Func(i uint32) string { return n.funcs[i] }

// Global is the Go expression for global i. An imported mutable one is
// reached through a pointer; an immutable one is copied when it is linked.
func (n *names) Global(i uint32) string {
	if n.shared(i) {
		return fmt.Sprintf("*m.g%d", i)
	}
	return fmt.Sprintf("m.g%d", i)
}

// shared tells whether global i is a variable of another module.
func (n *names) shared(i uint32) bool {
	return int(i) < n.mod.ImportedGlobals && n.mod.Globals[i].Mutable
}

// goType is the Go type of values of type t. References to functions are
// *rt.Func, all others any.
func goType(t wasm.ValType) string {
	switch t {
	case wasm.I32:
		return "int32"
	case wasm.I64:
		return "int64"
	case wasm.F32:
		return "float32"
	case wasm.F64:
		return "float64"
	case wasm.V128:
		return "rt.V128"
	}
	if h := t.HeapType(); h == wasm.HeapFunc || h == wasm.HeapNoFunc {
		return "*rt.Func"
	}
	return "any"
}

// goType is the Go type of values of type t, which may name a type of the
// module.
func (n *names) goType(t wasm.ValType) string {
	if n.isFunc(t) {
		return "*rt.Func"
	}
	return goType(t)
}

// coreType is the Go type of values of type t inside function bodies. An i32
// is unsigned there: most instructions do not care, addresses are unsigned,
// and the Go compiler knows of unsigned values that their upper half is zero.
func (n *names) coreType(t wasm.ValType) string {
	if t == wasm.I32 {
		return "uint32"
	}
	return n.goType(t)
}

// isFunc tells whether t is a reference to functions.
func (n *names) isFunc(t wasm.ValType) bool {
	if !t.IsRef() {
		return false
	}
	switch h := t.HeapType(); {
	case h == wasm.HeapFunc, h == wasm.HeapNoFunc:
		return true
	case h.IsAbstract():
		return false
	default:
		return n.mod.Types[h.Index()].Kind == wasm.KindFunc
	}
}

// memberPattern describes the fields and methods of Instance that are known
// by a number; nothing else gets such a name, so that m.mem0 is a memory in
// every package.
var memberPattern = regexp.MustCompile(`^(mem|tab|g|data|elem|tag|tail|twin|indirect|adapt|fn)\d+$`)

// fixedMembers are the other unexported fields and methods of Instance.
var fixedMembers = []string{
	"owner", "core", "imports", "funcs", "refs", "adapters", "interp", "parts", "attach",
	"linkValues", "linkHost", "instantiate", "allocate", "initialize", "state", "ref", "refList", "adapter",
}

// fixedMethods are the exported methods that every Instance has.
var fixedMethods = []string{"Export", "Exports", "Close"}

// nameImports names the interfaces of imports, their methods and the fields
// that hold them.
func (n *names) nameImports() {
	n.collectImports()
	types := newScope(n.unprefixed()...)
	want := make([]string, len(n.modules))
	for i := range n.modules {
		want[i] = exported(n.modules[i].name)
	}
	for i, id := range types.all(want, types.counted()) {
		mod := &n.modules[i]
		mod.Type = n.public(id)
		mod.Field = id
		mod.field = n.member(lowerFirst(id))

		methods := newScope()
		want := make([]string, len(mod.fields))
		for j, f := range mod.fields {
			want[j] = exported(n.mod.Imports[f.first].Name)
		}
		for j, id := range methods.all(want, methods.counted()) {
			mod.fields[j].Method = id
		}
	}
}

// unprefixed are the exported package-level identifiers of every package.
func (n *names) unprefixed() []string { return []string{"Instance", "Imports", "New", "Link"} }

// collectImports sorts the imports by module and leaves out repetitions. Tags
// cannot be given by Go code: they are linked from other instances only.
func (n *names) collectImports() {
	type key struct{ module, name, typ string }
	index := map[string]int{}
	seen := map[key]bool{}
	for i, imp := range n.mod.Imports {
		at, ok := index[imp.Module]
		if !ok {
			at = len(n.modules)
			index[imp.Module] = at
			n.modules = append(n.modules, importModule{name: imp.Module})
		}
		k := key{imp.Module, imp.Name, n.externType(imp.Kind, imp.Index)}
		if imp.Kind != wasm.ExternTag && !seen[k] {
			seen[k] = true
			n.modules[at].fields = append(n.modules[at].fields, importField{first: i})
		}
	}
}

// funcPattern describes identifiers that bodies and frames use themselves.
var funcPattern = regexp.MustCompile(`^([vtrxag]|mem|memory|segments|sig|twin|indirect|adapt|fn|L)\d+$|_(part\d+|frame|tail)$`)

// fixedIdents are the other ones, and what Go predeclares.
var fixedIdents = []string{
	"m", "d", "e", "f", "i", "fn", "at", "err", "call", "main", "init",
	"abi", "backend", "bits", "embed", "guard", "math", "mem", "memmap", "periph", "rt", "runtime", "slice", "slices", "sort", "sram", "unsafe", "wasitarget",
	"data", "exported", "ref", "funcIndex", "funcs", "imported", "names",
	"any", "append", "bool", "byte", "cap", "clear", "close", "comparable", "complex", "complex128", "complex64", "copy",
	"delete", "error", "false", "float32", "float64", "imag", "int", "int16", "int32", "int64", "int8", "iota", "len",
	"make", "max", "min", "new", "nil", "panic", "print", "println", "real", "recover", "rune", "string", "true", "uint",
	"uint16", "uint32", "uint64", "uint8", "uintptr",
}

// nameFuncs names the functions. Imported ones are
// module_field; defined ones have the name of the name section, else that of
// an export, else fn12.
func (n *names) nameFuncs() {
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
	n.idents.reserved = funcPattern.MatchString
	n.funcs = n.idents.all(want, func(i int, id string) string {
		if id == "" {
			return fmt.Sprintf("fn%d", i)
		}
		return fmt.Sprintf("%s_%d", id, i)
	})
	for i, id := range n.funcs {
		n.funcs[i] = n.private(id)
	}
}

// nameExports names the methods that are exports. Tags have none.
func (n *names) nameExports() {
	methods := newScope(fixedMethods...)
	want := make([]string, len(n.mod.Exports))
	for i, e := range n.mod.Exports {
		want[i] = exported(e.Name)
	}
	n.exports = methods.all(want, methods.counted())
}

// member gives a field of Instance a name of its own.
func (n *names) member(id string) string {
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
func (n *names) externType(kind wasm.ExternKind, i uint32) string {
	switch kind {
	case wasm.ExternFunc:
		return fmt.Sprint("func ", n.mod.Canon(n.mod.Funcs[i].Type))
	case wasm.ExternTable:
		return fmt.Sprint("table ", n.mod.Tables[i].TableType)
	case wasm.ExternMemory:
		return fmt.Sprint("memory ", n.mod.Memories[i].MemType)
	case wasm.ExternGlobal:
		return fmt.Sprint("global ", n.mod.Globals[i].GlobalType)
	}
	return fmt.Sprint("tag ", n.mod.Tags[i].Type)
}
