package rt

import (
	"fmt"
	"reflect"
)

// A ValType is a value type (spec 2.3.6): a number, a vector, or a reference to what a heap type (2.3.3) stands for. Two are the same type
// exactly if they are ==. The zero ValType is no type: whatever is asked of it panics.
type ValType struct {
	code code  // of a reference to a defined type: the abstract type right above it
	null bool  // a reference that may be null
	def  *Type // what a reference to a defined type refers to
}

// The value types that have a name. The references are the nullable ones; V128 is the Go type.
var (
	I32      = ValType{code: codeI32}
	I64      = ValType{code: codeI64}
	F32      = ValType{code: codeF32}
	F64      = ValType{code: codeF64}
	V128Type = ValType{code: codeV128}

	AnyRef        = ValType{code: codeAny, null: true}
	EqRef         = ValType{code: codeEq, null: true}
	I31Ref        = ValType{code: codeI31, null: true}
	StructRef     = ValType{code: codeStruct, null: true}
	ArrayRef      = ValType{code: codeArray, null: true}
	NullRef       = ValType{code: codeNone, null: true}
	FuncRef       = ValType{code: codeFunc, null: true}
	NullFuncRef   = ValType{code: codeNoFunc, null: true}
	ExternRef     = ValType{code: codeExtern, null: true}
	NullExternRef = ValType{code: codeNoExtern, null: true}
	ExnRef        = ValType{code: codeExn, null: true}
	NullExnRef    = ValType{code: codeNoExn, null: true}
)

// RefTo is the type of references to values of type t.
func RefTo(t *Type, nullable bool) ValType {
	return ValType{code: t.kind.code(), null: nullable, def: t}
}

// ValTypeOf is the value type that the host writes as Go type t: false if there is none. An any is an externref.
func ValTypeOf(t reflect.Type) (ValType, bool) {
	for _, v := range [...]ValType{I32, I64, F32, F64, V128Type, FuncRef, ExternRef} {
		if v.GoType() == t {
			return v, true
		}
	}
	return ValType{}, false
}

// IsRef tells whether t is a reference type.
func (t ValType) IsRef() bool { return t.describe().heap != "" }

// Nullable tells whether t is a reference type with a null.
func (t ValType) Nullable() bool { return t.null }

// NonNull is the reference type t without null.
func (t ValType) NonNull() ValType { return t.withNull(false) }

// OrNull is the reference type t with null.
func (t ValType) OrNull() ValType { return t.withNull(true) }

func (t ValType) withNull(null bool) ValType {
	if !t.IsRef() {
		panic(fmt.Sprintf("rt: %v is no reference type", t))
	}
	t.null = null
	return t
}

// Def is the defined type that t refers to, nil where t is no such reference.
func (t ValType) Def() *Type { return t.def }

// GoType is what the host sees of a value of type t: int32, int64, float32, float64, V128, *Func or any. It is the same for all
// references that have a common supertype, so that a value never changes its Go type where its type matches another.
func (t ValType) GoType() reflect.Type { return t.describe().goType }

// Zero is the zero value of GoType: 0 or null. Of a type without null it is no value, but what a failed call returns.
func (t ValType) Zero() reflect.Value { return reflect.Zero(t.GoType()) }

// String returns the type as the text format writes it, the short form where there is one. What stands for a defined type is
// described by Type.String.
func (t ValType) String() string {
	var w typeWriter
	w.val(t)
	return w.String()
}

// Matches tells whether a value of type t may stand where one of type sup is wanted (spec 3.3, "Value Types" and "Heap Types").
func (t ValType) Matches(sup ValType) bool {
	sub, want := t.describe(), sup.describe()
	switch {
	case t == sup:
		return true
	case sub.heap == "" || want.heap == "" || t.null && !sup.null:
		return false
	case sub.bottom:
		return sub.top == want.top
	case sup.def != nil:
		return t.def != nil && t.def.Is(sup.def)
	}
	for c := t.code; c != noCode; c = descriptions[c].super {
		if c == sup.code {
			return true
		}
	}
	return false
}

