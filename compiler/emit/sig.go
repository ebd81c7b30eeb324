package emit

import (
	"fmt"
	"go/token"
	"regexp"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A param is a parameter or result of a Go function.
type param struct{ name, typ string }

// paramList writes parameters, the type once for neighbours of the same
// type: "v0, v1 int32, v2 int64".
func paramList(list []param) string {
	var b strings.Builder
	for i, p := range list {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(p.name)
		if i+1 == len(list) || list[i+1].typ != p.typ {
			b.WriteByte(' ')
			b.WriteString(p.typ)
		}
	}
	return b.String()
}

// argList writes the names of parameters.
func argList(list []param) string {
	names := make([]string, len(list))
	for i, p := range list {
		names[i] = p.name
	}
	return strings.Join(names, ", ")
}

// numbered makes parameters v0, v1, ... of the types.
func (n *names) numbered(prefix string, types []wasm.ValType) []param {
	list := make([]param, len(types))
	for i, t := range types {
		list[i] = param{fmt.Sprint(prefix, i), n.goType(t)}
	}
	return list
}

// localPattern describes the names that exported methods use themselves.
var localPattern = regexp.MustCompile(`^(m|d|err|call|rt|mem|[rvx]\d+)$`)

// params makes the parameters of function i, named as in the name section
// where that has names.
func (n *names) params(i uint32) []param {
	list := n.numbered("v", n.mod.FuncType(int(i)).Params)
	used := scope{used: map[string]bool{}, reserved: localPattern.MatchString}
	for j := range list {
		id := sanitize(n.mod.LocalName(int(i), j))
		if id != "" && id != "_" && used.free(id) && !n.isFunction(id) && !token.IsKeyword(id) && !predeclared[id] {
			list[j].name = used.take(id)
		}
	}
	return list
}

// isFunction tells whether a function of the package has the name.
func (n *names) isFunction(id string) bool {
	if n.functions == nil {
		n.functions = make(map[string]bool, len(n.funcs))
		for _, f := range n.funcs {
			n.functions[f] = true
		}
	}
	return n.functions[id]
}

// predeclared are the identifiers that would hide a type in a parameter list.
var predeclared = map[string]bool{
	"int32": true, "uint32": true, "int64": true, "float32": true, "float64": true, "any": true, "error": true,
}

// funcResults writes the results of a method of an import interface, or with
// names those of an exported method: the module's own, then an error.
func (n *names) funcResults(types []wasm.ValType, named bool) string {
	list := append(n.numbered("r", types), param{"err", "error"})
	switch {
	case named:
		return "(" + paramList(list) + ")"
	case len(types) == 0:
		return "error"
	}
	typs := make([]string, len(list))
	for i, p := range list {
		typs[i] = p.typ
	}
	return "(" + strings.Join(typs, ", ") + ")"
}

// inward converts values from the types of the host's side to those of
// function bodies: "uint32(v0), v1".
func inward(list []param, types []wasm.ValType) string { return converted(list, types, "uint32") }

// outward is the opposite: "int32(v0), v1".
func outward(list []param, types []wasm.ValType) string { return converted(list, types, "int32") }

func converted(list []param, types []wasm.ValType, i32 string) string {
	values := make([]string, len(list))
	for i, p := range list {
		values[i] = p.name
		if types[i] == wasm.I32 {
			values[i] = i32 + "(" + p.name + ")"
		}
	}
	return strings.Join(values, ", ")
}

// numberedCore makes parameters of the types that function bodies have.
func (n *names) numberedCore(prefix string, types []wasm.ValType) []param {
	list := n.numbered(prefix, types)
	for i, t := range types {
		list[i].typ = n.coreType(t)
	}
	return list
}

// codeType is the Go type of a method expression for functions of type t:
// func(*Instance, int, params...) results.
func (n *names) codeType(t wasm.FuncType) string {
	return "func(*" + n.Type + ", int" + typeList(t.Params, n.coreType) + ")" + resultList(t.Results, n.coreType)
}

// portableType is the Go type of such functions bound to their instance, as
// other packages call them: func(int, params...) results.
func (n *names) portableType(t wasm.FuncType) string {
	return "func(int" + typeList(t.Params, n.goType) + ")" + resultList(t.Results, n.goType)
}

func typeList(types []wasm.ValType, spell func(wasm.ValType) string) string {
	var b strings.Builder
	for _, t := range types {
		b.WriteString(", ")
		b.WriteString(spell(t))
	}
	return b.String()
}

// resultList writes the results of a function type with a blank before them:
// "", " int32" or " (int32, int64)".
func resultList(types []wasm.ValType, spell func(wasm.ValType) string) string {
	switch len(types) {
	case 0:
		return ""
	case 1:
		return " " + spell(types[0])
	}
	return " (" + typeList(types, spell)[len(", "):] + ")"
}

// sigText is the canonical text of type i, a function type: equal texts, equal
// types, across modules too. Plain types read "(i32 i64) f64"; a type whose
// identity is more than its signature (spec 3.1, "Type equivalence") has its
// definition behind that.
func (n *names) sigText(i uint32) string {
	t := n.mod.Types[i]
	s := n.signature(t.Func, nil)
	if t.GroupLen > 1 || t.HasSuper || !t.Final {
		s += " = " + n.definition(i)
	}
	return s
}

func (n *names) signature(t wasm.FuncType, group *wasm.Type) string {
	s := "(" + n.typeTexts(t.Params, group) + ")"
	if len(t.Results) > 0 {
		s += " " + n.typeTexts(t.Results, group)
	}
	return s
}

// definition spells a type with its whole recursion group, in which members
// are called by their position.
func (n *names) definition(i uint32) string {
	group := &n.mod.Types[i]
	var b strings.Builder
	b.WriteString("rec(")
	for j := group.GroupStart; j < group.GroupStart+max(group.GroupLen, 1); j++ {
		t := &n.mod.Types[j]
		fmt.Fprintf(&b, "[%v", t.Kind)
		if !t.Final {
			b.WriteString(" open")
		}
		if t.HasSuper {
			b.WriteString(" sub " + n.heapText(wasm.HeapType(t.Super), group))
		}
		if t.Kind == wasm.KindFunc {
			b.WriteString(" " + n.signature(t.Func, group))
		}
		for _, field := range t.Fields {
			fmt.Fprintf(&b, " %s:%d:%t", n.typeText(field.Type, group), field.Packed, field.Mutable)
		}
		b.WriteByte(']')
	}
	fmt.Fprintf(&b, ").%d", i-group.GroupStart)
	return b.String()
}

func (n *names) typeTexts(types []wasm.ValType, group *wasm.Type) string {
	texts := make([]string, len(types))
	for i, t := range types {
		texts[i] = n.typeText(t, group)
	}
	return strings.Join(texts, " ")
}

// typeText is the text of a value type, the same in all modules.
func (n *names) typeText(t wasm.ValType, group *wasm.Type) string {
	if !t.IsRef() || t.HeapType().IsAbstract() {
		return t.String()
	}
	null := ""
	if t.Nullable() {
		null = "null "
	}
	return "(ref " + null + n.heapText(t.HeapType(), group) + ")"
}

func (n *names) heapText(h wasm.HeapType, group *wasm.Type) string {
	i := h.Index()
	switch t := &n.mod.Types[i]; {
	case group != nil && t.GroupStart == group.GroupStart:
		return fmt.Sprintf("rec.%d", i-t.GroupStart)
	case t.Kind == wasm.KindFunc && t.GroupLen <= 1 && !t.HasSuper && t.Final:
		// A group of one may still refer to itself.
		return "(func " + n.signature(t.Func, t) + ")"
	}
	return n.definition(i)
}
