package rt

import (
	"fmt"
	"math"
	"reflect"
	"slices"
)

// hostSlots makes the form of Sig.Slots of a host function as one of type t: for the commonest Go types without reflection and so without allocation.
func hostSlots(g *goFunc, t *Type) func(*Func, int, []uint64, []Ref) {
	fn := g.fn.Interface()
	if call := plainSlots(fn); call != nil {
		return func(_ *Func, _ int, s []uint64, _ []Ref) { call(s) }
	}
	if call := failingSlots(fn); call != nil {
		return func(f *Func, _ int, s []uint64, _ []Ref) {
			if err := call(s); err != nil {
				f.throw(err)
			}
		}
	}
	if call := refSlots(fn); call != nil && passAsAny(t.params) && passAsAny(t.results) {
		return func(f *Func, _ int, _ []uint64, refs []Ref) {
			err := call(refs)
			if err == nil {
				err = checkRefs(t.results, refs)
			}
			if err != nil {
				f.throw(err)
			}
		}
	}
	return func(f *Func, _ int, s []uint64, refs []Ref) {
		if err := g.call(t, s, refs); err != nil {
			f.throw(err)
		}
	}
}

// passAsAny tells whether what hosts see of the references as any is what RefExtern makes of them.
func passAsAny(types []ValType) bool {
	return !slices.ContainsFunc(types, func(t ValType) bool { return t.form() == &formAny })
}

// call calls the function as one of type t.
func (g *goFunc) call(t *Type, s []uint64, refs []Ref) error {
	in := FromSlots(t.params, s, refs)
	for i, want := range g.params {
		if want == reflect.TypeFor[*Object]() {
			in[i] = StorageObject.value(in[i])
		}
	}
	out := g.fn.Call(in)
	if g.fails {
		last := len(out) - 1
		if err, _ := out[last].Interface().(error); err != nil {
			return err
		}
		out = out[:last]
	}
	for i, v := range out {
		if err := t.results[i].check(v); err != nil {
			return fmt.Errorf("result %d: %w", i, err)
		}
	}
	ToSlots(t.results, out, s, refs)
	return nil
}

// check returns an error where v, which has the Go type of a result, is not of type t.
func (t ValType) check(v reflect.Value) error {
	if !t.IsRef() {
		return nil
	}
	_, err := t.Accept(v.Interface())
	return err
}

// i32 is argument n as an int32.
func i32(s []uint64, n int) int32 { return int32(s[n]) }

// i64 is argument n as an int64.
func i64(s []uint64, n int) int64 { return int64(s[n]) }

// f64 is argument n as a float64.
func f64(s []uint64, n int) float64 { return math.Float64frombits(s[n]) }

// plainSlots knows functions that return no error.
func plainSlots(fn any) func([]uint64) {
	set := func(s []uint64, r int32) { s[0] = uint64(uint32(r)) }
	switch fn := fn.(type) {
	case func():
		return func([]uint64) { fn() }
	case func(int32):
		return func(s []uint64) { fn(i32(s, 0)) }
	case func(int32, int32):
		return func(s []uint64) { fn(i32(s, 0), i32(s, 1)) }
	case func(int32, int32, int32):
		return func(s []uint64) { fn(i32(s, 0), i32(s, 1), i32(s, 2)) }
	case func() int32:
		return func(s []uint64) { set(s, fn()) }
	case func(int32) int32:
		return func(s []uint64) { set(s, fn(i32(s, 0))) }
	case func(int32, int32) int32:
		return func(s []uint64) { set(s, fn(i32(s, 0), i32(s, 1))) }
	case func(int32, int32, int32) int32:
		return func(s []uint64) { set(s, fn(i32(s, 0), i32(s, 1), i32(s, 2))) }
	case func(int32, int32, int32, int32) int32:
		return func(s []uint64) { set(s, fn(i32(s, 0), i32(s, 1), i32(s, 2), i32(s, 3))) }
	case func(int64):
		return func(s []uint64) { fn(i64(s, 0)) }
	case func() int64:
		return func(s []uint64) { s[0] = uint64(fn()) }
	case func(int64) int64:
		return func(s []uint64) { s[0] = uint64(fn(i64(s, 0))) }
	case func(int64, int64) int64:
		return func(s []uint64) { s[0] = uint64(fn(i64(s, 0), i64(s, 1))) }
	case func() float64:
		return func(s []uint64) { s[0] = math.Float64bits(fn()) }
	case func(float64) float64:
		return func(s []uint64) { s[0] = math.Float64bits(fn(f64(s, 0))) }
	case func(float64, float64) float64:
		return func(s []uint64) { s[0] = math.Float64bits(fn(f64(s, 0), f64(s, 1))) }
	}
	return nil
}

