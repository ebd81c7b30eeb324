package wasm

import (
	"fmt"
	"strings"
)

// SigText is the text of function type i, the same in all modules: two functions have the same type exactly if their texts are equal.
func (m *Module) SigText(i uint32) string {
	t := m.Types[i]
	s := m.signature(t.Func, nil)
	if t.GroupLen > 1 || t.HasSuper || !t.Final {
		s += " = " + m.definition(i)
	}
	return s
}

// TypeText is the text of a value type, the same in all modules.
func (m *Module) TypeText(t ValType) string { return m.typeText(t, nil) }

func (m *Module) signature(t FuncType, group *Type) string {
	s := "(" + m.typeTexts(t.Params, group) + ")"
	if len(t.Results) > 0 {
		s += " " + m.typeTexts(t.Results, group)
	}
	return s
}

// definition spells a type with its whole recursion group, in which members are called by their position.
func (m *Module) definition(i uint32) string {
	group := &m.Types[i]
	var b strings.Builder
	b.WriteString("rec(")
	for j := group.GroupStart; j < group.GroupStart+max(group.GroupLen, 1); j++ {
		t := &m.Types[j]
		fmt.Fprintf(&b, "[%v", t.Kind)
		if !t.Final {
			b.WriteString(" open")
		}
		if t.HasSuper {
			b.WriteString(" sub " + m.heapText(HeapType(t.Super), group))
		}
		if t.Kind == KindFunc {
			b.WriteString(" " + m.signature(t.Func, group))
		}
		for _, field := range t.Fields {
			fmt.Fprintf(&b, " %s:%d:%t", m.typeText(field.Type, group), field.Packed, field.Mutable)
		}
		b.WriteByte(']')
	}
	fmt.Fprintf(&b, ").%d", i-group.GroupStart)
	return b.String()
}

func (m *Module) typeTexts(types []ValType, group *Type) string {
	texts := make([]string, len(types))
	for i, t := range types {
		texts[i] = m.typeText(t, group)
	}
	return strings.Join(texts, " ")
}

func (m *Module) typeText(t ValType, group *Type) string {
	if !t.IsRef() || t.HeapType().IsAbstract() {
		return t.String()
	}
	null := ""
	if t.Nullable() {
		null = "null "
	}
	return "(ref " + null + m.heapText(t.HeapType(), group) + ")"
}

func (m *Module) heapText(h HeapType, group *Type) string {
	i := h.Index()
	switch t := &m.Types[i]; {
	case group != nil && t.GroupStart == group.GroupStart:
		return fmt.Sprintf("rec.%d", i-t.GroupStart)
	case t.Kind == KindFunc && t.GroupLen <= 1 && !t.HasSuper && t.Final:
		// A group of one may still refer to itself.
		return "(func " + m.signature(t.Func, t) + ")"
	}
	return m.definition(i)
}
