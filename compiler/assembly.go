package compiler

import (
	"cmp"

	"github.com/wasm2go/wasm2go/compiler/internal/asm"
	"github.com/wasm2go/wasm2go/compiler/internal/backend"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/body"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/internal/lanes"
	"github.com/wasm2go/wasm2go/compiler/internal/passes"
	"github.com/wasm2go/wasm2go/compiler/op"
)

// mayAssemble tells whether the package may have assembly. Three kinds have none: a package that is to be one file; one whose calls can be ended from outside,
// which assembly does not look for; and one whose lines are those of a source, which debuggers and profiles are to find in all of it.
func (t *translation) mayAssemble() bool {
	if t.Backend.Assembly == "" || t.Options.Single || t.Options.Metering != (ir.Metering{}) || t.o.Dwarf {
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

// straightVectors is how many instructions on vectors are worth the call of assembly, where there is no loop.
const straightVectors = 9

// newCutter says what there can be assembly of. A routine is printed with its structure.
func (w *writer) newCutter() *passes.Cutter {
	limit, _ := w.limits()
	c := &passes.Cutter{
		Takes: asm.Takes, Straight: cmp.Or(w.o.AssembleAt, straightVectors),
		Nodes: limit, Depth: maxDepth, Chain: maxChain, Values: maxValues,
	}
	for i := range w.Module.Memories {
		c.Memories = append(c.Memories, w.Backend.Of(w.Module.MemType(i)).Bare)
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
		at.stage = "lanes"
		lanes.Split(r)
		w.structured(at, r)
	}
	return list
}

// assemble makes assembly of a copy of a routine, for all machines or for none.
func (w *writer) assemble(at *place, r *ir.Func, name string) body.Routine {
	memories := w.memories(r)
	r = r.Clone()
	at.run(r, passes.Early(w.nans))
	at.stage = "flatten"
	flat := passes.Flatten(r)
	made := body.Routine{}
	for _, m := range memories {
		made.Memories = append(made.Memories, m.Used)
	}
	for _, goarch := range asm.Machines() {
		at.stage = "assemble"
		out, err := asm.Compile(&asm.Input{Module: w.Module, Func: r, Flat: flat, Name: name, Memories: memories}, goarch)
		if err != nil {
			return body.Routine{} // it stays Go alone
		}
		m := body.Machine{Name: goarch, Text: out.Text}
		for _, p := range out.Places {
			m.Places = append(m.Places, body.Place{Line: p.Line, Trap: p.Offset})
		}
		made.Machines = append(made.Machines, m)
	}
	return made
}

// memories says which memories a routine accesses, and what they are.
func (w *writer) memories(r *ir.Func) []asm.Memory {
	list := make([]asm.Memory, len(w.Module.Memories))
	for i := range list {
		t := w.Backend.Of(w.Module.MemType(i))
		list[i] = asm.Memory{Checked: !t.Faults, Near: backend.IsNear(w.Module, i)}
	}
	use := func(o op.Op, memory uint32) {
		if op.Table[o].Accesses() {
			list[memory].Used = true
		}
	}
	ir.Visit(r.Body, func(s *ir.Stmt) {
		if s.Kind == ir.Effect {
			use(s.Op, s.A)
		}
		for _, x := range s.X {
			x.Walk(func(x *ir.Expr) {
				if x.Kind == ir.Apply {
					use(x.Op, x.A)
				}
			})
		}
	})
	return list
}
