// Package body prints function bodies: a Go function for each, or several where it is divided. What the rest of the package has to know
// of a body comes with its text.
package body

import (
	"fmt"
	"strconv"

	"github.com/wasm2go/wasm2go/compiler/debuginfo"
	"github.com/wasm2go/wasm2go/compiler/internal/backend"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/internal/passes"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A Body is a translated function body.
type Body struct {
	Text  []byte          // header comment, declarations and a final newline, as gofmt writes them
	Uses  gotext.Packages // that the text names
	Datas []uint32        // passive data segments that the text names, m.dataN, in any order and number
	Elems []uint32        // the same for element segments, m.elemN

	Structs map[uint32]StructUse // struct types that the text names, by canonical index
	ByRef   map[uint32]bool      // types of functions that it calls by reference, m.byRefN, likewise
	Types   map[uint32]bool      // types that it names as objects have them, m.rttN, likewise

	Places []Place // in the order of files and lines, each of another line
	Lined  bool    // the text ends on lines of the module's source, by directives

	Assembly Assembly // of its routines
}

// Facts are what a body depends on beyond itself: properties of functions
// that only the whole call graph tells, by function index.
type Facts struct {
	Depth  []bool // takes the remaining stack budget as its first parameter
	Cyclic []bool // may call itself again: must check that budget
	Grows  []bool // may let a memory grow
	Tails  *passes.Tails
	Refs   []uint32 // functions that can be referred to, in increasing order

	Catches bool // the module has handlers: without one, a throw ends the call

	Metering ir.Metering
	Outlined []bool // its accesses to memory are calls, where the backend leaves a choice

	Source *debuginfo.Info // lines to mention in directives, nil for none
}

// A Printer prints the bodies of a module. It serves many goroutines at once.
type Printer struct {
	mod       *wasm.Module
	names     *names.Names
	facts     Facts
	templates *templates
	memories  []memory
	files     []string // of the source, as directives name them
	races     bool     // threads share a memory
}

// A memory is what accesses to one depend on.
type memory struct {
	backend.Type
	is64  bool   // its addresses are i64
	near  bool   // it is at most 2 GiB large
	view  string // the variable that holds the view
	field string // the memory itself
}

// New prepares to print the bodies of m.
func New(m *wasm.Module, n *names.Names, b *backend.Backend, facts Facts) *Printer {
	p := &Printer{mod: m, names: n, facts: facts, templates: parseTemplates(), files: fileNames(facts.Source), races: m.SharesMemory()}
	for i := range m.Memories {
		view := "mem"
		if i > 0 {
			view = "mem" + strconv.Itoa(i)
		}
		t := m.MemType(i)
		p.memories = append(p.memories, memory{Type: b.Of(t), is64: t.Is64, near: backend.IsNear(m, i), view: view, field: names.Memory(uint32(i))})
	}
	return p
}

// printer prepares to print f.
func (b *Printer) printer(f *ir.Func) *printer {
	return &printer{Printer: b, f: f, locals: b.names.Locals(f.Index, f.Locals), gotos: map[*ir.Label]bool{}}
}

// Func prints f with its structure. assembly is that of its routines.
func (b *Printer) Func(f *ir.Func, assembly []Routine) Body {
	p := b.printer(f)
	p.whole()
	p.prepend(func() {
		p.trampoline()
		p.header()
	})
	p.Add("}\n")
	p.addRoutines(assembly)
	return p.body()
}

// whole writes the statements of a function with their structure.
func (p *printer) whole() {
	f := p.f
	p.scan()
	p.Indent = 1
	if n := len(f.Body); n > 0 && f.Body[n-1].Kind == ir.Return && len(f.Body[n-1].X) == 0 {
		p.list(f.Body[:n-1])
	} else {
		p.list(f.Body)
	}
	if len(f.Type.Results) > 0 && ir.Completes(f.Body) {
		p.throw("rt.Unreachable")
	}
}

// printer writes one function.
type printer struct {
	*Printer
	gotext.Lines
	f       *ir.Func
	name    string             // of a routine
	locals  []string           // how parameters and locals are called
	mems    []bool             // which memories the body accesses
	widest  int                // how many words a call of the body may pass, arguments and results
	bases   []bool             // by variable: accesses add something variable to it
	updates []int              // by variable: how many of its reads are those of v0 += x
	atoms   []*gotext.Expr     // by variable: its name
	jumps   []jumpTarget       // the for and switch statements around, innermost last
	gotos   map[*ir.Label]bool // labels that a goto names
	fuel    bool               // fuel is counted in a variable of that name
	flat    *ir.Flat           // if the body is printed as basic blocks
	cur     *ir.Part           // the part of flat that is being printed as a function of its own
	datas   []uint32           // see Body
	elems   []uint32
	structs map[uint32]StructUse
	types   map[uint32]bool
	byRef   map[uint32]bool
	spots   []spot // in the order of the text

	assembly Assembly
}

// jumpTarget is what break and continue may refer to.
type jumpTarget struct {
	loop    *ir.Stmt // nil for a switch
	labeled bool     // a statement inside names it
}

// body is the result.
func (p *printer) body() Body {
	b := Body{Text: p.Text, Uses: p.Uses, Datas: p.datas, Elems: p.elems, Structs: p.structs, Types: p.types, ByRef: p.byRef, Assembly: p.assembly}
	if p.facts.Source != nil {
		b.Text, b.Places, b.Lined = p.directed()
	} else {
		b.Places = p.places()
	}
	return b
}

// prepend puts what write writes before the text, on which it may depend.
func (p *printer) prepend(write func()) {
	text, spots := p.Text, p.spots
	p.Text, p.spots = make([]byte, 0, len(text)+512), nil
	write()
	p.append(text, spots)
}

// append goes on with a text that was written alone, and its spots.
func (p *printer) append(text []byte, spots []spot) {
	moveSpots(spots, 0, len(p.Text))
	p.Text, p.spots = append(p.Text, text...), append(p.spots, spots...)
}

// header writes what stands before the body's statements.
func (p *printer) header() {
	p.headerTop()
	p.views()
	p.declare()
	if p.fuel {
		p.Line("fuel := m.core.Units")
	}
}

// headerTop writes the comment, the signature and the check of the stack.
func (p *printer) headerTop() {
	f := p.f
	name := p.names.Func(f.Index)
	if p.names.HasTail(f.Index) {
		name = p.names.Tail(f.Index)
	}
	p.comment(f.Index, name)
	p.Text = fmt.Appendf(p.Text, "%v @%#x\n", f.Type, f.Offset)
	p.directives()
	params := p.params()
	if p.facts.Depth[f.Index] {
		params = p.names.Head(params)
	} else {
		params = p.names.Receive(params)
	}
	p.signature(name, params)
	if p.facts.Cyclic[f.Index] {
		p.checkStack()
	}
}

// directives end the comment of a function that the Go compiler must not inline, or that may race as Wasm lets threads do: what the race detector
// finds is then the host's.
func (p *printer) directives() {
	if !p.f.NoInline && !p.races {
		return
	}
	p.Text = append(p.Text, "//\n"...)
	if p.f.NoInline {
		p.Text = append(p.Text, "//go:noinline\n"...)
	}
	if p.races {
		p.Text = append(p.Text, "//go:norace\n"...)
	}
}

// checkStack writes what ends the function before any instruction, where the stack is exhausted or a context has ended.
func (p *printer) checkStack() {
	stops := p.facts.Metering.Interruptible
	limit := "0"
	if stops {
		limit = "int(m.core.Stop.Load())"
	}
	p.Line(fmt.Sprintf("if d -= %d; d < %s {", p.frameSize(), limit))
	p.Indent++
	if stops {
		p.Line("panic(m.core.Exhausted())")
	} else {
		p.throw("rt.StackExhausted")
	}
	p.Indent--
	p.Line("}")
}

// params are the function's parameters as its body calls them.
func (p *printer) params() []gotext.Param {
	list := p.names.NumberedCore("v", p.f.Type.Params)
	for i := range list {
		list[i].Name = p.locals[i]
	}
	return list
}

// comment begins the comment before a function.
func (p *printer) comment(i uint32, name string) {
	p.Text = fmt.Appendf(p.Text, "// %s ", name)
	if wasmName := p.mod.PlainName(int(i)); wasmName != "" {
		p.Text = fmt.Appendf(p.Text, "%s ", gotext.Mention(wasmName))
	}
}

// signature begins a function with the type of the one that is printed.
func (p *printer) signature(name string, params []gotext.Param) {
	p.from(p.f.Offset)
	p.Text = fmt.Appendf(p.Text, "func %s(%s)%s {\n", name, gotext.Params(params), p.names.CoreResults(p.f.Type.Results))
	p.useTypes(p.f.Type.Params)
	p.useTypes(p.f.Type.Results)
	p.Indent = 1
}

// useTypes notes what the types of values name.
func (p *printer) useTypes(types []wasm.ValType) {
	for _, t := range types {
		p.Uses |= p.names.Value(t).Uses
	}
}

// throw writes a trap.
func (p *printer) throw(trap string) {
	p.Uses |= gotext.RT
	p.Line("panic(" + trap + ")")
}

// frameSize estimates the bytes of stack that a call takes.
func (p *printer) frameSize() int {
	n := max(12, p.widest)
	for _, v := range p.f.Vars {
		if v.Reads > 0 {
			n += p.mod.Class(v.Type).Slots()
		}
	}
	return 8 * n
}

// declare writes the variables that are read, by type. Go wants more of a use than an update.
func (p *printer) declare() {
	var types, unused []string
	vars := map[string][]byte{}
	first := p.f.Params
	if p.cur != nil {
		first = 0 // the parameters are the driver's
	}
	for i := first; i < len(p.f.Vars); i++ {
		if p.f.Vars[i].Reads == 0 || p.cur != nil && p.flat.Shared[i] {
			continue
		}
		v := p.names.Value(p.f.Vars[i].Type)
		p.Uses |= v.Uses
		if vars[v.Core] == nil {
			types = append(types, v.Core)
		} else {
			vars[v.Core] = append(vars[v.Core], ", "...)
		}
		vars[v.Core] = append(vars[v.Core], p.plainName(ir.Var(i))...)
		if p.updates[i] == p.f.Vars[i].Reads {
			unused = append(unused, p.plainName(ir.Var(i)))
		}
	}
	for _, t := range types {
		p.Line(fmt.Sprintf("var %s %s", vars[t], t))
	}
	for _, name := range unused {
		p.Line("_ = " + name)
	}
}

// varName is how the body refers to a variable.
func (p *printer) varName(v ir.Var) string {
	if p.cur != nil && p.flat.Shared[v] {
		return "f." + p.plainName(v)
	}
	return p.plainName(v)
}

// plainName is v3 for a parameter or local without a name, t3 for a temporary.
func (p *printer) plainName(v ir.Var) string {
	if int(v) < p.f.Locals {
		return p.locals[v]
	}
	return "t" + strconv.Itoa(int(v)-p.f.Locals)
}
