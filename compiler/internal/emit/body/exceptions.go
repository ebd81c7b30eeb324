package body

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// What passes.Raise makes of exceptions. The pending one is m.core.Thrown: who throws sets it and goes to the handler or returns, and so does
// everybody to whom a call returns while there is one. A handler takes it.

// raise writes a throw: it makes the exception pending, or ends the call where nothing in the module catches.
func (p *printer) raise(s *ir.Stmt) {
	p.traps(s.Offset) // this is where the exception's stack begins
	var e *gotext.Expr
	if s.Op == op.Throw {
		e = p.exception(s.A, s.X)
	} else {
		e = p.expr(s.X[0])
		if s.X[0].Type.Nullable() {
			e = gotext.CallIn(gotext.ABI, "abi.Exception", e)
		}
	}
	if !p.facts.Catches {
		p.write(gotext.CallIn(gotext.ABI, "abi.Raise", e))
		return
	}
	p.Statement("m.core.Thrown = ", e, "")
}

// exception is a new one, with its values in the form of slots.
func (p *printer) exception(tag uint32, values []*ir.Expr) *gotext.Expr {
	args := []*gotext.Expr{gotext.Atom(names.Tag(tag))}
	var refs []string
	for _, x := range values {
		if bits, ok := p.slots(x); ok {
			args = append(args, bits...)
			continue
		}
		value := p.use(p.expr(x).Print())
		slot := p.use(p.names.Value(x.Type).ToSlot(value))
		if x.Type.IsRef() {
			refs = append(refs, slot)
		} else {
			args = append(args, gotext.Atom(slot))
		}
	}
	e := gotext.Call("m.core.Exception", args...)
	if refs != nil {
		list := gotext.AtomIn(gotext.RT, "[]rt.Ref{"+strings.Join(refs, ", ")+"}")
		e = gotext.Call("m.core.ExceptionOf", slices.Insert(args, 1, list)...)
	}
	return e
}

// slots are those of a constant that is better written as them: Go converts no negative one to a uint64.
func (p *printer) slots(x *ir.Expr) (bits []*gotext.Expr, ok bool) {
	switch {
	case x.Kind != ir.Const:
		return nil, false
	case x.Type == wasm.I64:
		return []*gotext.Expr{gotext.Uint64(x.B)}, true
	case x.Type == wasm.V128:
		return p.literal(x).Args(), true
	}
	return nil, false
}

// exnPending asks after a call whether it has thrown.
func (p *printer) exnPending(uint32, []*gotext.Expr) *gotext.Expr {
	return gotext.Binary(gotext.Atom("m.core.Thrown"), "!=", gotext.Atom("nil"))
}

func (p *printer) exnTake(uint32, []*gotext.Expr) *gotext.Expr { return gotext.Call("m.core.Take") }

func (p *printer) exnIs(tag uint32, x []*gotext.Expr) *gotext.Expr {
	return gotext.Binary(gotext.Method(x[0], "Tag"), "==", gotext.Atom(names.Tag(tag)))
}

// exnValue is value n of an exception of that tag.
func (p *printer) exnValue(tag uint32, n int, x *gotext.Expr) *gotext.Expr {
	types := p.mod.TagType(int(tag)).Params
	at := wasm.SlotCount(types[:n])
	slot := names.Slot(x.String()+".Slots()", at.Words, types[n])
	if types[n].IsRef() {
		slot = fmt.Sprintf("%v.Refs()[%d]", x, at.Refs)
	}
	text, uses := p.names.Value(types[n]).FromSlot(slot)
	return gotext.AtomIn(uses, text)
}
