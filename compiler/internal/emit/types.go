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

// valType is an rt.ValType.
func (f *frame) valType(t wasm.ValType) *jen.Statement {
	if !t.IsRef() || t.HeapType().IsAbstract() {
		name := strings.TrimPrefix(f.names.AbstractType(t), "rt.")
		name, nonNull := strings.CutSuffix(name, ".NonNull()")
		if s := f.rt(name); nonNull {
			return s.Dot("NonNull").Call()
		} else {
			return s
		}
	}
	h := t.HeapType()
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
