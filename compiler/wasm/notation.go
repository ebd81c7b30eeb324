package wasm

import (
	"fmt"
	"strings"
)

// Notation writes types of the module as package rt reads them, see rt.Types: those of roots, canonical type indices, and those that they
// refer to, each type once. The labels are the indices.
func (m *Module) Notation(roots []uint32) string {
	wanted := make([]bool, len(m.Types)) // by where groups start
	want := func(t uint32) {
		if int(t) < len(m.Types) { // always, but before validation
			wanted[m.Types[t].GroupStart] = true
		}
	}
	for _, t := range roots {
		want(t)
	}
	// References lead to the same group or back.
	for i := len(m.Types) - 1; i >= 0; i-- {
		if wanted[m.Types[i].GroupStart] {
			m.Types[i].references(want)
		}
	}
	var b strings.Builder
	for i := 0; i < len(m.Types); i += m.Types[i].groupLen() {
		if wanted[i] {
			m.writeGroup(&b, i)
		}
	}
	return b.String()
}

// groupLen is the length of t's recursion group.
func (t *Type) groupLen() int { return max(int(t.GroupLen), 1) }

// references visits the types that t refers to.
func (t *Type) references(visit func(uint32)) {
	if t.HasSuper {
		visit(t.Super)
	}
	value := func(v ValType) {
		if v.IsRef() && !v.HeapType().IsAbstract() {
			visit(v.HeapType().Index())
		}
	}
	for _, p := range t.Func.Params {
		value(p)
	}
	for _, r := range t.Func.Results {
		value(r)
	}
	for _, f := range t.Fields {
		value(f.Type)
	}
}

// writeGroup writes the recursion group that starts with type i, each type on a line.
func (m *Module) writeGroup(b *strings.Builder, i int) {
	n := m.Types[i].groupLen()
	if n > 1 {
		b.WriteString("rec {\n")
	}
	for k := range n {
		fmt.Fprintf(b, "%d: %s\n", i+k, m.Types[i+k].notation())
	}
	if n > 1 {
		b.WriteString("}\n")
	}
}

// IsPlain reports whether t is a type of functions that its signature says all of: final, without supertype, and alone in its group.
func (t *Type) IsPlain() bool {
	return t.Kind == KindFunc && t.Final && !t.HasSuper && t.groupLen() == 1
}

func (t *Type) notation() string {
	var words []string
	if t.HasSuper || !t.Final {
		words = append(words, "sub")
		if t.Final {
			words = append(words, "final")
		}
	}
	if t.HasSuper {
		words = append(words, fmt.Sprint(t.Super))
	}
	if t.Kind == KindFunc {
		words = append(words, t.Func.Notation())
	} else {
		words = append(words, t.Kind.String())
	}
	for _, f := range t.Fields {
		words = append(words, f.notation())
	}
	return strings.Join(words, " ")
}

// Notation writes the signature as package rt does: "(i32 i64) f64 f64".
func (t FuncType) Notation() string {
	text := "(" + Join(t.Params) + ")"
	if len(t.Results) > 0 {
		text += " " + Join(t.Results)
	}
	return text
}

func (f *Field) notation() string {
	text := f.Type.String()
	if f.Packed != 0 {
		text = fmt.Sprintf("i%d", f.Packed)
	}
	if f.Mutable {
		text = "(mut " + text + ")"
	}
	return text
}
