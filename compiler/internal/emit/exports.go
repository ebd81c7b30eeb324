package emit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// exportMethods prints a method for each export, and Export, Exports and
// Close, the methods of every rt.Instance.
func (f *frame) exportMethods() {
	for i, e := range f.mod.Exports {
		switch e.Kind {
		case wasm.ExternFunc:
			f.exportedFunc(f.names.Exports[i], e)
		default:
			f.accessor(f.names.Exports[i], e)
			if e.Kind == wasm.ExternMemory && f.memories[e.Index].Local {
				f.localMemory(i, e)
			}
		}
	}
	f.exportMethod()
	f.exportsMethod()
	f.printf("\n// Close releases the memories of the instance, at the end of a call that runs. Later calls return rt.ErrClosed.\n")
	f.text.WriteString(gotext.Func(fmt.Sprintf("func (m *%s) Close() error", f.names.Instance), "return m.core.Close()"))
}

// exportedFunc prints the method for an exported function: it enters through
// the core, see package abi.
func (f *frame) exportedFunc(method string, e wasm.Export) {
	t := f.mod.FuncType(int(e.Index))
	params := f.names.Params(e.Index)
	results := f.names.Numbered("r", t.Results)
	f.useTypes(f.file, t.Params, t.Results)
	f.printf("\n// %s is the exported function %s: %v.\n", method, gotext.Mention(e.Name), t)
	f.printf("func (m *%s) %s(%s) (%s) {\n", f.names.Instance, method, gotext.Params(params), gotext.Params(append(slices.Clone(results), gotext.Param{Name: "err", Type: "error"})))
	f.printf("\tvar call abi.Call\n\tdefer call.Leave(&err)\n\td := m.core.Enter(&call)\n\t")
	if f.Options.Metering.Interruptible {
		f.printf("m.core.Poll()\n\t")
	}
	call := fmt.Sprintf("%s(%s)", f.names.Func(e.Index), gotext.Join("m, d", f.accepted("Argument", e.Name, params, t.Params)))
	converts := func(t wasm.ValType) bool { return f.names.Value(t).Converts() }
	switch {
	case len(results) == 0:
		f.printf("%s\n", call)
	case !slices.ContainsFunc(t.Results, converts):
		f.printf("%s = %s\n", gotext.Args(results), call)
	case len(results) == 1:
		f.printf("r0 = %s\n", f.names.Value(t.Results[0]).Outward(call))
	default:
		values := f.names.Numbered("x", t.Results)
		f.printf("%s := %s\n", gotext.Args(values), call)
		f.printf("\t%s = %s\n", gotext.Args(results), f.names.Outward(values, t.Results))
	}
	f.printf("\treturn\n}\n")
}

// accepted are values that the host gives, as function bodies have them. A reference could be to anything, so that abi.Argument or abi.Result looks at
// it, where its type leaves a choice.
func (f *frame) accepted(what, function string, list []gotext.Param, types []wasm.ValType) string {
	values := make([]string, len(list))
	for i, p := range list {
		t := types[i]
		values[i] = f.names.Value(t).Inward(p.Name)
		if f.isChecked(t) {
			ref := fmt.Sprintf("abi.%s(%s, %d, %s, %s)", what, gotext.Quote(function), i, f.typeText(f.valType(t)), p.Name)
			values[i] = f.use(f.names.Value(t).FromSlot(ref))
		}
	}
	return strings.Join(values, ", ")
}

// accessor prints the method for an exported memory, table, global or tag.
func (f *frame) accessor(method string, e wasm.Export) {
	what := e.Kind.String()
	if e.Kind == wasm.ExternGlobal && f.mod.Globals[e.Index].Mutable {
		what = "variable"
	}
	f.printf("\n// %s is the exported %s %s.\n", method, what, gotext.Mention(e.Name))
	head := fmt.Sprintf("func (m *%s) %s() %s", f.names.Instance, method, f.typeText(f.accessorType(e.Kind, e.Index)))
	f.text.WriteString(gotext.Func(head, "return "+f.exportedValue(e)))
}

// localMemory prints the method that lends the bytes of an exported memory.
// Memory cannot be it: as the type of an import it has to be that of any memory.
func (f *frame) localMemory(i int, e wasm.Export) {
	f.printf("\n// %s is %s, whose bytes can be borrowed.\n", f.names.Lenders[i], f.names.Exports[i])
	head := fmt.Sprintf("func (m *%s) %s() %s.Local", f.names.Instance, f.names.Lenders[i], f.pkg(f.runtime("mem")))
	f.text.WriteString(gotext.Func(head, "return "+names.Memory(e.Index)))
}

