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

// The value types that have a name. The references are the nullable ones; vec.V128 is the Go type.
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

// valTypeOf is the value type that the host writes as Go type t: false if there is none. An any is an externref, an *Object a structref.
func valTypeOf(t reflect.Type) (ValType, bool) {
	for _, v := range [...]ValType{I32, I64, F32, F64, V128Type, FuncRef, ExternRef, ExnRef, StructRef} {
		if v.GoType() == t && v != StructRef || v == StructRef && t == reflect.TypeFor[*Object]() {
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

// GoType is what the host sees of a value of type t: int32, int64, float32, float64, vec.V128, *Func, *Exception, or any, which below anyref holds
// what Ref.Any returns. It is the same for all references that have a common supertype, so that a value never changes its Go type where its type
// matches another.
func (t ValType) GoType() reflect.Type { return t.form().goType }

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
	name    string  // in texts; of a reference type, the name with null
	form    *form   // how values are passed
	storage Storage // and stored

	// Of references: the heap type's name, the one right above, the one above all, and whether it is below all.
	heap   string
	super  code
	top    code
	bottom bool
}

var descriptions = [codes]description{
	codeI32:  {name: "i32", form: &formI32, storage: StorageI32},
	codeI64:  {name: "i64", form: &formI64, storage: StorageI64},
	codeF32:  {name: "f32", form: &formF32, storage: StorageF32},
	codeF64:  {name: "f64", form: &formF64, storage: StorageF64},
	codeV128: {name: "v128", form: &formV128, storage: StorageV128},

	codeAny:      {name: "anyref", form: &formAny, storage: StorageAny, heap: "any", top: codeAny},
	codeEq:       {name: "eqref", form: &formAny, storage: StorageAny, heap: "eq", top: codeAny, super: codeAny},
	codeI31:      {name: "i31ref", form: &formAny, storage: StorageAny, heap: "i31", top: codeAny, super: codeEq},
	codeStruct:   {name: "structref", form: &formAny, storage: StorageObject, heap: "struct", top: codeAny, super: codeEq},
	codeArray:    {name: "arrayref", form: &formAny, storage: StorageObject, heap: "array", top: codeAny, super: codeEq},
	codeNone:     {name: "nullref", form: &formAny, storage: StorageAny, heap: "none", top: codeAny, bottom: true},
	codeFunc:     {name: "funcref", form: &formFunc, storage: StorageFunc, heap: "func", top: codeFunc},
	codeNoFunc:   {name: "nullfuncref", form: &formFunc, storage: StorageFunc, heap: "nofunc", top: codeFunc, bottom: true},
	codeExtern:   {name: "externref", form: &formExtern, storage: StorageExtern, heap: "extern", top: codeExtern},
	codeNoExtern: {name: "nullexternref", form: &formExtern, storage: StorageExtern, heap: "noextern", top: codeExtern, bottom: true},
	codeExn:      {name: "exnref", form: &formExn, storage: StorageExn, heap: "exn", top: codeExn},
	codeNoExn:    {name: "nullexnref", form: &formExn, storage: StorageExn, heap: "noexn", top: codeExn, bottom: true},
}

// describe finds the row of t. It panics for the zero ValType.
func (t ValType) describe() *description {
	if t.code == noCode || t.code >= codes {
		panic(fmt.Sprintf("rt: no value type has code %d", t.code))
	}
	return &descriptions[t.code]
}

// form is how values of type t are passed.
func (t ValType) form() *form { return t.describe().form }

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
