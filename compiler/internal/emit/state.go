package emit

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// keeps tells whether instances can be kept between calls: where memories may
// outlive the process, or the user asks for it. A command has a single call.
func (f *frame) keeps() bool { return f.Options.Snapshot || f.backend.Device && !f.Options.Command }

// stateMethod prints how checkpoints see an instance.
func (f *frame) stateMethod() {
	if !f.keeps() {
		return
	}
	if f.Options.Snapshot {
		f.printf("\n// State is what changes as the instance runs, for package rt/snapshot.\n")
		f.printf("func (m *%s) State() *rt.State { return m.core.State(m.state) }\n", f.names.Instance)
	}
	f.printf("\n// state is what changes as the instance runs, for checkpoints.\n")
	f.printf("func (m *%s) state() *rt.State {\n\ts := &rt.State{Module: %s}\n", f.names.Instance, gotext.Quote(f.Options.SHA256))
	if s := f.elsewhere(); s != "" {
		f.printf("\ts.Elsewhere = %s\n", gotext.Quote(s))
	}
	list := func(field, typ string, items []string) {
		if len(items) > 0 {
			f.printf("\ts.%s = []%s{%s}\n", field, typ, gotext.Wrap(items, 2))
		}
	}
	list("Memories", "mem.Memory", each(f.mod.ImportedMemories, len(f.memories), names.Memory))
	list("Tables", "any", f.ownTables())
	list("Globals", "any", f.variables())
	list("Segments", "any", f.passiveSegments())
	if len(f.Refs) > 0 {
		f.printf("\ts.Funcs, s.Func = %s[:], m.ref\n", f.names.Private("funcIndex"))
	}
	f.printf("\treturn s\n}\n")
}

// each lists the Go expressions for number i to below n.
func each(i, n int, spell func(uint32) string) []string {
	var list []string
	for ; i < n; i++ {
		list = append(list, spell(uint32(i)))
	}
	return list
}

// variables are pointers to the module's own mutable globals.
func (f *frame) variables() []string {
	var list []string
	for i := f.mod.ImportedGlobals; i < len(f.mod.Globals); i++ {
		if g := &f.mod.Globals[i]; g.Mutable && !f.isObject(g.Type) {
			list = append(list, f.names.GlobalPtr(uint32(i)))
		}
	}
	return list
}

// passiveSegments are pointers to those that code can drop.
func (f *frame) passiveSegments() []string {
	var list []string
	for i := range f.mod.Datas {
		if f.datas[i] && f.mod.Datas[i].Mode == wasm.Passive {
			list = append(list, "&"+names.Data(uint32(i)))
		}
	}
	for i := range f.mod.Elems {
		if f.elems[i] && f.mod.Elems[i].Mode == wasm.Passive && !f.isObject(f.mod.Elems[i].Type) {
			list = append(list, "&"+names.Elem(uint32(i)))
		}
	}
	return list
}

// isObject tells whether references of type t are to what may change itself, and refer to more of the kind: objects and exceptions.
func (f *frame) isObject(t wasm.ValType) bool {
	switch f.mod.Class(t) {
	case wasm.ClassAny, wasm.ClassObject, wasm.ClassExn:
		return true
	}
	return false
}

// ownTables are the tables of the module's own whose elements can be kept.
func (f *frame) ownTables() (list []string) {
	for i := f.mod.ImportedTables; i < len(f.mod.Tables); i++ {
		if !f.isObject(f.mod.Tables[i].Elem) {
			list = append(list, names.Table(uint32(i)))
		}
	}
	return list
}

// objects names something of the module that refers to objects, which nobody can keep, "" if there is nothing.
func (f *frame) objects() string {
	for i := range f.mod.Globals {
		if f.isObject(f.mod.Globals[i].Type) {
			return fmt.Sprint("what global ", i, " refers to")
		}
	}
	for i := range f.mod.Tables {
		if f.isObject(f.mod.Tables[i].Elem) {
			return fmt.Sprint("what table ", i, " refers to")
		}
	}
	for i := range f.mod.Elems {
		if f.mod.Elems[i].Mode == wasm.Passive && f.isObject(f.mod.Elems[i].Type) {
			return fmt.Sprint("what element segment ", i, " refers to")
		}
	}
	return ""
}

// elsewhere names something that changes as the instance runs, but is not
// where its state method could find it.
func (f *frame) elsewhere() string {
	switch {
	case f.mod.SharesMemory():
		return "a shared memory"
	case f.mod.ImportedMemories > 0:
		return "memory 0"
	case f.mod.ImportedTables > 0:
		return "table 0"
	}
	for i := range f.mod.ImportedGlobals {
		if f.names.Shared(uint32(i)) {
			return fmt.Sprint("global ", i)
		}
	}
	if s := f.objects(); s != "" || f.Interp == nil {
		return s
	}
	for i := range f.mod.Datas {
		if f.mod.Datas[i].Mode == wasm.Passive && f.Interp.Datas[i] {
			return fmt.Sprint("data segment ", i)
		}
	}
	for i := range f.mod.Elems {
		if f.mod.Elems[i].Mode == wasm.Passive && f.Interp.Elems[i] {
			return fmt.Sprint("element segment ", i)
		}
	}
	return ""
}
