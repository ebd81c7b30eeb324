package rt

import (
	"math"
	"reflect"
)

// hostSlots makes the form of Sig.Slots of a host function: for the commonest Go types without reflection and so without allocation.
func hostSlots(fn any, typ *Type, fails bool) func(*Func, int, []uint64, []Ref) {
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
	if call := refSlots(fn); call != nil {
		return func(f *Func, _ int, _ []uint64, refs []Ref) {
			if err := call(refs); err != nil {
				f.throw(err)
			}
		}
	}
	v := reflect.ValueOf(fn)
	return func(f *Func, _ int, s []uint64, refs []Ref) {
		out := v.Call(FromSlots(typ.Params(), s, refs))
		if fails {
			if err, _ := out[len(out)-1].Interface().(error); err != nil {
				f.throw(err)
			}
		}
		ToSlots(typ.Results(), out, s, refs)
	}
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