// exportedValue is the Go expression that an accessor returns.
func (f *frame) exportedValue(e wasm.Export) string {
	switch e.Kind {
	case wasm.ExternMemory:
		return names.Memory(e.Index)
	case wasm.ExternTable:
		return names.Table(e.Index)
	case wasm.ExternGlobal:
		switch g := f.mod.Globals[e.Index]; {
		case g.Mutable && f.isChecked(g.Type):
			return f.linkedValue(e)
		case g.Mutable:
			return f.names.GlobalPtr(e.Index)
		default:
			return f.outwardGlobal(e.Index)
		}
	case wasm.ExternTag:
		return names.Tag(e.Index)
	}
	panic("emit: no value for an export that is a " + e.Kind.String())
}

// outwardGlobal is an immutable global as hosts see it.
func (f *frame) outwardGlobal(i uint32) string {
	x := f.names.Global(i).String()
	if t := f.mod.Globals[i].Type; t.IsRef() {
		return f.names.Value(t).Outward(x)
	}
	return x
}

// maxCases is how many exported functions Export has in its switch. More are
// found in a table: the Go compiler takes seconds for thousands of cases.
const maxCases = 100

// exportMethod prints Export, the access by name.
func (f *frame) exportMethod() {
	var cases, table []wasm.Export
	for _, e := range f.mod.Exports {
		if e.Kind == wasm.ExternFunc && len(f.funcNames.Exports) > maxCases {
			table = append(table, e)
		} else {
			cases = append(cases, e)
		}
	}
	f.printf("\n// Export returns the export of that name, in the form that Link and other instances use.\n")
	f.printf("func (m *%s) Export(name string) (any, bool) {\n", f.names.Instance)
	if len(cases) > 0 {
		f.printf("\tswitch name {\n")
		for _, e := range cases {
			f.printf("\tcase %s:\n\t\treturn %s, true\n", gotext.Quote(e.Name), f.linkedValue(e))
		}
		f.printf("\t}\n")
	}
	if len(table) > 0 {
		name := f.names.Private("exported")
		f.uses(gotext.Sort)
		f.printf("\tk := sort.Search(len(%[1]s), func(k int) bool { return %[1]s[k].name >= name })\n", name)
		f.printf("\tif k < len(%[1]s) && %[1]s[k].name == name {\n\t\treturn m.ref(%[1]s[k].index), true\n\t}\n", name)
	}
	f.printf("\treturn nil, false\n}\n")
	if len(table) > 0 {
		f.exportTable(table)
	}
}

// exportTable prints the exported functions by name.
func (f *frame) exportTable(table []wasm.Export) {
	slices.SortFunc(table, func(a, b wasm.Export) int { return strings.Compare(a.Name, b.Name) })
	name := f.names.Private("exported")
	f.printf("\n// %s are the exported functions, in the order of their names.\n", name)
	f.printf("var %s = [...]struct {\n\tname  string\n\tindex uint32\n}{\n", name)
	for _, e := range table {
		f.printf("\t{%s, %d},\n", gotext.Quote(e.Name), e.Index)
	}
	f.printf("}\n")
}

// linkedValue is the Go expression for an export as package rt has it.
func (f *frame) linkedValue(e wasm.Export) string {
	switch e.Kind {
	case wasm.ExternFunc:
		return names.Ref(e.Index).String()
	case wasm.ExternGlobal:
		g := f.mod.Globals[e.Index]
		mutable := ""
		if g.Mutable {
			mutable = "Mutable: true, "
		}
		return fmt.Sprintf("&rt.Global{Type: %s, %sPtr: %s}", f.typeText(f.valType(g.Type)), mutable, f.names.GlobalPtr(e.Index))
	}
	return f.exportedValue(e)
}

// exportsMethod prints Exports.
func (f *frame) exportsMethod() {
	var list []string
	for _, e := range f.mod.Exports {
		list = append(list, gotext.Quote(e.Name))
	}
	f.printf("\n// Exports returns the names of all exports, in the module's order.\n")
	f.printf("func (m *%s) Exports() []string {\n\treturn []string{", f.names.Instance)
	const few = 6
	if len(list) <= few {
		f.printf("%s}\n}\n", strings.Join(list, ", "))
		return
	}
	for _, name := range list {
		f.printf("\n\t\t%s,", name)
	}
	f.printf("\n\t}\n}\n")
}
