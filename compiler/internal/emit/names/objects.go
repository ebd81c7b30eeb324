package names

import (
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Expressions about objects that both bodies and constant expressions have.

// Core is the core of the instance, which is charged for what is made.
var Core = gotext.Atom("&m.core")

// NewStruct makes a struct of the values of its fields.
func (n *Names) NewStruct(t uint32, values []*gotext.Expr) *gotext.Expr {
	args := []*gotext.Expr{gotext.Atom("m")}
	for i, v := range values {
		args = append(args, n.put(t, i, v))
	}
	return gotext.Call(n.Maker(t), args...)
}

// NewZeroStruct makes a struct of default values.
func (n *Names) NewZeroStruct(t uint32) *gotext.Expr {
	return gotext.Call(n.ZeroMaker(t), gotext.Atom("m"))
}

// put is a value as a field or element is stored: narrow if it is packed, and of the class of the field's storage.
func (n *Names) put(t uint32, i int, v *gotext.Expr) *gotext.Expr {
	own, stored := n.mod.Types[t].Fields[i], n.mod.Stored(n.mod.Canon(t), i)
	if own.Packed != 0 {
		return gotext.Convert(n.FieldType(t, i), v)
	}
	return Fetched(v, n.mod.Class(own.Type), n.mod.Class(stored.Type))
}

// NewArray makes an array of equal elements.
func (n *Names) NewArray(t uint32, v, length *gotext.Expr) *gotext.Expr {
	return n.arrayCall("FilledArray", t, n.put(t, 0, v), length)
}

// NewZeroArray makes an array of default values.
func (n *Names) NewZeroArray(t uint32, length *gotext.Expr) *gotext.Expr {
	return n.arrayCall("NewArray", t, length)
}

// NewFixedArray makes an array of its elements.
func (n *Names) NewFixedArray(t uint32, elems []*gotext.Expr) *gotext.Expr {
	args := make([]*gotext.Expr, len(elems))
	for i, v := range elems {
		args[i] = n.put(t, 0, v)
	}
	return n.arrayCall("ArrayOf", t, args...)
}

// arrayCall calls a function of package abi that makes arrays of type t.
func (n *Names) arrayCall(fun string, t uint32, args ...*gotext.Expr) *gotext.Expr {
	elem := n.FieldType(t, 0)
	args = append([]*gotext.Expr{Core, RTT(n.mod.Canon(t))}, args...)
	return gotext.CallIn(gotext.ABI|n.UsesOf(elem), "abi."+fun+"["+elem+"]", args...)
}

// UsesOf are the packages that the name of a type names.
func (n *Names) UsesOf(typ string) gotext.Packages {
	switch {
	case strings.Contains(typ, "rt."):
		return gotext.RT
	case strings.Contains(typ, "vec."):
		return gotext.Vec
	}
	return 0
}

// Null is the null reference, of the Go type that bodies have.
func (v *Value) Null() *gotext.Expr {
	if strings.HasSuffix(v.Zero, "}") {
		return gotext.Zero(gotext.RT, v.Zero)
	}
	return gotext.Atom(v.Zero)
}

// RefMaker is the function that makes an rt.Ref of a reference as bodies have it, "" where it is one.
func RefMaker(c wasm.Class) string {
	switch c {
	case wasm.ClassFunc:
		return "rt.RefFunc"
	case wasm.ClassExtern:
		return "rt.RefExtern"
	case wasm.ClassObject:
		return "rt.RefObject"
	case wasm.ClassExn:
		return "rt.RefException"
	}
	return ""
}

// RefGetter is the method that undoes RefMaker.
func RefGetter(c wasm.Class) string {
	switch c {
	case wasm.ClassFunc:
		return "Func"
	case wasm.ClassExtern:
		return "Extern"
	case wasm.ClassObject:
		return "Object"
	case wasm.ClassExn:
		return "Exception"
	}
	return ""
}

// abstractTypes are the value types that package rt has names for: of references the nullable ones.
var abstractTypes = map[wasm.ValType]string{
	wasm.I32: "I32", wasm.I64: "I64", wasm.F32: "F32", wasm.F64: "F64", wasm.V128: "V128Type",
	wasm.AnyRef: "AnyRef", wasm.EqRef: "EqRef", wasm.I31Ref: "I31Ref", wasm.StructRef: "StructRef", wasm.ArrayRef: "ArrayRef",
	wasm.FuncRef: "FuncRef", wasm.ExternRef: "ExternRef", wasm.ExnRef: "ExnRef",
	wasm.NullRef: "NullRef", wasm.NullFuncRef: "NullFuncRef", wasm.NullExternRef: "NullExternRef", wasm.NullExnRef: "NullExnRef",
}

// AbstractType is a value type that names none of the module's, as an rt.ValType.
func (n *Names) AbstractType(t wasm.ValType) string {
	if name, ok := abstractTypes[t]; ok {
		return "rt." + name
	}
	return "rt." + abstractTypes[wasm.Ref(t.HeapType(), true)] + ".NonNull()"
}
