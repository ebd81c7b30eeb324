package rt

import (
	"fmt"
	"math"
	"reflect"
	"strings"
)

// A slot is a number as Sig.Slots passes it: an i32 zero-extended, floats as bits.

// ToSlot is the slot for an int32, int64, float32 or float64.
func ToSlot(v reflect.Value) uint64 {
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

// FromSlot is the value of type t, one of these four, that a slot holds.
func FromSlot(bits uint64, t reflect.Type) reflect.Value {
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
	params, results, err := parseSig(sig)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	slots := func(_ *Func, _ int, s []uint64) {
		if err := fn(s); err != nil {
			ThrowHost(name, err)
		}
	}
	f := &Func{Name: name, Sig: &Sig{Type: sig, Slots: slots}}
	f.Sig.Bind = func(f *Func) any { return bindSlots(f, params, results) }
	return f, nil
}

// bindSlots makes the form of Sig.Bind from that of Sig.Slots.
func bindSlots(f *Func, params, results []reflect.Type) any {
	in := append([]reflect.Type{reflect.TypeFor[int]()}, params...)
	call := func(args []reflect.Value) []reflect.Value {
		s := make([]uint64, max(len(params), len(results)))
		for i, v := range args[1:] {
			s[i] = ToSlot(v)
		}
		f.Sig.Slots(f, int(args[0].Int()), s)
		out := make([]reflect.Value, len(results))
		for i, t := range results {
			out[i] = FromSlot(s[i], t)
		}
		return out
	}
	return reflect.MakeFunc(reflect.FuncOf(in, results, false), call).Interface()
}

// parseSig takes the text of a signature without references apart.
func parseSig(sig string) (params, results []reflect.Type, err error) {
	inner, outer, ok := strings.Cut(strings.TrimPrefix(sig, "("), ")")
	if !ok || !strings.HasPrefix(sig, "(") {
		return nil, nil, fmt.Errorf("%q is no signature like %q", sig, "(i32 i64) f64")
	}
	if params, err = numberTypes(inner); err == nil {
		results, err = numberTypes(outer)
	}
	return params, results, err
}

func numberTypes(list string) ([]reflect.Type, error) {
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
		default:
			return nil, fmt.Errorf("%s cannot be passed in a slot", name)
		}
	}
	return types, nil
}
