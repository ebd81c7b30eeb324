package interp

import (
	"fmt"

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
		if i.mod.datas[n] {
			s.Segments = append(s.Segments, &i.data[n])
		}
	}
	for n := range w.Elems {
		if i.mod.elems[n] {
			s.Segments = append(s.Segments, i.elems[n].state(w.Class(w.Elems[n].Type)))
		}
	}
	for n := range w.Funcs {
		s.Funcs = append(s.Funcs, uint32(n))
	}
	return s
}

// elsewhere names an import that changes, or a memory that threads of other instances change, "" for none.
func elsewhere(w *wasm.Module) string {
	if w.SharesMemory() {
		return "a shared memory"
	}
	for _, imp := range w.Imports {
		if imp.Kind == wasm.ExternMemory || imp.Kind == wasm.ExternTable || imp.Kind == wasm.ExternGlobal && w.Globals[imp.Index].Mutable {
			return fmt.Sprintf("%v %d", imp.Kind, imp.Index)
		}
	}
	return ""
}
