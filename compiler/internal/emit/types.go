package emit

import (
	"fmt"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// typesVar is the variable with the types that cross the border of the package.
func (f *frame) typesVar() string { return f.names.Private("types") }

// declareTypes prints that variable. It is the text that the types are in: it costs nothing at start-up.
func (f *frame) declareTypes() {
	roots := append(f.named[:len(f.named):len(f.named)], f.sigs...)
	for _, imp := range f.mod.Imports {
		if imp.Kind == wasm.ExternFunc {
			roots = append(roots, f.typeOf(imp.Index))
		}
	}
	text := f.mod.Notation(roots)
	if text == "" {
		return
	}
	lines := strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n\t")
	f.printf("\n// %s are the types that are compared with those of other modules, by index.\n", f.typesVar())
	f.printf("var %s = rt.Types{Text: `\n\t%s\n`}\n", f.typesVar(), lines)
}

// rtTypes are the value types that package rt has names for.
var rtTypes = map[wasm.ValType]string{
	wasm.I32: "I32", wasm.I64: "I64", wasm.F32: "F32", wasm.F64: "F64", wasm.V128: "V128Type",
	wasm.AnyRef: "AnyRef", wasm.EqRef: "EqRef", wasm.I31Ref: "I31Ref", wasm.StructRef: "StructRef", wasm.ArrayRef: "ArrayRef",
	wasm.FuncRef: "FuncRef", wasm.ExternRef: "ExternRef", wasm.ExnRef: "ExnRef",
	wasm.NullRef: "NullRef", wasm.NullFuncRef: "NullFuncRef", wasm.NullExternRef: "NullExternRef", wasm.NullExnRef: "NullExnRef",
}

// valType is an rt.ValType.
func (f *frame) valType(t wasm.ValType) *jen.Statement {
	if name, ok := rtTypes[t]; ok {
		return f.rt(name)
	}
	if !t.IsRef() {
		panic("emit: no value type is called " + t.String())
	}
	h := t.HeapType()
	if h.IsAbstract() {
		return f.valType(wasm.Ref(h, true)).Dot("NonNull").Call()
	}
	f.named = append(f.named, f.mod.Canon(h.Index()))
	ref := jen.Id(f.typesVar()).Dot("At").Call(jen.Lit(int(h.Index()))).Dot("Ref").Call()
	if t.Nullable() {
		ref = ref.Dot("OrNull").Call()
	}
	return ref
}

// globalType is an rt.GlobalType.
func (f *frame) globalType(t wasm.GlobalType) string {
	mutable := ""
	if t.Mutable {
		mutable = ", Mutable: true"
	}
	return fmt.Sprintf("rt.GlobalType{Type: %s%s}", f.typeText(f.valType(t.Type)), mutable)
}

// tableType is an rt.TableType.
func (f *frame) tableType(t wasm.TableType) string {
	fields := append([]string{"Elem: " + f.typeText(f.valType(t.Elem))}, limits(t.Limits)...)
	return "rt.TableType{" + strings.Join(fields, ", ") + "}"
}
