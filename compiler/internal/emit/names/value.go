package names

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A Value says how Go code has the values of a Wasm type. An i32 is unsigned inside of function bodies: most instructions do not care,
// addresses are unsigned, and the Go compiler knows of unsigned values that their upper half is zero.
type Value struct {
	API    string // Go type for hosts and other packages
	Core   string // Go type inside of function bodies
	Stored string // Go type in globals, tables and segments, which instances share
	Zero   string
	Suffix string          // of functions of the runtime that exist for several types
	Uses   gotext.Packages // that the types name

	// How a value changes its Go type at the border of function bodies, as fmt verbs: inward, outward; "" for not at all. Inward trusts who gives a
	// reference: see Accept.
	in, out string

	slot     string          // fmt verb for how a value passes in its slot, or slots: the bits of a number as a uint64, a reference as an rt.Ref
	core     string          // and back to the core one
	slotUses gotext.Packages // that making or taking a slot names
}

// The classes of value types that can be translated.
var (
	i32 = &Value{API: "int32", Core: "uint32", Stored: "int32", Zero: "0", Suffix: "I32", in: "uint32(%s)", out: "int32(%s)",
		slot: "uint64(%s)", core: "uint32(%s)"}
	i64 = &Value{API: "int64", Core: "int64", Stored: "int64", Zero: "0", Suffix: "I64", slot: "uint64(%s)", core: "int64(%s)"}
	f32 = &Value{API: "float32", Core: "float32", Stored: "float32", Zero: "0", Suffix: "F32",
		slot: "uint64(math.Float32bits(%s))", core: "math.Float32frombits(uint32(%s))", slotUses: gotext.Math}
	f64 = &Value{API: "float64", Core: "float64", Stored: "float64", Zero: "0", Suffix: "F64",
		slot: "math.Float64bits(%s)", core: "math.Float64frombits(%s)", slotUses: gotext.Math}
	v128 = &Value{API: "vec.V128", Core: "vec.V128", Stored: "vec.V128", Zero: "vec.V128{}", Suffix: "V128", Uses: gotext.Vec,
		slot: "%[1]s.Lo(), %[1]s.Hi()", core: "vec.Of(%s)", slotUses: gotext.Vec}
	funcRef = &Value{API: "*rt.Func", Core: "*rt.Func", Stored: "*rt.Func", Zero: "nil", Suffix: "Ref", Uses: gotext.RT,
		slot: "rt.RefFunc(%s)", core: "%s.Func()", slotUses: gotext.RT}
	exnRef = &Value{API: "*rt.Exception", Core: "*rt.Exception", Stored: "*rt.Exception", Zero: "nil", Suffix: "Ref", Uses: gotext.RT,
		slot: "rt.RefException(%s)", core: "%s.Exception()", slotUses: gotext.RT}
	hostRef = &Value{API: "any", Core: "any", Stored: "any", Zero: "nil", Suffix: "Ref",
		slot: "rt.RefExtern(%s)", core: "%s.Extern()", slotUses: gotext.RT}
	anyRef = &Value{API: "any", Core: "rt.Ref", Stored: "rt.Ref", Zero: "rt.Ref{}", Suffix: "Ref", Uses: gotext.RT,
		in: "rt.RefAny(%s)", out: "%s.Any()", slot: "%s", core: "%s"}
	objectRef = &Value{API: "any", Core: "*rt.Object", Stored: "*rt.Object", Zero: "nil", Suffix: "Ref", Uses: gotext.RT,
		in: "rt.RefAny(%s).Object()", out: "rt.RefObject(%s).Any()", slot: "rt.RefObject(%s)", core: "%s.Object()", slotUses: gotext.RT}
)

// Value describes a type, which may name one of the module's.
func (n *Names) Value(t wasm.ValType) *Value {
	switch c := n.mod.Class(t); c {
	case wasm.ClassI32:
		return i32
	case wasm.ClassI64:
		return i64
	case wasm.ClassF32:
		return f32
	case wasm.ClassF64:
		return f64
	case wasm.ClassV128:
		return v128
	case wasm.ClassFunc:
		return funcRef
	case wasm.ClassExtern:
		return hostRef
	case wasm.ClassExn:
		return exnRef
	case wasm.ClassAny:
		return anyRef
	case wasm.ClassObject:
		return objectRef
	default:
		panic(fmt.Sprintf("emit: no Go type for %v, a %v", t, c))
	}
}

// Converts tells whether values change their Go type at the border of function bodies.
func (v *Value) Converts() bool { return v.API != v.Core }

// Inward is the expression x for a value of the host's side as one of function bodies.
func (v *Value) Inward(x string) string { return convert(v.in, x) }

// Outward is the opposite of Inward.
func (v *Value) Outward(x string) string { return convert(v.out, x) }

func convert(verb, x string) string {
	if verb == "" {
		return x
	}
	return fmt.Sprintf(verb, x)
}

// ToSlot is the Go expression for a slot with the value that the expression x has. For a vector it is a list of two, and x a variable.
func (v *Value) ToSlot(x string) (text string, uses gotext.Packages) {
	return fmt.Sprintf(v.slot, x), v.slotUses
}

// FromSlot is the Go expression for the value, as bodies have it, in the slot that the expression x has, the list of two for a vector.
func (v *Value) FromSlot(x string) (text string, uses gotext.Packages) {
	if v.IsRef() {
		return fmt.Sprintf(v.core, x), 0
	}
	return fmt.Sprintf(v.core, x), v.slotUses
}

// IsRef tells whether the values are references.
func (v *Value) IsRef() bool { return v.Suffix == "Ref" }

// Slots are the Go expressions for where arguments or results of the types are in a call by slots: numbers in s, references in refs.
func Slots(types []wasm.ValType) []string {
	list := make([]string, len(types))
	var at wasm.Slots
	for i, t := range types {
		array := "s"
		if t.IsRef() {
			array = "refs"
		}
		list[i] = Slot(array, at.Take(t), t)
	}
	return list
}

// Slot is the Go expression for the element of an array that a value of type t is in, for a vector the list of the two.
func Slot(array string, at int, t wasm.ValType) string {
	slot := fmt.Sprintf("%s[%d]", array, at)
	if t == wasm.V128 {
		slot += fmt.Sprintf(", %s[%d]", array, at+1)
	}
	return slot
}

// API is the Go type of values of type t where hosts and other packages see them.
func (n *Names) API(t wasm.ValType) string { return n.Value(t).API }

// Stored is the Go type of values of type t in globals, tables and segments.
func (n *Names) Stored(t wasm.ValType) string { return n.Value(t).Stored }

// Core is the Go type of values of type t inside of function bodies.
func (n *Names) Core(t wasm.ValType) string { return n.Value(t).Core }

// spell gives the Go types of a list of values.
func spell(types []wasm.ValType, one func(wasm.ValType) string) []string {
	list := make([]string, len(types))
	for i, t := range types {
		list[i] = one(t)
	}
	return list
}
