package compiler

import (
	"github.com/wasm2go/wasm2go/compiler/internal/emit/body"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/internal/passes"
	"github.com/wasm2go/wasm2go/compiler/op"
)

// assembler makes assembly of routines.
var assembler struct {
	takes   func(op.Op) bool
	compile func(w *writer, r *ir.Func, flat *ir.Flat, name string) (body.Routine, error)
}

// mayAssemble tells whether the package may have assembly. Three kinds have none: a package that is to be one file; one whose calls can be ended from outside,
// which assembly does not look for; and one whose lines are those of a source, which debuggers and profiles are to find in all of it.
func (t *translation) mayAssemble() bool {
	if t.Backend.Assembly == "" || t.Options.Single || t.Options.Metering != (ir.Metering{}) || t.o.Dwarf || assembler.takes == nil {
		return false
	}
	for _, b := range t.kept.Bodies {
		if b == nil {
			continue
		}
		for i := range b.Instrs {
			switch op.Table[b.Instrs[i].Op].Proposal {
			case op.SIMD, op.RelaxedSIMD:
				return true
			}
		}
	}
	return false
}

// newCutter says what there can be assembly of. A routine is printed with its structure.
func (w *writer) newCutter() *passes.Cutter {
	c := &passes.Cutter{Takes: assembler.takes}
	for i := range w.Module.Memories {
		c.Memories = append(c.Memories, w.Backend.Of(w.Module.MemType(i)).Bare)
	}
	limit, _ := w.limits()
	c.Fits = func(r *ir.Func) bool {
		nodes, depth := passes.Measure(r)
		return nodes <= limit && depth <= maxDepth && passes.Chain(r) <= maxChain
	}
	return c
}

// cut cuts routines out of a function, and makes assembly of them.
func (w *writer) cut(at *place, f *ir.Func) []body.Routine {
	if w.cutter == nil {
		return nil
	}
	at.stage = "cut"
	w.cutter.Cut(f)
	list := make([]body.Routine, len(f.Routines))
	for i, r := range f.Routines {
		list[i] = w.assemble(at, r, w.Names.Assembly(w.Names.Routine(f.Index, i)))
		w.structured(at, r)
	}
	return list
}

// assemble makes assembly of a copy of a routine. There is none where one of its instructions cannot be assembled as it stands.
func (w *writer) assemble(at *place, r *ir.Func, name string) body.Routine {
	r = r.Clone()
	at.run(r, passes.Early(w.nans))
	at.stage = "flatten"
	flat := passes.Flatten(r)
	at.stage = "assemble"
	a, err := assembler.compile(w, r, flat, name)
	if err != nil {
		return body.Routine{}
	}
	return a
}
