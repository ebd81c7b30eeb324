package passes

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// catchers follows a body through the tries that catch whatever is thrown in them: by block, those that do so, and which of them are open.
type catchers struct{ all, open map[uint32]bool }

// catchersOf finds these. A body with a delegate, by which exceptions get past tries around, counts as one without.
func catchersOf(body *wasm.Body) catchers {
	c := catchers{map[uint32]bool{}, map[uint32]bool{}}
	if !body.Used.Has(op.Exceptions) && !body.Used.Has(op.LegacyExceptions) {
		return c
	}
	for i := range body.Instrs {
		switch in := &body.Instrs[i]; in.Op {
		case op.Delegate:
			return catchers{}
		case op.CatchAll:
			c.all[in.A] = true
		case op.TryTable:
			b := &body.Blocks[in.A]
			c.all[in.A] = slices.ContainsFunc(body.Catches[b.Start:][:b.Count], func(clause wasm.Catch) bool {
				return clause.Kind == wasm.CatchAll || clause.Kind == wasm.CatchAllRef
			})
		}
	}
	return c
}

// at comes to an instruction, and tells whether what it throws is caught in the function. A tail call has left the tries.
func (c catchers) at(in *wasm.Instr) bool {
	switch in.Op {
	case op.Try, op.TryTable:
		if c.all[in.A] {
			c.open[in.A] = true
		}
	case op.Catch, op.CatchAll, op.End:
		delete(c.open, in.A)
	case op.ReturnCall, op.ReturnCallIndirect, op.ReturnCallRef:
		return false
	}
	return len(c.open) > 0
}
