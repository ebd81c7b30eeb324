package emit

import (
	"fmt"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// shims prints the functions that are imported functions, and the list of
// these for linking by name.
func (f *frame) shims() {
	if f.importedFuncs() == 0 {
		return
	}
	methods := f.importMethods()
	for _, imp := range f.mod.Imports {
		if imp.Kind == wasm.ExternFunc {
			f.shim(imp, methods[imp.Index])
		}
	}
	list := f.names.Private("imported")
	index := ""
	if f.sparse() {
		f.printf("\n// %s are the imported functions; what nothing reaches is not among them.\n", list)
		index = "\tindex        uint32\n"
	} else {
		f.printf("\n// %s are the imported functions, by index.\n", list)
	}
	f.printf("var %s = [...]struct {\n%s\tmodule, name string\n\ttyp          int\n}{\n", list, index)
	for _, imp := range f.mod.Imports {
		if imp.Kind != wasm.ExternFunc {
			continue
		}
		if f.sparse() {
			index = fmt.Sprint(imp.Index, ", ")
		}
		f.printf("\t{%s%s, %s, %d},\n", index, gotext.Quote(imp.Module), gotext.Quote(imp.Name), f.typeOf(imp.Index))
	}
	f.printf("}\n")
}

// importedFuncs is how many imported functions there are that were not left out.
func (f *frame) importedFuncs() int {
	n := 0
	for _, imp := range f.mod.Imports {
		if imp.Kind == wasm.ExternFunc {
			n++
		}
	}
	return n
}

// sparse tells whether some imported functions were left out.
func (f *frame) sparse() bool { return f.importedFuncs() < f.mod.ImportedFuncs }

// importIndex is the variable of a loop over the imported functions, called f there, and the text of the index of that function.
func (f *frame) importIndex() (variable, text string) {
	if f.sparse() {
		return "_", "f.index"
	}
	return "i", "i"
}

// typeOf is the canonical type index of function i.
func (f *frame) typeOf(i uint32) uint32 { return f.mod.Canon(f.mod.Funcs[i].Type) }

// importMethods is the Go expression, "m.env.Log", of each imported function.
func (f *frame) importMethods() []string {
	type key struct {
		module, name string
		typ          uint32
	}
	byKey := map[key]string{}
	for _, mod := range f.names.Modules {
		for _, field := range mod.Fields {
			if imp := f.mod.Imports[field.First]; imp.Kind == wasm.ExternFunc {
				byKey[key{imp.Module, imp.Name, f.typeOf(imp.Index)}] = fmt.Sprintf("m.%s.%s", mod.Member, field.Method)
			}
		}
	}
	methods := make([]string, f.mod.ImportedFuncs)
	for _, imp := range f.mod.Imports {
		if imp.Kind == wasm.ExternFunc {
			methods[imp.Index] = byKey[key{imp.Module, imp.Name, f.typeOf(imp.Index)}]
		}
	}
	return methods
}

// cross is the budget for a call of another module's function, by a check of the stack: such calls may go in circles that neither module sees.
const cross = "m.core.Cross(d)"

// back is the statement behind a call of something else's function, as m.core.Out(d) is the one before.
const back = "m.core.In(d)\n"

// linked prints how a function with the parameters v0, v1, ... calls one of another module, fn in the form that others can call, and
// returns what that does. A wide one may not have this form (rt.Func.Go): it is called with slots, and so is one that may throw.
func (f *frame) linked(indent, fn string, t wasm.FuncType, throws bool) {
	if f.Options.Metering.Interruptible {
		f.printf("%sdefer m.core.Lend(&m.owner, f.Owner)()\n", indent) // what ends calls of this instance ends this one, too
	}
	if throws {
		f.linkedSlots(indent, t, "m.core.Invoke(f, d, %s, %s)\n")
		return
	}
	if isWide(t) {
		f.linkedSlots(indent, t, "f.CallSlots("+cross+", %s, %s)\n"+indent+back)
		return
	}
	results := f.names.Numbered("r", t.Results)
	call := fn + "(" + gotext.Join(cross, f.names.Outward(f.names.NumberedCore("v", t.Params), t.Params)) + ")"
	if len(results) == 0 {
		f.printf("%[1]s%[2]s\n%[1]s%[3]s%[1]sreturn\n", indent, call, back)
		return
	}
	f.printf("%[1]s%[2]s := %[3]s\n%[1]s%[4]s%[1]sreturn %[5]s\n", indent, gotext.Args(results), call, back, f.names.Inward(results, t.Results))
}

// isWide tells whether Go's package reflect cannot make the type of a function at run time: it has a budget and 128 parameters and results.
func isWide(t wasm.FuncType) bool { return 1+len(t.Params)+len(t.Results) > 128 }

// linkedSlots prints the call with slots, in these words.
func (f *frame) linkedSlots(indent string, t wasm.FuncType, call string) {
	room := t.CallSlots()
	s, refs := "nil", "nil"
	if room.Words > 0 {
		f.printf("%svar s [%d]uint64\n", indent, room.Words)
		s = "s[:]"
	}
	if room.Refs > 0 {
		f.printf("%svar refs [%d]rt.Ref\n", indent, room.Refs)
		refs = "refs[:]"
	}
	for i, slot := range names.Slots(t.Params) {
		f.printf("%s%s = %s\n", indent, slot, f.use(f.names.Value(t.Params[i]).ToSlot(fmt.Sprintf("v%d", i))))
	}
	f.printf(indent+call, s, refs)
	values := names.Slots(t.Results)
	for i, r := range t.Results {
		values[i] = f.use(f.names.Value(r).FromSlot(values[i]))
	}
	f.printf("%s%s\n", indent, strings.TrimSpace("return "+strings.Join(values, ", ")))
}

// shim prints the function for an imported function: it calls another module's
// function directly, and the host through its interface.
func (f *frame) shim(imp wasm.Import, method string) {
	t := f.mod.FuncType(int(imp.Index))
	params, results := f.names.NumberedCore("v", t.Params), f.names.Numbered("r", t.Results)
	args := f.names.Outward(params, t.Params)
	throws := f.Catches && f.Throws[imp.Index]
	f.useTypes(f.file, t.Params, t.Results)

	f.printf("\n// %s is the imported function %s %s: %v.\n", f.names.Func(imp.Index), gotext.Mention(imp.Module), gotext.Mention(imp.Name), t)
	f.printf("func %s(%s)%s {\n", f.names.Func(imp.Index),
		gotext.Params(f.names.Head(params)), f.names.CoreResults(t.Results))
	f.printf("\tm.core.Out(d)\n")
	f.printf("\tif f := m.imports[%d]; f != nil {\n", imp.Index)
	f.linked("\t\t", fmt.Sprintf("f.Go().(%s)", f.names.Portable(t)), t, throws)
	f.printf("\t}\n")
	if len(results) == 0 {
		f.printf("\tif err := %s(%s); err != nil {\n", method, args)
	} else {
		f.printf("\t%s, err := %s(%s)\n\tif err != nil {\n", gotext.Args(results), method, args)
	}
	if name := gotext.Quote(imp.Module + "." + imp.Name); throws {
		f.printf("\t\tm.core.Failed(d, %s, err)\n\t\t%s\n\t}\n\t%s", name, f.zeros(t), back)
	} else {
		f.printf("\t\tabi.ThrowHost(%s, err)\n\t}\n\t%s", name, back)
	}
	if len(results) > 0 {
		f.printf("\treturn %s\n", f.accepted("Result", imp.Module+"."+imp.Name, results, t.Results))
	}
	f.printf("}\n")
}

// zeros is the statement that returns values which nobody looks at.
func (f *frame) zeros(t wasm.FuncType) string {
	list := make([]string, len(t.Results))
	for i, r := range t.Results {
		list[i] = f.names.Value(r).Zero
	}
	return strings.TrimSpace("return " + strings.Join(list, ", "))
}
