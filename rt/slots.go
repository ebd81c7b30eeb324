package rt

import (
	"fmt"
	"math"
	"reflect"
	"strings"
)

// ToSlots writes the numbers among values from s[0] on and the references from refs[0] on, as Sig.Slots wants them.
func ToSlots(values []reflect.Value, s []uint64, refs []Ref) {
	for _, v := range values {
		switch v.Kind() {
		case reflect.Pointer:
			refs[0] = FuncRef(v.Interface().(*Func))
			refs = refs[1:]
		case reflect.Interface:
			refs[0] = ExternRef(v.Interface())
			refs = refs[1:]
		default:
			s[0] = toSlot(v)
			s = s[1:]
		}
	}
}

// FromSlots undoes ToSlots for values of the types.
func FromSlots(types []reflect.Type, s []uint64, refs []Ref) []reflect.Value {
	values := make([]reflect.Value, len(types))
	for i, t := range types {
		switch t.Kind() {
		case reflect.Pointer:
			values[i] = reflect.ValueOf(refs[0].Func())
			refs = refs[1:]
		case reflect.Interface:
			v := refs[0].Extern()
			values[i] = reflect.ValueOf(&v).Elem()
			refs = refs[1:]
		default:
			values[i] = fromSlot(s[0], t)
			s = s[1:]
		}
	}
	return values
}

// toSlot is a number as Sig.Slots passes it: an i32 zero-extended, floats as bits.
func toSlot(v reflect.Value) uint64 {
	switch v.Kind() {
	case reflect.Int32:
		return uint64(uint32(v.Int()))
	case reflect.Int64:
		return uint64(v.Int())
	case reflect.Float32:
		return uint64(math.Float32bits(v.Interface().(float32))) // v.Float() would make a NaN quiet
	}
	return math.Float64bits(v.Float())
}

// fromSlot is the number of type t that a slot holds.
func fromSlot(bits uint64, t reflect.Type) reflect.Value {
	switch t.Kind() {
	case reflect.Int32:
		return reflect.ValueOf(int32(bits))
	case reflect.Int64:
		return reflect.ValueOf(int64(bits))
	case reflect.Float32:
		return reflect.ValueOf(math.Float32frombits(uint32(bits)))
	}
	return reflect.ValueOf(math.Float64frombits(bits))
}

// NewSlotFunc makes a function reference from a function that takes its arguments as slots, and writes its results from s[0]
// on: the fastest form, for any signature without references. sig is like "(i32 i64) f64".
func NewSlotFunc(name, sig string, fn func(s []uint64) error) (*Func, error) {
	if strings.Contains(sig, "ref") {
		return nil, fmt.Errorf("%s: references in %q cannot be passed in slots: see NewRefFunc", name, sig)
	}
	return NewRefFunc(name, sig, func(s []uint64, _ []Ref) error { return fn(s) })
}

// NewRefFunc is NewSlotFunc for signatures like "(externref i32) funcref", too: references are in refs, the results from refs[0] on.
func NewRefFunc(name, sig string, fn func(s []uint64, refs []Ref) error) (*Func, error) {
	params, results, err := parseSig(sig)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	slots := func(_ *Func, _ int, s []uint64, refs []Ref) {
		if err := fn(s, refs); err != nil {
			throwHost(name, err)
		}
	}
	f := &Func{Name: name, Sig: &Sig{Type: sig, Slots: slots}}
	f.Sig.Bind = func(f *Func) any { return BindSlots(f, params, results) }
	return f, nil
}

// BindSlots makes the form of Sig.Bind from that of Sig.Slots, for a function with parameters and results of these types.
func BindSlots(f *Func, params, results []reflect.Type) any {
	in := append([]reflect.Type{reflect.TypeFor[int]()}, params...)
	room := max(len(params), len(results))
	call := func(args []reflect.Value) []reflect.Value {
		s, refs := make([]uint64, room), make([]Ref, room)
		ToSlots(args[1:], s, refs)
		f.Sig.Slots(f, int(args[0].Int()), s, refs)
		return FromSlots(results, s, refs)
	}
	return reflect.MakeFunc(reflect.FuncOf(in, results, false), call).Interface()
}

// callBound does what Sig.Slots does by the form of Sig.Bind.
func callBound(f *Func, d int, s []uint64, refs []Ref) {
	fn := reflect.ValueOf(f.Go())
	params := make([]reflect.Type, fn.Type().NumIn()-1)
	for i := range params {
		params[i] = fn.Type().In(i + 1)
	}
	in := append([]reflect.Value{reflect.ValueOf(d)}, FromSlots(params, s, refs)...)
	ToSlots(fn.Call(in), s, refs)
}

// parseSig takes the text of a signature apart.
func parseSig(sig string) (params, results []reflect.Type, err error) {
	inner, outer, ok := strings.Cut(strings.TrimPrefix(sig, "("), ")")
	if !ok || !strings.HasPrefix(sig, "(") {
		return nil, nil, fmt.Errorf("%q is no signature like %q", sig, "(i32 i64) f64")
	}
	if params, err = goTypes(inner); err == nil {
		results, err = goTypes(outer)
	}
	return params, results, err
}

// goTypes are the Go types that stand for a list of value types.
func goTypes(list string) ([]reflect.Type, error) {
	var types []reflect.Type
	for _, name := range strings.Fields(list) {
		switch name {
		case "i32":
			types = append(types, reflect.TypeFor[int32]())
		case "i64":
			types = append(types, reflect.TypeFor[int64]())
		case "f32":
			types = append(types, reflect.TypeFor[float32]())
		case "f64":
			types = append(types, reflect.TypeFor[float64]())
		case "funcref":
			types = append(types, reflect.TypeFor[*Func]())
		case "externref":
			types = append(types, reflect.TypeFor[any]())
		default:
			return nil, fmt.Errorf("no Go type stands for %s", name)
		}
	}
	return types, nil
}
