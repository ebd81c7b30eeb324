package emit

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// linking prints the methods through which New and Link take imports.
func (f *frame) linking() {
	if f.importsValues() {
		f.linkValues()
	}
	if f.importedFuncs() > 0 {
		f.linkHost()
	}
}

// linkValues prints the method that links memories, tables, globals and tags.
func (f *frame) linkValues() {
	f.printf("\n// linkValues takes the imported memories, tables, globals and tags from r.\n")
	f.printf("func (m *%s) linkValues(r rt.Resolver) (err error) {\n", f.names.Instance)
	for _, imp := range f.mod.Imports {
		switch imp.Kind {
		case wasm.ExternMemory:
			f.set(names.Memory(imp.Index), importCall("Memory", f.memories[imp.Index].alias, imp, f.memType(f.mod.MemType(int(imp.Index)))))
		case wasm.ExternTable:
			t := f.mod.TableType(int(imp.Index))
			f.set(names.Table(imp.Index), importCall("Table", f.names.Stored(t.Elem), imp, f.tableType(t)))
			f.printf("\t%s.Hold(m)\n", names.Table(imp.Index))
		case wasm.ExternGlobal:
			f.linkGlobal(imp)
		case wasm.ExternTag:
			f.set(names.Tag(imp.Index), fmt.Sprintf("abi.ImportTag(r, %s, %s, %s)", gotext.Quote(imp.Module), gotext.Quote(imp.Name), f.tagType(imp.Index)))
		}
	}
	f.printf("\treturn nil\n}\n")
}

// linkGlobal prints how a global is linked: an immutable one is copied.
func (f *frame) linkGlobal(imp wasm.Import) {
	t := f.mod.GlobalType(int(imp.Index))
	f.useTypes(f.file, []wasm.ValType{t.Type})
	value := importCall("Global", f.names.Stored(t.Type), imp, f.globalType(t))
	if t.Mutable {
		f.set(f.names.GlobalPtr(imp.Index), value)
		return
	}
	f.printf("\tp%d, err := %s\n\tif err != nil {\n\t\treturn err\n\t}\n", imp.Index, value)
	f.printf("\t%v = *p%d\n", f.names.Global(imp.Index), imp.Index)
}

// importCall is the call that finds an import: abi.ImportMemory and its kin.
func importCall(what, typ string, imp wasm.Import, want string) string {
	return fmt.Sprintf("abi.Import%s[%s](r, %s, %s, %s)", what, typ, gotext.Quote(imp.Module), gotext.Quote(imp.Name), want)
}

// set prints the assignment of a call's result to a field, and the return with the call's error.
func (f *frame) set(field, call string) {
	f.printf("\tif %s, err = %s; err != nil {\n\t\treturn err\n\t}\n", field, call)
}

// linkHost prints the method that links the functions of another translated
// module. The comparison with Env is false for functions of a value that
// embeds an instance: its methods may be other than the instance's.
func (f *frame) linkHost() {
	variable, index := f.importIndex()
	f.printf(`
// linkHost links the functions that host exports if it is itself an instance, so that calls go straight to their code.
func (m *%s) linkHost(module string, host any) {
	lib, ok := host.(rt.Instance)
	if !ok {
		return
	}
	for %s, f := range %s[:] {
		if f.module != module {
			continue
		}
		fn, err := abi.ImportFunc(rt.Store{module: lib}, module, f.name, %s.At(f.typ))
		if err == nil && fn.Env == host {
			m.imports[%s] = fn
		}
	}
}
`, f.names.Instance, variable, f.names.Private("imported"), f.typesVar(), index)
}
