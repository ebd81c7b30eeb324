package body

import (
	"fmt"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
)

// Functions that can tail-call each other without end exist twice. One, with
// _tail in its name, makes these calls only while there is room for them on
// the stack (abi.Core.Tails); then it leaves the next one in a field of
// the instance, m.tail0, and returns. The other, which everybody else calls,
// makes those one after the other, so that the stack does not grow.

// trampoline writes the function that makes the waiting calls.
func (p *printer) trampoline() {
	i, t := p.f.Index, p.f.Type
	if !p.names.HasTail(i) {
		return
	}
	name, tail, waiting := p.names.Func(i), p.names.Tail(i), p.names.TailField(i)
	params, results := p.params(), gotext.Args(p.names.NumberedCore("r", t.Results))
	set, next := "", ""
	if results != "" {
		set, next = results+" := ", results+" = "
	}
	p.Text = fmt.Appendf(p.Text, "// %s runs %s and the tail calls that it leads to.\n", name, tail)
	p.signature(name, p.names.Head(params))
	p.Line("outer := m.core.Tails(d)")
	p.Line(fmt.Sprintf("%s%s(%s)", set, tail, gotext.Join("m, d", gotext.Args(params))))
	p.Line(fmt.Sprintf("for %s != nil {", waiting))
	p.Line(fmt.Sprintf("\tnext := %s", waiting))
	p.Line(fmt.Sprintf("\t%s = nil", waiting))
	p.Line(fmt.Sprintf("\t%snext(d)", next))
	p.Line("}")
	p.Line("m.core.TailRoom = outer")
	if results != "" {
		p.Line("return " + results)
	}
	p.Add("}\n\n")
}

// bounces tells whether a tail call has to wait for the trampoline.
func (p *printer) bounces(x *ir.Expr) bool {
	tails := p.facts.Tails
	if x.Kind != ir.Call {
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
	if len(p.f.Type.Results) > 0 {
		p.Statement("return ", p.expr(x), "")
		return
	}
	p.write(p.expr(x))
	p.Line("return")
}

// bounce makes a tail call, or leaves it to the trampoline. Its operands are copied: what
// a Go function literal refers to must not change afterwards.
func (p *printer) bounce(x *ir.Expr) {
	p.Line("{")
	p.Indent++
	args, callee, byName := x.Args, "", x.Kind == ir.Call
	if !byName {
		args = args[:len(args)-1]
		ref := p.callee(x)
		p.traps(x.Offset)
		if ref.String() == "nil" {
			p.Uses |= gotext.RT
			p.Line("var ref *rt.Func")
		} else {
			p.Statement("ref := ", ref, "")
		}
	} else {
		callee = p.names.Tail(x.A)
	}
	list := p.copies(args)
	if !byName {
		p.Line(fmt.Sprintf("if code := m.twin%d(ref); code != nil {", p.mod.Canon(x.A)))
		p.Indent++
		callee = "code"
	}
	call := fmt.Sprintf("%s(%s)", callee, gotext.Join("m, d", list))
	p.Line("if d >= m.core.TailRoom {")
	p.Indent++
	p.calls(x.Offset)
	p.leaveWith(call)
	p.Indent--
	p.Line("}")
	p.Line(fmt.Sprintf("%s = func(d int)%s {", p.names.TailField(p.f.Index), p.names.CoreResults(p.f.Type.Results)))
	if len(p.f.Type.Results) > 0 {
		call = "return " + call
	}
	p.calls(x.Offset)
	p.Line("\t" + call)
	p.Line("}")
	p.leaveWithZeros()
	if !byName {
		p.Indent--
		p.Line("}")
		p.note(x)
		p.leaveWith(fmt.Sprintf("%s(ref)(%s)", p.coder(x), gotext.Join("m, d", list)))
	}
	p.Indent--
	p.Line("}")
}

// copies assigns operands to new variables, and returns the list of these.
func (p *printer) copies(args []*ir.Expr) string {
	var names []string
	for i, a := range args {
		name := fmt.Sprintf("a%d", i)
		names = append(names, name)
		v := p.names.Value(a.Type)
		p.Uses |= v.Uses
		p.Statement(fmt.Sprintf("var %s %s = ", name, v.Core), p.expr(a), "")
	}
	return strings.Join(names, ", ")
}

// leaveWithZeros returns values that the trampoline does not look at.
func (p *printer) leaveWithZeros() {
	var zeros []string
	for _, t := range p.f.Type.Results {
		zeros = append(zeros, p.names.Value(t).Zero)
	}
	switch {
	case p.cur != nil:
		p.Line("return -1")
	case len(zeros) == 0:
		p.Line("return")
	default:
		p.Line("return " + strings.Join(zeros, ", "))
	}
}

// leaveWith returns the results of a call.
func (p *printer) leaveWith(call string) {
	results := len(p.f.Type.Results)
	switch {
	case p.cur != nil && results > 0:
		p.Line(p.frameResults() + " = " + call)
		p.Line("return -1")
	case p.cur != nil:
		p.Line(call)
		p.Line("return -1")
	case results > 0:
		p.Line("return " + call)
	default:
		p.Line(call)
		p.Line("return")
	}
}