// failingSlots knows functions whose last result is an error: those of WASI, and their likes.
func failingSlots(fn any) func([]uint64) error {
	set := func(s []uint64, r int32, err error) error {
		if err == nil {
			s[0] = uint64(uint32(r))
		}
		return err
	}
	switch fn := fn.(type) {
	case func() error:
		return func([]uint64) error { return fn() }
	case func(int32) error:
		return func(s []uint64) error { return fn(i32(s, 0)) }
	case func(int32, int32) error:
		return func(s []uint64) error { return fn(i32(s, 0), i32(s, 1)) }
	case func() (int32, error):
		return func(s []uint64) error {
			r, err := fn()
			return set(s, r, err)
		}
	case func(int32) (int32, error):
		return func(s []uint64) error {
			r, err := fn(i32(s, 0))
			return set(s, r, err)
		}
	case func(int32, int32) (int32, error):
		return func(s []uint64) error {
			r, err := fn(i32(s, 0), i32(s, 1))
			return set(s, r, err)
		}
	case func(int32, int32, int32) (int32, error):
		return func(s []uint64) error {
			r, err := fn(i32(s, 0), i32(s, 1), i32(s, 2))
			return set(s, r, err)
		}
	case func(int32, int32, int32, int32) (int32, error):
		return func(s []uint64) error {
			r, err := fn(i32(s, 0), i32(s, 1), i32(s, 2), i32(s, 3))
			return set(s, r, err)
		}
	case func(int32, int32, int32, int32, int32) (int32, error):
		return func(s []uint64) error {
			r, err := fn(i32(s, 0), i32(s, 1), i32(s, 2), i32(s, 3), i32(s, 4))
			return set(s, r, err)
		}
	case func(int32, int64, int32) (int32, error):
		return func(s []uint64) error {
			r, err := fn(i32(s, 0), i64(s, 1), i32(s, 2))
			return set(s, r, err)
		}
	case func(int32, int64, int32, int32) (int32, error):
		return func(s []uint64) error {
			r, err := fn(i32(s, 0), i64(s, 1), i32(s, 2), i32(s, 3))
			return set(s, r, err)
		}
	case func(int32, int32, int32, int64, int32) (int32, error):
		return func(s []uint64) error {
			r, err := fn(i32(s, 0), i32(s, 1), i32(s, 2), i64(s, 3), i32(s, 4))
			return set(s, r, err)
		}
	}
	return nil
}

// refSlots knows functions of references.
func refSlots(fn any) func([]Ref) error {
	set := func(refs []Ref, v any, err error) error {
		if err == nil {
			refs[0] = RefExtern(v)
		}
		return err
	}
	switch fn := fn.(type) {
	case func(any):
		return func(refs []Ref) error {
			fn(refs[0].Extern())
			return nil
		}
	case func(any) error:
		return func(refs []Ref) error { return fn(refs[0].Extern()) }
	case func() any:
		return func(refs []Ref) error { return set(refs, fn(), nil) }
	case func() (any, error):
		return func(refs []Ref) error {
			v, err := fn()
			return set(refs, v, err)
		}
	case func(any) any:
		return func(refs []Ref) error { return set(refs, fn(refs[0].Extern()), nil) }
	case func(any) (any, error):
		return func(refs []Ref) error {
			v, err := fn(refs[0].Extern())
			return set(refs, v, err)
		}
	case func(any, any) any:
		return func(refs []Ref) error { return set(refs, fn(refs[0].Extern(), refs[1].Extern()), nil) }
	case func(any, any) (any, error):
		return func(refs []Ref) error {
			v, err := fn(refs[0].Extern(), refs[1].Extern())
			return set(refs, v, err)
		}
	case func(*Func):
		return func(refs []Ref) error {
			fn(refs[0].Func())
			return nil
		}
	case func(*Func) error:
		return func(refs []Ref) error { return fn(refs[0].Func()) }
	}
	return nil
}
