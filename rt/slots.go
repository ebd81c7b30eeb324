package rt

import (
	"fmt"
	"reflect"
)

// ToSlots passes values of the types as Sig.Slots wants them: numbers and vectors from s[0] on, references from refs[0] on.
// It is for the interpreter.
func ToSlots(types []ValType, values []reflect.Value, s []uint64, refs []Ref) {
	for i, t := range types {
		f := t.form()
		f.to(values[i], s, refs)
		s, refs = s[f.slots:], refs[f.refs:]
	}
}

// FromSlots undoes ToSlots. It is for the interpreter.
func FromSlots(types []ValType, s []uint64, refs []Ref) []reflect.Value {
	values := make([]reflect.Value, len(types))
	for i, t := range types {
		f := t.form()
		values[i] = f.from(s, refs)
		s, refs = s[f.slots:], refs[f.refs:]
	}
	return values
}

// room is what values of the types take: slots, and references.
func room(types []ValType) (slots, refs int) {
	for _, t := range types {
		f := t.form()
		slots, refs = slots+f.slots, refs+f.refs
	}
	return slots, refs
}

// callRoom is what the arguments and, in their place, the results of a call take.
func (t *Type) callRoom() (slots, refs int) {
	slots, refs = room(t.params)
	resultSlots, resultRefs := room(t.results)
	return max(slots, resultSlots), max(refs, resultRefs)
}

// NewSlotFunc makes a function reference from a function that takes its arguments as slots, and writes its results from s[0]
// on: the fastest form, for any signature without references. sig is like "(i32 i64) f64".
func NewSlotFunc(name, sig string, fn func(s []uint64) error) (*Func, error) {
	f, err := NewRefFunc(name, sig, func(s []uint64, _ []Ref) error { return fn(s) })
	if err != nil {
		return nil, err
	}
	if _, refs := f.Sig.Type().callRoom(); refs > 0 {
		return nil, fmt.Errorf("%q: references in %q cannot be passed in slots: see NewRefFunc", name, sig)
	}
	return f, nil
}

// NewRefFunc is NewSlotFunc for signatures like "(externref i32) funcref", too: references are in refs, the results from refs[0] on.
func NewRefFunc(name, sig string, fn func(s []uint64, refs []Ref) error) (*Func, error) {
	typ, err := ParseFuncType(sig)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", name, err)
	}
	slots := func(f *Func, _ int, s []uint64, refs []Ref) {
		err := fn(s, refs)
		if err == nil {
			err = checkRefs(typ.results, refs)
		}
		if err != nil {
			f.throw(err)
		}
	}
	return &Func{Name: name, Sig: &Sig{Types: typesOf(typ), Slots: slots, Bind: (*Func).BindSlots}, host: true}, nil
}

// checkRefs returns an error where one of the references that a host has returned is not of its type.
func checkRefs(types []ValType, refs []Ref) error {
	for i, t := range types {
		if !t.IsRef() {
			continue
		}
		if !t.Holds(refs[0]) {
			return fmt.Errorf("result %d is no %v", i, t)
		}
		refs = refs[1:]
	}
	return nil
}

// mostBound is how many parameters and results together reflect.FuncOf makes a type of.
const mostBound = 128

// BindSlots makes the form of Sig.Bind from that of Sig.Slots, nil where there are too many parameters and results. It is for the interpreter.
func (f *Func) BindSlots() any {
	typ := f.Sig.Type()
	in := []reflect.Type{reflect.TypeFor[int]()}
	for _, t := range typ.Params() {
		in = append(in, t.GoType())
	}
	var out []reflect.Type
	for _, t := range typ.Results() {
		out = append(out, t.GoType())
	}
	if len(in)+len(out) > mostBound {
		return nil
	}
	slots, refs := typ.callRoom()
	call := func(args []reflect.Value) []reflect.Value {
		s, refs := make([]uint64, slots), make([]Ref, refs)
		ToSlots(typ.Params(), args[1:], s, refs)
		f.Sig.Slots(f, int(args[0].Int()), s, refs)
		return FromSlots(typ.Results(), s, refs)
	}
	return reflect.MakeFunc(reflect.FuncOf(in, out, false), call).Interface()
}

// callBound does what Sig.Slots does by the form of Sig.Bind.
func callBound(f *Func, d int, s []uint64, refs []Ref) {
	typ := f.Sig.Type()
	in := append([]reflect.Value{reflect.ValueOf(d)}, FromSlots(typ.Params(), s, refs)...)
	ToSlots(typ.Results(), reflect.ValueOf(f.Go()).Call(in), s, refs)
}
