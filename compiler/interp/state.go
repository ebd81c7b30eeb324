package interp

import (
	"fmt"
	"slices"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/rt"
)

// State is what changes as the instance runs, for package rt/snapshot.
func (i *Instance) State() *rt.State { return i.core.State(i.state) }

// state is what changes as the instance runs, for checkpoints.
func (i *Instance) state() *rt.State {
	w := i.mod.wasm
	s := &rt.State{Module: i.mod.hash(), Elsewhere: elsewhere(w), Func: i.ref}
	for _, m := range i.mems[w.ImportedMemories:] {
		s.Memories = append(s.Memories, m)
	}
	for _, t := range i.tables[w.ImportedTables:] {
		s.Tables = append(s.Tables, t.value())
	}
	for n := w.ImportedGlobals; n < len(w.Globals); n++ {
		if w.Globals[n].Mutable {
			s.Globals = append(s.Globals, i.pointer(n))
		}
	}
	for n := range w.Datas {
		if i.mod.named.datas[n] {
			s.Segments = append(s.Segments, &i.data[n])
		}
	}
	for n := range w.Elems {
		if i.mod.named.elems[n] {
			s.Segments = append(s.Segments, i.elems[n].state(i.mod.isFunc(w.Elems[n].Type)))
		}
	}
	for n := range w.Funcs {
		s.Funcs = append(s.Funcs, uint32(n))
	}
	return s
}

// elsewhere names an import that changes, "" for none.
func elsewhere(w *wasm.Module) string {
	for _, imp := range w.Imports {
		if imp.Kind == wasm.ExternMemory || imp.Kind == wasm.ExternTable || imp.Kind == wasm.ExternGlobal && w.Globals[imp.Index].Mutable {
			return fmt.Sprintf("%v %d", imp.Kind, imp.Index)
		}
	}
	return ""
}

// named tells of each segment whether it is passive and code names it, so that it may be dropped.
type named struct{ datas, elems []bool }

func namedSegments(w *wasm.Module, bodies []*wasm.Body) named {
	n := named{make([]bool, len(w.Datas)), make([]bool, len(w.Elems))}
	passive := slices.ContainsFunc(w.Datas, func(d wasm.Data) bool { return d.Mode == wasm.Passive }) ||
		slices.ContainsFunc(w.Elems, func(e wasm.Elem) bool { return e.Mode == wasm.Passive })
	if !passive {
		return n
	}
	for _, body := range bodies {
		for k := range body.Instrs {
			switch in := &body.Instrs[k]; in.Op {
			case op.MemoryInit, op.DataDrop:
				n.datas[in.A] = w.Datas[in.A].Mode == wasm.Passive
			case op.TableInit, op.ElemDrop:
				n.elems[in.A] = w.Elems[in.A].Mode == wasm.Passive
			}
		}
	}
	return n
}
