package wasm

import "fmt"

// A Class is what the stages behind the validator tell apart among value types: how a value is stored, passed and written
// in Go. It is the only place that groups value types; who needs a mapping of their own makes it from classes, in an array
// or a switch that panics on a class it does not expect.
type Class uint8

const (
	ClassI32 Class = iota
	ClassI64
	ClassF32
	ClassF64
	ClassV128
	ClassFunc   // references to functions
	ClassExtern // references of the host
	ClassAny    // references that may be i31, objects or whatever of the host was made an anyref: any, eq, i31, none
	ClassObject // references to structs and arrays alone
	ClassExn    // references to exceptions
	NumClasses
)

// classes describes the classes.
var classes = [NumClasses]struct {
	typ    ValType // the one that the class is named after
	letter byte    // in the signatures of package op, 0 if these have none
	slots  int
}{
	ClassI32:    {I32, 'i', 1},
	ClassI64:    {I64, 'j', 1},
	ClassF32:    {F32, 'f', 1},
	ClassF64:    {F64, 'd', 1},
	ClassV128:   {V128, 'v', 2},
	ClassFunc:   {FuncRef, 0, 1},
	ClassExtern: {ExternRef, 0, 1},
	ClassAny:    {AnyRef, 0, 1},
	ClassObject: {StructRef, 0, 1},
	ClassExn:    {ExnRef, 0, 1},
}

// String returns the class like i32, v128 or funcref, as signatures call the type that it is named after.
func (c Class) String() string { return c.Type().String() }

// Type is the type that the class is named after.
func (c Class) Type() ValType { return classes[c].typ }

// Slots is how many slots of 64 bits a value takes, or how many references: those are in slots of their own kind.
func (c Class) Slots() int { return classes[c].slots }

// IsRef reports whether the values are references. The zero of these is null; of all others, bits that are zero.
func (c Class) IsRef() bool { return c.Type().IsRef() }

// ClassOfLetter is the class that has a letter in the signatures of package op.
func ClassOfLetter(letter byte) Class {
	for c := range ClassFunc { // references have none
		if classes[c].letter == letter {
			return c
		}
	}
	panic(fmt.Sprintf("wasm: no value type has the letter %q", letter))
}

// Class is the class of a type of the module.
func (m *Module) Class(t ValType) Class {
	switch t {
	case I32:
		return ClassI32
	case I64:
		return ClassI64
	case F32:
		return ClassF32
	case F64:
		return ClassF64
	case V128:
		return ClassV128
	}
	if t.IsRef() {
		return m.heapClass(t.HeapType())
	}
	panic(fmt.Sprintf("wasm: no class for %v", t))
}

// Stored is field i of a struct type as objects have it, or what the elements of an array type are with i = 0: it is stored as the topmost
// supertype that has it declares it. A subtype may narrow it to a type of another class (spec 3.3, "Field Types"), but whoever
// knows the object by the supertype has to find it.
func (m *Module) Stored(t uint32, i int) Field {
	f := m.Types[t].Fields[i]
	for super := range m.Supers(t) {
		if i >= len(m.Types[super].Fields) {
			break
		}
		f = m.Types[super].Fields[i]
	}
	return f
}

func (m *Module) heapClass(h HeapType) Class {
	if !h.IsAbstract() {
		if m.Types[h.Index()].Kind == KindFunc {
			return ClassFunc
		}
		return ClassObject
	}
	switch h {
	case HeapFunc, HeapNoFunc:
		return ClassFunc
	case HeapExtern, HeapNoExtern:
		return ClassExtern
	case HeapAny, HeapEq, HeapI31, HeapNone:
		return ClassAny
	case HeapStruct, HeapArray:
		return ClassObject
	case HeapExn, HeapNoExn:
		return ClassExn
	}
	panic(fmt.Sprintf("wasm: no class for references to %v", h))
}

// Slots counts what values take: slots of 64 bits for numbers and vectors, and references beside them.
type Slots struct{ Words, Refs int }

// Take adds a value of type t and returns the place where it begins: a number of the slots, or of the references, before it.
func (s *Slots) Take(t ValType) int {
	if t.IsRef() {
		s.Refs++
		return s.Refs - 1
	}
	s.Words += t.slots()
	return s.Words - t.slots()
}

// SlotCount is what values of these types take.
func SlotCount(types []ValType) Slots {
	var s Slots
	for _, t := range types {
		s.Take(t)
	}
	return s
}

// slots is Class.Slots of a number or a vector, which need no module.
func (t ValType) slots() int { return (*Module)(nil).Class(t).Slots() }

// HasRefs reports whether any of the types is a reference type.
func HasRefs(types []ValType) bool { return SlotCount(types).Refs > 0 }

// HasRefs reports whether the signature has a reference type.
func (t FuncType) HasRefs() bool { return HasRefs(t.Params) || HasRefs(t.Results) }

// CallSlots is what the arguments and, in their place, the results of a call take: the larger of both.
func (t FuncType) CallSlots() Slots {
	params, results := SlotCount(t.Params), SlotCount(t.Results)
	return Slots{max(params.Words, results.Words), max(params.Refs, results.Refs)}
}
