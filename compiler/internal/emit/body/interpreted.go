package body

import (
	"fmt"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/wasm"
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
	room := t.CallSlots()
	p.slotParams(room, params)
	p.Line(fmt.Sprintf("m.interp.Run(%d, d, %s, %s)", i, sliceOf("s", room.Words), sliceOf("refs", room.Refs)))
	p.slotResults()
	p.Add("}\n")
	return p.body()
}

// sliceOf is the Go expression for an array of n elements as a slice.
func sliceOf(name string, n int) string {
	if n == 0 {
		return "nil"
	}
	return name + "[:]"
}

// slotParams writes the arrays with the parameters in them: numbers and references pass to and from the interpreter in arrays of their
// own.
func (p *printer) slotParams(room wasm.Slots, params []gotext.Param) {
	var numbers, refs []string
	for i, t := range p.f.Type.Params {
		value := p.use(p.names.Value(t).ToSlot(params[i].Name))
		if t.IsRef() {
			refs = append(refs, value)
		} else {
			numbers = append(numbers, value)
		}
	}
	if room.Words > 0 {
		p.Line(fmt.Sprintf("s := [%d]uint64{%s}", room.Words, strings.Join(numbers, ", ")))
	}
	if room.Refs > 0 {
		p.Line(fmt.Sprintf("refs := [%d]%s{%s}", room.Refs, p.use("rt.Ref", gotext.RT), strings.Join(refs, ", ")))
	}
}

// slotResults writes the return statement.
func (p *printer) slotResults() {
	if len(p.f.Type.Results) == 0 {
		return
	}
	values := names.Slots(p.f.Type.Results)
	for i, t := range p.f.Type.Results {
		values[i] = p.use(p.names.Value(t).FromSlot(values[i]))
	}
	p.Line("return " + strings.Join(values, ", "))
}

// use notes the packages that a text names.
func (p *printer) use(text string, packages gotext.Packages) string {
	p.Uses |= packages
	return text
}
