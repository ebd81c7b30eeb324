package passes

import (
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Raise makes ordinary statements of what exceptions do. Behind a call that may leave one there is a test of the pending exception, and a branch to
// the handler or a return; a throw sets the pending exception and does the same. Calls that cannot throw pay nothing.
func Raise(f *ir.Func, g *CallGraph) {
	r := raiser{f: f, g: g}
	f.Body = r.list(f.Body)
}

type raiser struct {
	f *ir.Func
	g *CallGraph
}

func (r *raiser) list(list []ir.Stmt) []ir.Stmt {
	if list == nil {
		return nil
	}
	out := make([]ir.Stmt, 0, len(list))
	for i := range list {
		s := &list[i]
		for inner := range s.Lists {
			*inner = r.list(*inner)
		}
		out = r.stmt(out, *s)
		if !out[len(out)-1].Completes() {
			forget(list[i+1:]) // a handler that nothing leads to any more
			break
		}
	}
	return out
}

// stmt appends what becomes of a statement whose inner lists are done.
func (r *raiser) stmt(out []ir.Stmt, s ir.Stmt) []ir.Stmt {
	if !s.MayThrow() {
		return append(out, s)
	}
	handler := s.Label
	s.Label = nil
	if s.Kind == ir.Throw {
		s.Kind = ir.Effect
		return append(out, s, r.leave(s.Offset, handler))
	}
	out = append(out, s)
	if !r.g.MayThrow(s.X[0]) {
		if handler != nil {
			handler.Uses--
		}
		return out
	}
	pending := &ir.Expr{Kind: ir.Apply, Op: op.ExnPending, Type: wasm.I32, Cond: true, Effects: ir.EffectsOf(op.ExnPending), Size: 1, Offset: s.Offset}
	return append(out, ir.Stmt{Kind: ir.If, Offset: s.Offset, X: []*ir.Expr{pending}, Then: []ir.Stmt{r.leave(s.Offset, handler)}})
}

// leave goes to a handler, whose label has been counted, or out of the function, with values that nobody looks at.
func (r *raiser) leave(offset uint32, handler *ir.Label) ir.Stmt {
	if handler != nil {
		return ir.Stmt{Kind: ir.Br, Offset: offset, Label: handler}
	}
	s := ir.Stmt{Kind: ir.Return, Offset: offset}
	for _, t := range r.f.Type.Results {
		s.X = append(s.X, r.f.Zero(t))
	}
	return s
}