// A code says which row of the table describes a type.
type code uint8

const (
	noCode code = iota
	codeI32
	codeI64
	codeF32
	codeF64
	codeV128
	codeAny
	codeEq
	codeI31
	codeStruct
	codeArray
	codeNone
	codeFunc
	codeNoFunc
	codeExtern
	codeNoExtern
	codeExn
	codeNoExn
	codes // how many
)

// A description is all that there is to know about a value type, except for defined types.
type description struct {
	name   string // in texts; of a reference type, the name with null
	goType reflect.Type

	// Of numbers and vectors: how they are passed in slots.
	slots int
	to    func(s []uint64, v reflect.Value)
	from  func(s []uint64) reflect.Value

	// Of references: the heap type's name, the one right above, the one above all, and whether it is below all.
	heap   string
	super  code
	top    code
	bottom bool
}

var (
	goFunc = reflect.TypeFor[*Func]()
	goAny  = reflect.TypeFor[any]()
)

var descriptions = [codes]description{
	codeI32:  {name: "i32", goType: reflect.TypeFor[int32](), slots: 1, to: i32ToSlot, from: i32FromSlot},
	codeI64:  {name: "i64", goType: reflect.TypeFor[int64](), slots: 1, to: i64ToSlot, from: i64FromSlot},
	codeF32:  {name: "f32", goType: reflect.TypeFor[float32](), slots: 1, to: f32ToSlot, from: f32FromSlot},
	codeF64:  {name: "f64", goType: reflect.TypeFor[float64](), slots: 1, to: f64ToSlot, from: f64FromSlot},
	codeV128: {name: "v128", goType: reflect.TypeFor[V128](), slots: 2, to: v128ToSlots, from: v128FromSlots},

	codeAny:      {name: "anyref", heap: "any", goType: goAny, top: codeAny},
	codeEq:       {name: "eqref", heap: "eq", goType: goAny, top: codeAny, super: codeAny},
	codeI31:      {name: "i31ref", heap: "i31", goType: goAny, top: codeAny, super: codeEq},
	codeStruct:   {name: "structref", heap: "struct", goType: goAny, top: codeAny, super: codeEq},
	codeArray:    {name: "arrayref", heap: "array", goType: goAny, top: codeAny, super: codeEq},
	codeNone:     {name: "nullref", heap: "none", goType: goAny, top: codeAny, bottom: true},
	codeFunc:     {name: "funcref", heap: "func", goType: goFunc, top: codeFunc},
	codeNoFunc:   {name: "nullfuncref", heap: "nofunc", goType: goFunc, top: codeFunc, bottom: true},
	codeExtern:   {name: "externref", heap: "extern", goType: goAny, top: codeExtern},
	codeNoExtern: {name: "nullexternref", heap: "noextern", goType: goAny, top: codeExtern, bottom: true},
	codeExn:      {name: "exnref", heap: "exn", goType: goAny, top: codeExn},
	codeNoExn:    {name: "nullexnref", heap: "noexn", goType: goAny, top: codeExn, bottom: true},
}

// describe finds the row of t. It panics for the zero ValType.
func (t ValType) describe() *description {
	if t.code == noCode || t.code >= codes {
		panic(fmt.Sprintf("rt: no value type has code %d", t.code))
	}
	return &descriptions[t.code]
}

// valTypeNamed finds the type with a name: "i32", "funcref".
func valTypeNamed(name string) (ValType, bool) {
	for c := noCode + 1; c < codes; c++ {
		if d := &descriptions[c]; d.name == name {
			return ValType{code: c, null: d.heap != ""}, true
		}
	}
	return ValType{}, false
}

// heapTypeNamed finds the type of references to an abstract heap type, without null.
func heapTypeNamed(heap string) (ValType, bool) {
	for c := noCode + 1; c < codes; c++ {
		if d := &descriptions[c]; d.heap != "" && d.heap == heap {
			return ValType{code: c}, true
		}
	}
	return ValType{}, false
}
