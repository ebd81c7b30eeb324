package rt

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/wasm2go/wasm2go/rt/internal/slot"
)

// NewSlotFunc makes a function reference from a function that takes its arguments as slots (see Sig.Slots), and writes its results from s[0]
// on: the fastest form, for any signature without references. sig is like "(i32 i64) f64".
func NewSlotFunc(name, sig string, fn func(s []uint64) error) (*Func, error) {
	params, results, err := parseSig(sig)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	slots := func(_ *Func, _ int, s []uint64) {
		if err := fn(s); err != nil {
			throwHost(name, err)
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
			s[i] = slot.Bits(v)
		}
		f.Sig.Slots(f, int(args[0].Int()), s)
		out := make([]reflect.Value, len(results))
		for i, t := range results {
			out[i] = slot.Value(s[i], t)
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
