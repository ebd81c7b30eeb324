package rt

import (
	"errors"
	"fmt"
	"slices"
)

// A Type is a defined type (spec 3.1.2): a function, struct or array type with its supertypes, as a member of its recursion group. There is only
// one of each in a process: two types are equal exactly if the pointers are. It never changes, and goes when nobody has it.
type Type struct {
	kind  kind
	final bool // no type may name it as its supertype

	params, results []ValType // of a function
	fields          []Field   // of a struct; an array has one

	// The declared supertypes, from the topmost to the one right above (a "display"): whether a type is among them takes one comparison.
	supers []*Type

	group *group
	index int // in the group

	layout layouts // of its objects
}

// kind says what a Type describes.
type kind uint8

const (
	kindFunc kind = iota
	kindStruct
	kindArray
)

// String returns func, struct or array.
func (k kind) String() string { return descriptions[k.code()].heap }

// code is the abstract heap type right above the types of the kind.
func (k kind) code() code { return [...]code{codeFunc, codeStruct, codeArray}[k] }

// A Field is a field of a struct type, or what the elements of an array type are.
type Field struct {
	Type    ValType // I32 where the field is packed
	Packed  uint8   // bits of a packed field: 8 or 16, else 0
	Mutable bool
}

// FuncType returns the type of functions that is final, has no supertype and is alone in its recursion group: that of host functions.
func FuncType(params, results []ValType) *Type {
	t := Type{kind: kindFunc, final: true, params: params, results: results}
	var buf [64]byte
	key := appendType(append(buf[:0], 1), &t, nil)
	if g := interned.find(key); g != nil {
		return g.types[0]
	}
	g := &group{}
	g.add(&Type{kind: kindFunc, final: true, params: slices.Clone(params), results: slices.Clone(results)})
	return interned.add(g).types[0]
}

// Ref is the type of references to values of type t, without null.
func (t *Type) Ref() ValType { return ValType{code: t.kind.code(), def: t} }

// Final tells whether no type may have t as its supertype.
func (t *Type) Final() bool { return t.final }

// Super is the declared supertype, nil if there is none.
func (t *Type) Super() *Type {
	if len(t.supers) == 0 {
		return nil
	}
	return t.supers[len(t.supers)-1]
}

// Params are the parameters of a function type. Nobody may change them, nor Results.
func (t *Type) Params() []ValType { return t.params }

// Results are the results of a function type.
func (t *Type) Results() []ValType { return t.results }

// Supers are the declared supertypes, from the topmost to the one right above. Nobody may change them.
func (t *Type) Supers() []*Type { return t.supers }

// IsStruct tells whether t is a struct type.
func (t *Type) IsStruct() bool { return t.kind == kindStruct }

// IsArray tells whether t is an array type.
func (t *Type) IsArray() bool { return t.kind == kindArray }

// Fields are the fields of a struct type; an array type has one, which is what its elements are. Nobody may change them.
func (t *Type) Fields() []Field { return t.fields }

// Is tells whether t matches sup (spec 3.3, "Defined Types"): it is sup, or sup is among its declared supertypes. Two types that are equal by structure alone
// do not match.
func (t *Type) Is(sup *Type) bool {
	return t == sup || len(sup.supers) < len(t.supers) && t.supers[len(sup.supers)] == sup
}

// maxSupers bounds the supertypes of a type, as the JavaScript API does: a chain of n types has displays of n*n/2 words.
const maxSupers = 63

// inherit declares the supertype of t. Its own must have been declared before.
func (t *Type) inherit(super *Type) error {
	switch {
	case super.final:
		return errors.New("it is final")
	case len(super.supers) >= maxSupers:
		return fmt.Errorf("it has %d supertypes itself, which is the limit", maxSupers)
	}
	t.supers = append(slices.Clip(super.supers), super)
	return nil
}

// check returns an error unless the definition of t fits that of its supertype (spec 3.2, "Recursive Types").
func (t *Type) check() error {
	if super := t.Super(); super != nil && !t.extends(super) {
		return fmt.Errorf("%v does not match its supertype %v", t, super)
	}
	return nil
}

// extends compares the definitions of t and sup (spec 3.3, "Composite Types").
func (t *Type) extends(sup *Type) bool {
	if t.kind != sup.kind || len(t.fields) < len(sup.fields) {
		return false
	}
	for i, f := range sup.fields {
		if !t.fields[i].matches(f) {
			return false
		}
	}
	return allMatch(sup.params, t.params) && allMatch(t.results, sup.results)
}

// matches compares fields (spec 3.3, "Field Types"): what can be written must be of the very type.
func (f Field) matches(sup Field) bool {
	if f.Mutable != sup.Mutable || f.Packed != sup.Packed {
		return false
	}
	return f.Type == sup.Type || !f.Mutable && f.Type.Matches(sup.Type)
}

// allMatch tells whether the types match one by one (spec 3.3, "Result Types").
func allMatch(types, sups []ValType) bool {
	return slices.EqualFunc(types, sups, ValType.Matches)
}
