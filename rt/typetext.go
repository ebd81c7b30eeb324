package rt

import (
	"strconv"
	"strings"
)

// maxTypeText is where the text of a type stops to describe the types that it refers to. Without a bound it would double with each
// of n types that refer twice to the one before.
const maxTypeText = 300

// String describes the type for people: a function type by its signature, "(i32 i64) f64", followed by the definition where there is more to
// it; a struct or array type by its definition alone. Referred types are described in place, those of the same group called rec.N.
// Types with equal texts may differ.
func (t *Type) String() string {
	w := typeWriter{group: t.group}
	if t.kind == kindFunc {
		w.signature(t)
		if t.isPlain() {
			return w.String()
		}
		w.WriteString(" = ")
	}
	w.definition(t)
	return w.String()
}

// Signature is the text of the parameters and results of a function type alone: "(i32 i64) f64".
func (t *Type) Signature() string {
	w := typeWriter{group: t.group}
	w.signature(t)
	return w.String()
}

// isPlain tells whether t is defined by its structure alone.
func (t *Type) isPlain() bool { return t.final && len(t.supers) == 0 && len(t.group.types) == 1 }

// A typeWriter writes types. References to types of the group are written as their place in it.
type typeWriter struct {
	strings.Builder
	group *group
}

func (w *typeWriter) val(t ValType) {
	d := t.describe()
	switch {
	case t.def == nil && (t.null || d.heap == ""):
		w.WriteString(d.name)
		return
	case t.null:
		w.WriteString("(ref null ")
	default:
		w.WriteString("(ref ")
	}
	if t.def == nil {
		w.WriteString(d.heap)
	} else {
		w.def(t.def)
	}
	w.WriteByte(')')
}

// def writes what stands for t where another type refers to it.
func (w *typeWriter) def(t *Type) {
	switch {
	case t.group == w.group:
		w.WriteString("rec." + strconv.Itoa(t.index))
	case w.Len() > maxTypeText:
		w.WriteString(t.kind.String() + " ...")
	default:
		outer := w.group
		w.group = t.group
		w.WriteByte('(')
		w.definition(t)
		w.WriteByte(')')
		w.group = outer
	}
}

// definition writes t as the text format would, with the whole of its group.
func (w *typeWriter) definition(t *Type) {
	if len(t.group.types) == 1 {
		w.subType(t)
		return
	}
	w.WriteString("rec." + strconv.Itoa(t.index) + " of")
	for i, member := range t.group.types {
		if w.Len() > maxTypeText {
			w.WriteString(" ...")
			return
		}
		if i > 0 {
			w.WriteByte(',')
		}
		w.WriteByte(' ')
		w.subType(member)
	}
}

func (w *typeWriter) subType(t *Type) {
	super := t.Super()
	if super != nil || !t.final {
		w.WriteString("sub ")
		if t.final {
			w.WriteString("final ")
		}
	}
	if super != nil {
		w.def(super)
		w.WriteByte(' ')
	}
	w.WriteString(t.kind.String())
	if t.kind == kindFunc {
		w.WriteByte(' ')
		w.signature(t)
	}
	for _, f := range t.fields {
		w.WriteByte(' ')
		w.field(f)
	}
}

func (w *typeWriter) signature(t *Type) {
	w.WriteByte('(')
	for i, p := range t.params {
		if i > 0 {
			w.WriteByte(' ')
		}
		w.val(p)
	}
	w.WriteByte(')')
	for _, r := range t.results {
		w.WriteByte(' ')
		w.val(r)
	}
}

func (w *typeWriter) field(f Field) {
	if f.Mutable {
		w.WriteString("(mut ")
	}
	if f.Packed != 0 {
		w.WriteString("i" + strconv.Itoa(int(f.Packed)))
	} else {
		w.val(f.Type)
	}
	if f.Mutable {
		w.WriteByte(')')
	}
}
