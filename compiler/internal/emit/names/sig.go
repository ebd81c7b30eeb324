package names

import (
	"strconv"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Numbered makes parameters v0, v1, ... for hosts and other packages.
func (n *Names) Numbered(prefix string, types []wasm.ValType) []gotext.Param {
	return numbered(prefix, types, n.API)
}

// NumberedCore makes parameters v0, v1, ... as function bodies have them.
func (n *Names) NumberedCore(prefix string, types []wasm.ValType) []gotext.Param {
	return numbered(prefix, types, n.Core)
}

func numbered(prefix string, types []wasm.ValType, spell func(wasm.ValType) string) []gotext.Param {
	list := make([]gotext.Param, len(types))
	for i, t := range types {
		list[i] = gotext.Param{Name: prefix + strconv.Itoa(i), Type: spell(t)}
	}
	return list
}

// Inward converts values from the types of the host's side to those of
// function bodies: "uint32(v0), v1".
func (n *Names) Inward(list []gotext.Param, types []wasm.ValType) string {
	return n.converted(list, types, (*Value).Inward)
}

// Outward is the opposite: "int32(v0), v1".
func (n *Names) Outward(list []gotext.Param, types []wasm.ValType) string {
	return n.converted(list, types, (*Value).Outward)
}

func (n *Names) converted(list []gotext.Param, types []wasm.ValType, one func(*Value, string) string) string {
	values := make([]string, len(list))
	for i, p := range list {
		values[i] = one(n.Value(types[i]), p.Name)
	}
	return strings.Join(values, ", ")
}

// Results writes the results of functions that hosts and other packages call, see gotext.Results.
func (n *Names) Results(types []wasm.ValType) string { return gotext.Results(spell(types, n.API)) }

// CoreResults writes those of function bodies.
func (n *Names) CoreResults(types []wasm.ValType) string { return gotext.Results(spell(types, n.Core)) }

// Receive puts the instance before the parameters of a function.
func (n *Names) Receive(params []gotext.Param) []gotext.Param {
	return append([]gotext.Param{{Name: "m", Type: "*" + n.Instance}}, params...)
}

// Head puts the instance and the stack budget before them.
func (n *Names) Head(params []gotext.Param) []gotext.Param {
	return append([]gotext.Param{{Name: "m", Type: "*" + n.Instance}, {Name: "d", Type: "int"}}, params...)
}

// Code is the Go type of functions of type t with the instance as an argument: func(*Instance, int, params...) results.
func (n *Names) Code(t wasm.FuncType) string {
	return "func(" + gotext.Join("*"+n.Instance+", int", strings.Join(spell(t.Params, n.Core), ", ")) + ")" + n.CoreResults(t.Results)
}

// Portable is the Go type of such functions bound to their instance, as
// other packages call them: func(int, params...) results.
func (n *Names) Portable(t wasm.FuncType) string {
	return "func(" + gotext.Join("int", strings.Join(spell(t.Params, n.API), ", ")) + ")" + n.Results(t.Results)
}
