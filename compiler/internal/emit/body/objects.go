package body

import (
	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// trees are the instructions with a value whose text depends on what operands and result are: those of references and of aggregates, a shuffle.
var trees = [len(op.Table)]func(p *printer, x *ir.Expr, args []*gotext.Expr) *gotext.Expr{
	op.RefNull:      func(p *printer, x *ir.Expr, _ []*gotext.Expr) *gotext.Expr { return p.null(x.Type) },
	op.RefIsNull:    (*printer).refIsNull,
	op.RefAsNonNull: (*printer).refAsNonNull,
	op.RefEq:        func(_ *printer, _ *ir.Expr, x []*gotext.Expr) *gotext.Expr { return gotext.Binary(x[0], "==", x[1]) },
	op.RefTest:      (*printer).refTest,
	op.RefTestNull:  (*printer).refTest,
	op.RefCast:      (*printer).refCast,
	op.RefCastNull:  (*printer).refCast,
	op.RefWiden:     convertClass,
	op.RefNarrow:    convertClass,

	op.AnyConvertExtern: func(_ *printer, _ *ir.Expr, x []*gotext.Expr) *gotext.Expr {
		return gotext.CallIn(gotext.RT, "rt.RefAny", x[0])
	},
	op.ExternConvertAny: func(_ *printer, _ *ir.Expr, x []*gotext.Expr) *gotext.Expr { return gotext.Method(x[0], "Any") },
	op.RefI31: func(_ *printer, _ *ir.Expr, x []*gotext.Expr) *gotext.Expr {
		return gotext.CallIn(gotext.RT, "rt.RefI31", x[0])
	},
	op.I31GetS: func(_ *printer, x *ir.Expr, args []*gotext.Expr) *gotext.Expr {
		if !x.Args[0].Type.Nullable() {
			return gotext.Call("uint32", gotext.Method(args[0], "I31"))
		}
		return gotext.CallIn(gotext.ABI, "abi.I31S", args[0])
	},
	op.I31GetU: func(_ *printer, x *ir.Expr, args []*gotext.Expr) *gotext.Expr {
		if !x.Args[0].Type.Nullable() {
			return gotext.Method(args[0], "I31U")
		}
		return gotext.CallIn(gotext.ABI, "abi.I31U", args[0])
	},

	op.StructNew: func(p *printer, x *ir.Expr, args []*gotext.Expr) *gotext.Expr {
		p.useStruct(x.A, Makes)
		return p.names.NewStruct(x.A, args)
	},
	op.StructNewDefault: func(p *printer, x *ir.Expr, _ []*gotext.Expr) *gotext.Expr {
		p.useStruct(x.A, MakesZero)
		return p.names.NewZeroStruct(x.A)
	},
	op.StructGet:  (*printer).structGet,
	op.StructGetS: (*printer).structGet,
	op.StructGetU: (*printer).structGet,

	op.ArrayNew: func(p *printer, x *ir.Expr, args []*gotext.Expr) *gotext.Expr {
		p.useType(x.A)
		return p.names.NewArray(x.A, args[0], args[1])
	},
	op.ArrayNewDefault: func(p *printer, x *ir.Expr, args []*gotext.Expr) *gotext.Expr {
		p.useType(x.A)
		return p.names.NewZeroArray(x.A, args[0])
	},
	op.ArrayNewFixed: func(p *printer, x *ir.Expr, args []*gotext.Expr) *gotext.Expr {
		p.useType(x.A)
		return p.names.NewFixedArray(x.A, args)
	},
	op.ArrayNewData: (*printer).arrayNewData,
	op.ArrayNewElem: (*printer).arrayNewElem,
	op.ArrayGet:     (*printer).arrayGet,
	op.ArrayGetS:    (*printer).arrayGet,
	op.ArrayGetU:    (*printer).arrayGet,
	op.ArrayLen: func(_ *printer, _ *ir.Expr, x []*gotext.Expr) *gotext.Expr {
		return gotext.CallIn(gotext.ABI, "abi.ArrayLen", x[0])
	},

	op.I8x16Shuffle: (*printer).shuffle,
}

// A StructUse is what a body needs of the Go type of a struct type.
type StructUse uint8

// What there may be of it, as bits.
const (
	Views     StructUse = 1 << iota // the function that makes it of a reference
	Makes                           // the one that makes an object of values
	MakesZero                       // the one that makes an object of default values
)

// useStruct notes what the text names of a struct type.
func (p *printer) useStruct(t uint32, use StructUse) {
	t = p.mod.Canon(t)
	if p.structs == nil {
		p.structs = map[uint32]StructUse{}
	}
	p.structs[t] |= use
	if use&(Makes|MakesZero) != 0 {
		p.useType(t)
	}
}

// useType notes that the text names the type of the module itself.
func (p *printer) useType(t uint32) {
	if p.types == nil {
		p.types = map[uint32]bool{}
	}
	p.types[p.mod.Canon(t)] = true
}

// null is the null reference of type t.
func (p *printer) null(t wasm.ValType) *gotext.Expr { return p.names.Value(t).Null() }

func (p *printer) refIsNull(x *ir.Expr, args []*gotext.Expr) *gotext.Expr {
	if p.mod.Class(x.Args[0].Type) == wasm.ClassAny {
		return gotext.Method(args[0], "IsNull")
	}
	return gotext.Binary(args[0], "==", gotext.Atom("nil"))
}

func convertClass(p *printer, x *ir.Expr, args []*gotext.Expr) *gotext.Expr {
	return names.Fetched(args[0], p.mod.Class(x.Args[0].Type), p.mod.Class(x.Type))
}

// refTest is ref.test: of a reference to a struct or an array with a type of the module it is a comparison or two, for the rest of the types
// package rt knows the answer.
func (p *printer) refTest(x *ir.Expr, args []*gotext.Expr) *gotext.Expr {
	want, from := wasm.ValType(x.B), p.mod.Class(x.Args[0].Type)
	if _, ok := p.defined(want); ok {
		return p.castCall("Is", want, from, args[0])
	}
	if call := abstractCall("Is", want, from, args[0]); call != nil {
		return call
	}
	return gotext.CallIn(gotext.RT, p.names.AbstractType(want)+".Holds", p.asRef(from, args[0]))
}

// refCast is ref.cast, likewise.
func (p *printer) refCast(x *ir.Expr, args []*gotext.Expr) *gotext.Expr {
	want, from := wasm.ValType(x.B), p.mod.Class(x.Args[0].Type)
	if _, ok := p.defined(want); ok {
		return p.castCall("Cast", want, from, args[0])
	}
	if call := abstractCall("Cast", want, from, args[0]); call != nil {
		return call
	}
	r := gotext.CallIn(gotext.ABI|gotext.RT, "abi.CastRef", p.asRef(from, args[0]), gotext.AtomIn(gotext.RT, p.names.AbstractType(want)))
	return p.fromRef(p.mod.Class(want), r)
}

// defined is the type of the module that a reference type names, if it does.
func (p *printer) defined(t wasm.ValType) (i uint32, ok bool) {
	if t.HeapType().IsAbstract() {
		return 0, false
	}
	return p.mod.Canon(t.HeapType().Index()), true
}

// castCall calls the function of package abi for a test or cast with a type of the module: abi.CastOrNull(v0, m.rtt5).
func (p *printer) castCall(what string, want wasm.ValType, from wasm.Class, x *gotext.Expr) *gotext.Expr {
	t, _ := p.defined(want)
	p.useType(t)
	name := "abi."
	switch from {
	case wasm.ClassAny:
		name += "Ref"
	case wasm.ClassFunc:
		name += "Func"
	}
	name += what
	if p.mod.Types[t].Final && from != wasm.ClassFunc {
		name += "Exactly"
	}
	if want.Nullable() {
		name += "OrNull"
	}
	return gotext.CallIn(gotext.ABI, name, x, names.RTT(t))
}

// abstractCall calls the function of package abi for a test or cast of an anyref with an abstract type: abi.RefIsI31(v0). It is nil for types that
// programs do not ask for.
func abstractCall(what string, want wasm.ValType, from wasm.Class, x *gotext.Expr) *gotext.Expr {
	name := map[wasm.HeapType]string{wasm.HeapI31: "I31", wasm.HeapEq: "Eq", wasm.HeapStruct: "Struct", wasm.HeapArray: "Array"}[want.HeapType()]
	if name == "" || from != wasm.ClassAny {
		return nil
	}
	if want.Nullable() {
		name += "OrNull"
	}
	return gotext.CallIn(gotext.ABI, "abi.Ref"+what+name, x)
}

// asRef is a reference of a class as an rt.Ref.
func (p *printer) asRef(c wasm.Class, x *gotext.Expr) *gotext.Expr {
	if maker := names.RefMaker(c); maker != "" {
		return gotext.CallIn(gotext.RT, maker, x)
	}
	return x
}

// fromRef undoes asRef.
func (p *printer) fromRef(c wasm.Class, x *gotext.Expr) *gotext.Expr {
	if getter := names.RefGetter(c); getter != "" {
		return gotext.Method(x, getter)
	}
	return x
}

// refAsNonNull says what type a null has: Go infers none of nil.
func (p *printer) refAsNonNull(x *ir.Expr, args []*gotext.Expr) *gotext.Expr {
	if null := x.Args[0]; null.Kind == ir.Apply && null.Op == op.RefNull {
		v := p.names.Value(null.Type)
		return gotext.CallIn(gotext.ABI|v.Uses, "abi.NonNull["+v.Core+"]", args[0])
	}
	return gotext.CallIn(gotext.ABI, "abi.NonNull", args[0])
}

// nonNull is an operand without ref.as_non_null: what it is the operand of traps on null itself.
func (p *printer) nonNull(x *ir.Expr, text *gotext.Expr) *gotext.Expr {
	if x.Kind == ir.Apply && x.Op == op.RefAsNonNull {
		if args := text.Args(); len(args) == 1 {
			return args[0]
		}
	}
	return text
}

// field is the place of a field: asPoint(v0).x.
func (p *printer) field(t uint32, i int, o *gotext.Expr) *gotext.Expr {
	p.useStruct(t, Views)
	return gotext.Member(gotext.Call(p.names.View(t), o), p.names.Field(t, i))
}

func (p *printer) structGet(x *ir.Expr, args []*gotext.Expr) *gotext.Expr {
	f := p.field(x.A, int(x.B), p.nonNull(x.Args[0], args[0]))
	return p.fetched(x, f, int(x.B))
}

// array is the array that an operand refers to: abi.AsArray[uint32](v0).
func (p *printer) array(t uint32, o *gotext.Expr) *gotext.Expr {
	elem := p.names.FieldType(t, 0)
	return gotext.CallIn(gotext.ABI|p.names.UsesOf(elem), "abi.AsArray["+elem+"]", o)
}

func (p *printer) arrayGet(x *ir.Expr, args []*gotext.Expr) *gotext.Expr {
	return p.fetched(x, gotext.Method(p.array(x.A, p.nonNull(x.Args[0], args[0])), "At", args[1]), 0)
}

// fetched is what was read from a field or an element, as bodies have it.
func (p *printer) fetched(x *ir.Expr, value *gotext.Expr, field int) *gotext.Expr {
	switch x.Op {
	case op.StructGetS, op.ArrayGetS:
		bits := p.mod.Types[x.A].Fields[field].Packed
		return gotext.Call("uint32", gotext.Call(map[uint8]string{8: "int8", 16: "int16"}[bits], value))
	case op.StructGetU, op.ArrayGetU:
		return gotext.Call("uint32", value)
	}
	stored := p.mod.Stored(p.mod.Canon(x.A), field).Type
	return names.Fetched(value, p.mod.Class(stored), p.mod.Class(x.Type))
}

// packed is a value as it is written to a field or an element.
func (p *printer) packed(t uint32, field int, value *gotext.Expr) *gotext.Expr {
	if p.mod.Types[t].Fields[field].Packed != 0 {
		return gotext.Convert(p.names.FieldType(t, field), value)
	}
	return value
}

func (p *printer) structSet(t, field uint32, x []*gotext.Expr) {
	p.Begin("")
	p.Expr(p.field(t, int(field), x[0]), 1)
	p.Add(" = ")
	p.Expr(p.packed(t, int(field), x[1]), 1)
	p.End("")
}

func (p *printer) arraySet(t, _ uint32, x []*gotext.Expr) {
	p.write(gotext.Method(p.array(t, x[0]), "Put", x[1], p.packed(t, 0, x[2])))
}

func (p *printer) arrayFill(t, _ uint32, x []*gotext.Expr) {
	elem := p.names.FieldType(t, 0)
	p.write(gotext.CallIn(gotext.ABI|p.names.UsesOf(elem), "abi.ArrayFill["+elem+"]", x[0], x[1], p.packed(t, 0, x[2]), x[3]))
}

func (p *printer) arrayCopy(dst, src uint32, x []*gotext.Expr) {
	p.write(p.move("abi.ArrayCopy", p.names.FieldType(dst, 0), p.names.FieldType(src, 0), x...))
}

// move calls a function that moves elements from one storage to another: references may be of two classes there.
func (p *printer) move(name, to, from string, args ...*gotext.Expr) *gotext.Expr {
	if to != from {
		name += "As[" + to + ", " + from + "]"
	} else {
		name += "[" + to + "]"
	}
	return gotext.CallIn(gotext.ABI|p.names.UsesOf(name), name, args...)
}

func (p *printer) arrayNewData(x *ir.Expr, args []*gotext.Expr) *gotext.Expr {
	p.useType(x.A)
	p.datas = append(p.datas, uint32(x.B))
	elem := p.names.FieldType(x.A, 0)
	return gotext.CallIn(gotext.ABI|p.names.UsesOf(elem), "abi.ArrayOfData["+elem+"]",
		names.Core, names.RTT(p.mod.Canon(x.A)), gotext.Atom(names.Data(uint32(x.B))), args[0], args[1])
}

func (p *printer) arrayNewElem(x *ir.Expr, args []*gotext.Expr) *gotext.Expr {
	p.useType(x.A)
	p.elems = append(p.elems, uint32(x.B))
	return p.move("abi.ArrayOfSegment", p.names.FieldType(x.A, 0), p.names.Stored(p.mod.Elems[x.B].Type),
		names.Core, names.RTT(p.mod.Canon(x.A)), gotext.Atom(names.Elem(uint32(x.B))), args[0], args[1])
}

func (p *printer) arrayInitData(t, data uint32, x []*gotext.Expr) {
	p.datas = append(p.datas, data)
	elem := p.names.FieldType(t, 0)
	p.write(gotext.CallIn(gotext.ABI|p.names.UsesOf(elem), "abi.ArrayInitData["+elem+"]", x[0], x[1], gotext.Atom(names.Data(data)), x[2], x[3]))
}

func (p *printer) arrayInitElem(t, elem uint32, x []*gotext.Expr) {
	p.elems = append(p.elems, elem)
	p.write(p.move("abi.ArrayInitSegment", p.names.FieldType(t, 0), p.names.Stored(p.mod.Elems[elem].Type),
		x[0], x[1], gotext.Atom(names.Elem(elem)), x[2], x[3]))
}
