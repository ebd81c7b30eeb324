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
