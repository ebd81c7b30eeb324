package emit

import (
	"fmt"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Functions that can tail-call each other without end exist twice. One, with
// _tail in its name, does not make these calls: it leaves them in a field of
// the instance, m.tail0, and returns. The other, which everybody else calls,
// makes them one after the other, so that the stack does not grow.

// tailFields are the fields for waiting tail calls: one for each list of
// results.
type tailFields struct {
	results []string // " uint32", as resultList writes it
	of      []int    // by function index: the field it uses
}

func newTailFields(m *wasm.Module, group []int, spell func(wasm.ValType) string) *tailFields {
	t := &tailFields{of: make([]int, len(group))}
	index := map[string]int{}
	for f, g := range group {
		if g == 0 {
			continue
		}
		results := resultList(m.FuncType(f).Results, spell)
		k, ok := index[results]
		if !ok {
			k = len(t.results)
			index[results] = k
			t.results = append(t.results, results)
		}
		t.of[f] = k
	}
	return t
}

// hasTail tells whether the function exists twice.
func (p *printer) hasTail() bool { return p.facts.Tails.Group[p.f.Index] != 0 }

// name is what the function that holds the body is called.
func (p *printer) name() string {
	if p.hasTail() {
		return p.names.Func(p.f.Index) + "_tail"
	}
	return p.names.Func(p.f.Index)
}

func (p *printer) tailField() string {
	return fmt.Sprintf("m.tail%d", p.tails.of[p.f.Index])
}

// trampoline writes the function that makes the waiting calls.
func (p *printer) trampoline() {
	if !p.hasTail() {
		return
	}
	t := p.f.Type
	name, results := p.names.Func(p.f.Index), argList(p.names.numberedCore("r", t.Results))
	params := p.names.numberedCore("v", t.Params)
	set, next := "", ""
	if results != "" {
		set, next = results+" := ", results+" = "
	}
	p.out = fmt.Appendf(p.out, "// %s runs %s_tail and the tail calls that it leads to.\n", name, name)
	p.out = fmt.Appendf(p.out, "func %s(%s)%s {\n", name,
		paramList(append([]param{{"m", "*" + p.names.Type}, {"d", "int"}}, params...)), resultList(t.Results, p.names.coreType))
	p.out = fmt.Appendf(p.out, "\t%s%s_tail(%s)\n", set, name, arguments("m, d", argList(params)))
	p.out = fmt.Appendf(p.out, "\tfor %s != nil {\n\t\tnext := %s\n\t\t%s = nil\n\t\t%snext(d)\n\t}\n", p.tailField(), p.tailField(), p.tailField(), next)
	if results != "" {
		p.out = fmt.Appendf(p.out, "\treturn %s\n", results)
	}
	p.out = append(p.out, "}\n\n"...)
}

// bounces tells whether a tail call has to wait for the trampoline.
func (p *printer) bounces(x *ir.Expr) bool {
	tails := p.facts.Tails
	if x.Kind == ir.Indirect {
		return tails.Same(p.f.Index, tails.Types[p.mod.Canon(x.A)])
	}
	return tails.Same(p.f.Index, tails.Group[x.A])
}

// tailCall writes a call whose results are the function's.
func (p *printer) tailCall(s *ir.Stmt) {
	x := s.X[0]
	if p.bounces(x) {
		p.bounce(x)
		return
	}
	p.returnCall(x)
}

// returnCall writes a tail call as an ordinary one.
func (p *printer) returnCall(x *ir.Expr) {
	results := len(p.f.Type.Results) > 0
	p.tabs()
	if results {
		p.out = append(p.out, "return "...)
	}
	p.out = appendExpr(p.out, p.expr(x), lowestPrec, 1)
	p.out = append(p.out, '\n')
	if !results {
		p.line("return")
	}
}

// bounce leaves a tail call to the trampoline. Its operands are copied: what
// a Go function literal refers to must not change afterwards.
func (p *printer) bounce(x *ir.Expr) {
	p.line("{")
	p.indent++
	args, callee := x.Args, ""
	if x.Kind == ir.Indirect {
		args = args[:len(args)-1]
		p.tailTarget(x)
	} else {
		callee = p.names.Func(x.A) + "_tail"
	}
	list := p.copies(args)
	if x.Kind == ir.Indirect {
		p.line(fmt.Sprintf("if code := m.twin%d(ref); code != nil {", p.mod.Canon(x.A)))
		p.indent++
		callee = "code"
	}
	p.line(fmt.Sprintf("%s = func(d int)%s {", p.tailField(), resultList(p.f.Type.Results, p.names.coreType)))
	call := fmt.Sprintf("%s(%s)", callee, arguments("m, d", list))
	if len(p.f.Type.Results) > 0 {
		call = "return " + call
	}
	p.line("\t" + call)
	p.line("}")
	p.leaveWithZeros()
	if x.Kind == ir.Indirect {
		p.indent--
		p.line("}")
		p.leaveWith(fmt.Sprintf("m.indirect%d(ref)(%s)", p.mod.Canon(x.A), arguments("m, d", list)))
	}
	p.indent--
	p.line("}")
}

// tailTarget looks up the function of an indirect tail call.
func (p *printer) tailTarget(x *ir.Expr) {
	p.tabs()
	p.out = append(p.out, "ref := "...)
	p.out = appendExpr(p.out, p.element(x), lowestPrec, 1)
	p.out = append(p.out, '\n')
}

// copies assigns operands to new variables, and returns the list of these.
func (p *printer) copies(args []*ir.Expr) string {
	var names []string
	for i, a := range args {
		name := fmt.Sprintf("a%d", i)
		names = append(names, name)
		p.tabs()
		p.out = fmt.Appendf(p.out, "var %s %s = ", name, p.names.coreType(a.Type))
		p.out = appendExpr(p.out, p.expr(a), lowestPrec, 1)
		p.out = append(p.out, '\n')
	}
	return strings.Join(names, ", ")
}

// leaveWithZeros returns values that the trampoline does not look at.
func (p *printer) leaveWithZeros() {
	var zeros []string
	for _, t := range p.f.Type.Results {
		zero := "0"
		if t.IsRef() {
			zero = "nil"
		}
		zeros = append(zeros, zero)
	}
	switch {
	case p.cur != nil:
		p.line("return -1")
	case len(zeros) == 0:
		p.line("return")
	default:
		p.line("return " + strings.Join(zeros, ", "))
	}
}

// leaveWith returns the results of a call.
func (p *printer) leaveWith(call string) {
	results := len(p.f.Type.Results)
	switch {
	case p.cur != nil && results > 0:
		p.line(p.frameResults() + " = " + call)
		p.line("return -1")
	case p.cur != nil:
		p.line(call)
		p.line("return -1")
	case results > 0:
		p.line("return " + call)
	default:
		p.line(call)
		p.line("return")
	}
}
