package emit

import (
	"fmt"
	"strconv"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/internal/passes"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Facts are what a body depends on beyond itself: properties of functions
// that only the whole call graph tells, by function index.
type Facts struct {
	Depth  []bool // takes the remaining stack budget as its first parameter
	Cyclic []bool // may call itself again: must check that budget
	Grows  []bool // may let a memory grow
	Tails  *passes.Tails

	Outlined []bool // its accesses to memory are calls, where the backend leaves a choice
}

// A Bodies prints function bodies. It serves many goroutines at once.
type Bodies struct {
	mod       *wasm.Module
	names     *names
	facts     Facts
	templates *templates
	tails     *tailFields
	moves     []bool // by memory: its view changes as it grows
	outlines  []bool // by memory: it has a view whose accesses are calls
}

// NewBodies prepares to print the bodies of m.
func NewBodies(m *wasm.Module, o Options, facts Facts) *Bodies {
	moves, outlines := make([]bool, len(m.Memories)), make([]bool, len(m.Memories))
	for i := range moves {
		t := m.MemType(i)
		reserved := o.Mem == "guard" && !t.Is64 && t.PageSize() == 1<<16 // otherwise the type is that of slice
		moves[i] = !reserved && o.Mem != "sram"
		outlines[i] = o.Mem == "guard" && !reserved || o.Mem == "slice" || o.Mem == "sram"
	}
	n := newNames(m, o)
	return &Bodies{
		mod:       m,
		names:     n,
		facts:     facts,
		templates: parseTemplates(),
		tails:     newTailFields(m, facts.Tails.Group, n.coreType),
		moves:     moves,
		outlines:  outlines,
	}
}

// Func returns the Go text of f, with the comment before it.
func (b *Bodies) Func(f *ir.Func) []byte {
	p := &printer{Bodies: b, f: f, gotos: map[*ir.Label]bool{}}
	p.scan()
	p.indent = 1
	if n := len(f.Body); n > 0 && f.Body[n-1].Kind == ir.Return && len(f.Body[n-1].X) == 0 {
		p.list(f.Body[:n-1])
	} else {
		p.list(f.Body)
	}
	if len(f.Type.Results) > 0 && ir.Completes(f.Body) {
		p.line("panic(rt.Unreachable)")
	}
	body := p.out
	p.out = make([]byte, 0, len(body)+512)
	p.trampoline()
	p.header()
	p.out = append(p.out, body...)
	p.out = append(p.out, "}\n"...)
	return p.out
}

// printer writes one function.
type printer struct {
	*Bodies
	f      *ir.Func
	out    []byte
	indent int
	mems   []bool             // which memories the body accesses
	bases  []bool             // by variable: accesses add something variable to it
	atoms  []*node            // by variable: its name
	jumps  []jumpTarget       // the for and switch statements around, innermost last
	gotos  map[*ir.Label]bool // labels that a goto names
	flat   *ir.Flat           // if the body is printed as basic blocks
	cur    *ir.Part           // the part of flat that is being printed as a function of its own
}

// jumpTarget is what break and continue may refer to.
type jumpTarget struct {
	loop    *ir.Stmt // nil for a switch
	labeled bool     // a statement inside names it
}

// header writes what stands before the body's statements.
func (p *printer) header() {
	p.headerTop()
	p.views()
	p.declare()
}

// headerTop writes the comment, the signature and the check of the stack.
func (p *printer) headerTop() {
	f := p.f
	name := p.name()
	p.out = fmt.Appendf(p.out, "// %s ", name)
	if wasmName := p.mod.FuncName(int(f.Index)); wasmName != "" {
		p.out = fmt.Appendf(p.out, "%q ", wasmName)
	}
	p.out = fmt.Appendf(p.out, "%v @%#x\n", f.Type, f.Offset)
	params := []param{{"m", "*" + p.names.Type}}
	if p.facts.Depth[f.Index] {
		params = append(params, param{"d", "int"})
	}
	params = append(params, p.names.numberedCore("v", f.Type.Params)...)
	p.out = fmt.Appendf(p.out, "func %s(%s", name, paramList(params))
	p.out = append(p.out, ')')
	p.out = append(p.out, resultList(f.Type.Results, p.names.coreType)...)
	p.out = append(p.out, " {\n"...)
	p.indent = 1
	if p.facts.Cyclic[f.Index] {
		p.line(fmt.Sprintf("if d -= %d; d < 0 {", p.frameSize()))
		p.line("\tpanic(rt.StackExhausted)")
		p.line("}")
	}
}

// frameSize estimates the bytes of stack that a call takes.
func (p *printer) frameSize() int {
	n := 0
	for _, v := range p.f.Vars {
		if v.Reads > 0 {
			n++
		}
	}
	return 96 + 8*n
}

// declare writes the variables that are read, by type.
func (p *printer) declare() {
	var types []string
	vars := map[string][]byte{}
	first := p.f.Params
	if p.cur != nil {
		first = 0 // the parameters are the driver's
	}
	for i := first; i < len(p.f.Vars); i++ {
		if p.f.Vars[i].Reads == 0 || p.cur != nil && p.flat.Shared[i] {
			continue
		}
		t := p.names.coreType(p.f.Vars[i].Type)
		if vars[t] == nil {
			types = append(types, t)
		} else {
			vars[t] = append(vars[t], ", "...)
		}
		vars[t] = append(vars[t], p.plainName(ir.Var(i))...)
	}
	for _, t := range types {
		p.line(fmt.Sprintf("var %s %s", vars[t], t))
	}
}

// varName is how the body refers to a variable.
func (p *printer) varName(v ir.Var) string {
	if p.cur != nil && p.flat.Shared[v] {
		return "f." + p.plainName(v)
	}
	return p.plainName(v)
}

// plainName is v3 for a parameter or local, t3 for a temporary.
func (p *printer) plainName(v ir.Var) string {
	if int(v) < p.f.Locals {
		return "v" + strconv.Itoa(int(v))
	}
	return "t" + strconv.Itoa(int(v)-p.f.Locals)
}

func (p *printer) tabs() {
	for range p.indent {
		p.out = append(p.out, '\t')
	}
}

func (p *printer) line(s string) {
	p.tabs()
	p.out = append(p.out, s...)
	p.out = append(p.out, '\n')
}
