package emit

import (
	"fmt"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// keeps tells whether instances can be kept between calls: where memories may
// outlive the process. A command has a single call.
func (f *frame) keeps() bool { return f.Options.Mem == "sram" && !f.Options.Command }

// stateMethod prints how checkpoints see an instance.
func (f *frame) stateMethod() {
	if !f.keeps() {
		return
	}
	f.printf("\n// state is what changes as the instance runs, for checkpoints.\n")
	f.printf("func (m *%s) state() *rt.State {\n\ts := &rt.State{Module: %q}\n", f.names.Type, f.Options.SHA256)
	if s := f.elsewhere(); s != "" {
		f.printf("\ts.Elsewhere = %q\n", s)
	}
	list := func(field, typ string, items []string) {
		if len(items) > 0 {
			f.printf("\ts.%s = []%s{%s}\n", field, typ, strings.TrimSuffix(strings.ReplaceAll(wrap(items), "\n", "\n\t\t"), "\t"))
		}
	}
	list("Memories", "mem.Memory", numbered("m.mem", f.mod.ImportedMemories, len(f.memories)))
	list("Tables", "any", numbered("m.tab", f.mod.ImportedTables, len(f.mod.Tables)))
	list("Globals", "any", f.variables())
	list("Segments", "any", f.passiveSegments())
	if len(f.refs) > 0 {
		f.printf("\ts.Funcs, s.Func = %s[:], m.ref\n", f.names.private("funcIndex"))
	}
	f.printf("\treturn s\n}\n")
}

// numbered lists the fields from number i to below n.
func numbered(field string, i, n int) []string {
	var list []string
	for ; i < n; i++ {
		list = append(list, fmt.Sprint(field, i))
	}
	return list
}

// variables are pointers to the module's own mutable globals.
func (f *frame) variables() []string {
	var list []string
	for i := f.mod.ImportedGlobals; i < len(f.mod.Globals); i++ {
		if f.mod.Globals[i].Mutable {
			list = append(list, fmt.Sprintf("&m.g%d", i))
		}
	}
	return list
}

// passiveSegments are pointers to those that can be dropped.
func (f *frame) passiveSegments() []string {
	var list []string
	for i := range f.mod.Datas {
		if f.keepsData(i) {
			list = append(list, fmt.Sprintf("&m.data%d", i))
		}
	}
	for i := range f.mod.Elems {
		if f.keepsElem(i) {
			list = append(list, fmt.Sprintf("&m.elem%d", i))
		}
	}
	return list
}

// elsewhere names something that changes as the instance runs, but is not
// where its state method could find it.
func (f *frame) elsewhere() string {
	switch {
	case f.mod.ImportedMemories > 0:
		return "memory 0"
	case f.mod.ImportedTables > 0:
		return "table 0"
	}
	for i := range f.mod.ImportedGlobals {
		if f.names.shared(uint32(i)) {
			return fmt.Sprint("global ", i)
		}
	}
	if f.Interp == nil {
		return ""
	}
	for i := range f.mod.Datas {
		if f.mod.Datas[i].Mode == wasm.Passive && !f.keepsData(i) {
			return fmt.Sprint("data segment ", i)
		}
	}
	for i := range f.mod.Elems {
		if f.mod.Elems[i].Mode == wasm.Passive && !f.keepsElem(i) {
			return fmt.Sprint("element segment ", i)
		}
	}
	return ""
}
