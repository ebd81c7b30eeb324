package body

import (
	"fmt"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
)

// Interpreted prints function i as a stub that has the interpreter
// run the body at that offset.
func (b *Printer) Interpreted(i uint32, offset uint32) Body {
	p := &printer{Printer: b, f: &ir.Func{Index: i, Type: b.mod.FuncType(int(i)), Offset: offset}}
	t, name := p.f.Type, b.names.Func(i)
	params := b.names.NumberedCore("v", t.Params)
	p.comment(i, name)
	p.Text = fmt.Appendf(p.Text, "%v, interpreted @%#x\n", t, offset)
	p.signature(name, b.names.Head(params))
	s := p.slots()
	p.slotParams(s, params)
	p.Line(fmt.Sprintf("m.interp.Run(%d, d, %s, %s)", i, sliceOf("s", s.numbers), sliceOf("refs", s.refs)))
	p.slotResults()
	p.Add("}\n")
	return p.body()
}

// slots say for how many arguments or results there is room: numbers and references pass to and from the interpreter in arrays of their
// own.
type slots struct{ numbers, refs int }

func (p *printer) slots() (s slots) {
	params, results := 0, 0
	for _, t := range p.f.Type.Params {
		if t.IsRef() {
			params++
		}
	}
	for _, t := range p.f.Type.Results {
		if t.IsRef() {
			results++
		}
	}
	return slots{max(len(p.f.Type.Params)-params, len(p.f.Type.Results)-results), max(params, results)}
}

// sliceOf is the Go expression for an array of n elements as a slice.
func sliceOf(name string, n int) string {
	if n == 0 {
		return "nil"
	}
	return name + "[:]"
}

// slotParams writes the arrays with the parameters in them. A null of
// type *rt.Func must become a nil interface.
func (p *printer) slotParams(s slots, params []gotext.Param) {
	var numbers, refs, funcs []string
	for i, t := range p.f.Type.Params {
		name := params[i].Name
		switch v := p.names.Value(t); {
		case !t.IsRef():
			numbers = append(numbers, p.use(v.Bits(name)))
		case v.IsFunc:
			funcs = append(funcs, fmt.Sprintf("if %s != nil {", name), fmt.Sprintf("\trefs[%d] = %s", len(refs), name), "}")
			refs = append(refs, "nil")
		default:
			refs = append(refs, name)
		}
	}
	if s.numbers > 0 {
		p.Line(fmt.Sprintf("s := [%d]uint64{%s}", s.numbers, strings.Join(numbers, ", ")))
	}
	if s.refs > 0 {
		p.Line(fmt.Sprintf("refs := [%d]any{%s}", s.refs, strings.Join(refs, ", ")))
	}
	for _, line := range funcs {
		p.Line(line)
	}
}

// slotResults writes the return statement.
func (p *printer) slotResults() {
	if len(p.f.Type.Results) == 0 {
		return
	}
	values := make([]string, len(p.f.Type.Results))
	number, ref := 0, 0
	for i, t := range p.f.Type.Results {
		switch v := p.names.Value(t); {
		case !t.IsRef():
			values[i] = p.use(v.FromBits(fmt.Sprintf("s[%d]", number)))
			number++
			continue
		case v.IsFunc:
			p.Uses |= v.Uses
			values[i] = fmt.Sprintf("r%d", i)
			p.Line(fmt.Sprintf("r%d, _ := refs[%d].(%s)", i, ref, v.Core))
		default:
			values[i] = fmt.Sprintf("refs[%d]", ref)
		}
		ref++
	}
	p.Line("return " + strings.Join(values, ", "))
}

// use notes the packages that a text names.
func (p *printer) use(text string, packages gotext.Packages) string {
	p.Uses |= packages
	return text
}
