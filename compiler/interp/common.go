package interp

import (
	"math"

	"github.com/wasm2go/wasm2go/rt"
)

// A number is a Go type that stands for a number of Wasm.
type number interface {
	int32 | int64 | float32 | float64
}

// slotOf is the bits of a number as a register has them.
func slotOf[T number](v T) uint64 {
	switch v := any(v).(type) {
	case int32:
		return uint64(uint32(v))
	case int64:
		return uint64(v)
	case float32:
		return uint64(math.Float32bits(v))
	case float64:
		return math.Float64bits(v)
	}
	return 0
}

// numberOf undoes slotOf.
func numberOf[T number](bits uint64) (v T) {
	switch p := any(&v).(type) {
	case *int32:
		*p = int32(bits)
	case *int64:
		*p = int64(bits)
	case *float32:
		*p = math.Float32frombits(uint32(bits))
	case *float64:
		*p = math.Float64frombits(bits)
	}
	return v
}

// bindCommon makes the bound forms of the commonest signatures, which need no reflection.
func bindCommon(sig string, i *Instance, fn *function) any {
	switch sig {
	case "()":
		return func(d int) { i.bound(fn, d, nil, nil) }
	case "(i32)":
		return func(d int, a int32) {
			s := [1]uint64{slotOf(a)}
			i.bound(fn, d, s[:], nil)
		}
	case "() i32":
		return func(d int) int32 {
			var s [1]uint64
			i.bound(fn, d, s[:], nil)
			return int32(s[0])
		}
	case "(i32) i32":
		return func(d int, a int32) int32 {
			s := [1]uint64{slotOf(a)}
			i.bound(fn, d, s[:], nil)
			return int32(s[0])
		}
	case "(i32 i32)":
		return func(d int, a, b int32) {
			s := [2]uint64{slotOf(a), slotOf(b)}
			i.bound(fn, d, s[:], nil)
		}
	case "(i32 i32) i32":
		return func(d int, a, b int32) int32 {
			s := [2]uint64{slotOf(a), slotOf(b)}
			i.bound(fn, d, s[:], nil)
			return int32(s[0])
		}
	case "(externref)":
		return func(d int, a any) {
			refs := [1]rt.Ref{rt.RefExtern(a)}
			i.bound(fn, d, nil, refs[:])
		}
	case "() externref":
		return func(d int) any {
			var refs [1]rt.Ref
			i.bound(fn, d, nil, refs[:])
			return refs[0].Extern()
		}
	case "(externref) externref":
		return func(d int, a any) any {
			refs := [1]rt.Ref{rt.RefExtern(a)}
			i.bound(fn, d, nil, refs[:])
			return refs[0].Extern()
		}
	case "(i32 i32 i32) i32":
		return func(d int, a, b, c int32) int32 {
			s := [3]uint64{slotOf(a), slotOf(b), slotOf(c)}
			i.bound(fn, d, s[:], nil)
			return int32(s[0])
		}
	}
	return nil
}
