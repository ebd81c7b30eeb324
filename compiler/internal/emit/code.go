package emit

import (
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// rt names something of package rt.
func (f *frame) rt(name string) *jen.Statement { return jen.Qual(f.runtime("rt"), name) }

// abi is the same for package rt/abi.
func (f *frame) abi(name string) *jen.Statement { return jen.Qual(f.runtime("rt/abi"), name) }

// number is an integer literal whose type the context gives.
func number(n uint64) *jen.Statement { return jen.Op(strconv.FormatUint(n, 10)) }

// member is the field of an instance m, or of something else in a variable.
func member(variable, field string) *jen.Statement { return jen.Id(variable).Dot(field) }

// api is the Go type of values that hosts see.
func (f *frame) api(t wasm.ValType) *jen.Statement {
	v := f.names.Value(t)
	return f.valueType(v, v.API)
}

// coreTypes are the Go types of values inside of function bodies.
func (f *frame) coreTypes(types []wasm.ValType) []jen.Code {
	list := make([]jen.Code, len(types))
	for i, t := range types {
		v := f.names.Value(t)
		list[i] = f.valueType(v, v.Core)
	}
	return list
}

func (f *frame) valueType(v *names.Value, name string) *jen.Statement {
	if v.IsFunc {
		return jen.Op("*").Add(f.rt("Func"))
	}
	return jen.Id(name)
}

// apiParams are parameters v0, v1, ..., the type once for neighbours of the same type.
func (f *frame) apiParams(types []wasm.ValType) []jen.Code {
	var params, same []jen.Code
	for i, t := range types {
		same = append(same, jen.Id("v"+strconv.Itoa(i)))
		if i+1 == len(types) || f.names.API(types[i+1]) != f.names.API(t) {
			params = append(params, jen.List(same...).Add(f.api(t)))
			same = nil
		}
	}
	return params
}

// results are the result types of a function, in parentheses where there are several.
func results(types []jen.Code) *jen.Statement {
	if len(types) == 1 {
		return jen.Add(types[0])
	}
	return jen.Params(types...)
}
