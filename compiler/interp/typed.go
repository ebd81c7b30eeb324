package interp

import (
	"context"
	"fmt"
	"reflect"

	"github.com/wasm2go/wasm2go/rt"
)

// Typed returns f as a Go function of type F: its parameters and results are those of the Wasm function as int32, int64,
// float32, float64, vec.V128, *rt.Func or any, then an error. A context.Context may come first.
func Typed[F any](f *Function) (F, error) {
	var fn F
	t := reflect.TypeFor[F]()
	first, err := f.matches(t)
	if err != nil || typedCommon(f, &fn) {
		return fn, err
	}
	typ := f.ref.Sig.Type()
	call := func(args []reflect.Value) []reflect.Value {
		ctx := context.Background()
		if first == 1 {
			ctx, _ = args[0].Interface().(context.Context)
		}
		s, refs := make([]uint64, f.room.Words), make([]rt.Ref, f.room.Refs)
		rt.ToSlots(typ.Params(), args[first:], s, refs)
		err := f.CallRefs(ctx, s, refs)
		if err != nil {
			clear(s)
			clear(refs)
		}
		return append(rt.FromSlots(typ.Results(), s, refs), errorValue(err))
	}
	return reflect.MakeFunc(t, call).Interface().(F), nil
}

func errorValue(err error) reflect.Value {
	v := reflect.New(reflect.TypeFor[error]()).Elem()
	if err != nil {
		v.Set(reflect.ValueOf(err))
	}
	return v
}

// matches checks that t is a type for f, and tells where the parameters begin.
func (f *Function) matches(t reflect.Type) (first int, err error) {
	typ := f.ref.Sig.Type()
	wrong := fmt.Errorf("%q: no function of type %v is a %v", f.ref.Name, typ, t)
	if t.Kind() != reflect.Func || t.IsVariadic() || t.NumOut() == 0 || t.Out(t.NumOut()-1) != reflect.TypeFor[error]() {
		return 0, wrong
	}
	if t.NumIn() > 0 && t.In(0) == reflect.TypeFor[context.Context]() {
		first = 1
	}
	in, out := typ.Params(), typ.Results()
	if t.NumIn()-first != len(in) || t.NumOut()-1 != len(out) {
		return 0, wrong
	}
	for k, want := range in {
		if t.In(k+first) != want.GoType() {
			return 0, wrong
		}
	}
	for k, want := range out {
		if t.Out(k) != want.GoType() {
			return 0, wrong
		}
	}
	return first, nil
}
