package vector_test

import (
	"math"
	"unsafe"

	"github.com/wasm2go/wasm2go/rt/vec"
)

// A lane is what a vector can be made of.
type lane interface {
	int8 | uint8 | int16 | uint16 | int32 | uint32 | int64 | uint64 | float32 | float64
}

// split gives the lanes of a vector.
func split[T lane](v vec.V128) []T {
	switch any(T(0)).(type) {
	case int8:
		return sliced[T](v.Int8())
	case uint8:
		return sliced[T](v.Uint8())
	case int16:
		return sliced[T](v.Int16())
	case uint16:
		return sliced[T](v.Uint16())
	case int32:
		return sliced[T](v.Int32())
	case uint32:
		return sliced[T](v.Uint32())
	case int64:
		return sliced[T](v.Int64())
	case uint64:
		return sliced[T](v.Uint64())
	case float32:
		return sliced[T](v.Float32())
	}
	return sliced[T](v.Float64())
}

// sliced gives an array as a slice of what its elements are.
func sliced[T lane](array any) []T {
	switch a := array.(type) {
	case [16]T:
		return a[:]
	case [8]T:
		return a[:]
	case [4]T:
		return a[:]
	}
	a := array.([2]T)
	return a[:]
}

// join makes a vector of lanes; those that are missing at the end are 0.
func join[T lane](lanes []T) vec.V128 {
	all := make([]T, count[T]())
	copy(all, lanes)
	switch all := any(all).(type) {
	case []int8:
		return vec.FromInt8([16]int8(all))
	case []uint8:
		return vec.FromUint8([16]uint8(all))
	case []int16:
		return vec.FromInt16([8]int16(all))
	case []uint16:
		return vec.FromUint16([8]uint16(all))
	case []int32:
		return vec.FromInt32([4]int32(all))
	case []uint32:
		return vec.FromUint32([4]uint32(all))
	case []int64:
		return vec.FromInt64([2]int64(all))
	case []uint64:
		return vec.FromUint64([2]uint64(all))
	case []float32:
		return vec.FromFloat32([4]float32(all))
	}
	return vec.FromFloat64([2]float64(any(all).([]float64)))
}

// size is the number of bits of a lane, count how many a vector has.
func size[T lane]() int { return 8 * int(unsafe.Sizeof(T(0))) }

func count[T lane]() int { return 128 / size[T]() }

// The references: what instructions do, lane by lane.

// unary computes each lane, of which those from index from on are taken; the result may have lanes of another type, as many as fit.
func unary[T, R lane](from int, f func(T) R) func(v vec.V128) vec.V128 {
	return func(v vec.V128) vec.V128 {
		x := split[T](v)[from:]
		r := make([]R, min(len(x), count[R]()))
		for i := range r {
			r[i] = f(x[i])
		}
		return join(r)
	}
}

// binary is unary of two vectors.
func binary[T, R lane](from int, f func(x, y T) R) func(a, b vec.V128) vec.V128 {
	return func(a, b vec.V128) vec.V128 {
		x, y := split[T](a)[from:], split[T](b)[from:]
		r := make([]R, min(len(x), count[R]()))
		for i := range r {
			r[i] = f(x[i], y[i])
		}
		return join(r)
	}
}

// ternary is unary of three vectors.
func ternary[T lane](f func(x, y, z T) T) func(a, b, c vec.V128) vec.V128 {
	return func(a, b, c vec.V128) vec.V128 {
		x, y, z := split[T](a), split[T](b), split[T](c)
		for i := range x {
			x[i] = f(x[i], y[i], z[i])
		}
		return join(x)
	}
}

// compare fills the lanes for which f holds. I is the signed integer of the same size.
func compare[T, I lane](f func(x, y T) bool) func(a, b vec.V128) vec.V128 {
	return binary(0, func(x, y T) (r I) {
		if f(x, y) {
			r--
		}
		return r
	})
}

// pairwise adds neighbours.
func pairwise[T, R lane](v vec.V128) vec.V128 {
	x := split[T](v)
	r := make([]R, count[R]())
	for i := range r {
		r[i] = R(x[2*i]) + R(x[2*i+1])
	}
	return join(r)
}

// dot adds the products of neighbours by add.
func dot[T, R lane](a, b vec.V128, add func(x, y R) R) vec.V128 {
	x, y := split[T](a), split[T](b)
	r := make([]R, count[R]())
	for i := range r {
		r[i] = add(R(x[2*i])*R(y[2*i]), R(x[2*i+1])*R(y[2*i+1]))
	}
	return join(r)
}

// narrow clamps the lanes of both vectors.
func narrow[T interface{ int16 | int32 }, R lane](least, most T) func(a, b vec.V128) vec.V128 {
	return func(a, b vec.V128) vec.V128 {
		var r []R
		for _, x := range append(split[T](a), split[T](b)...) {
			r = append(r, R(min(max(x, least), most)))
		}
		return join(r)
	}
}

// shift shifts each lane by count modulo its size.
func shift[T lane](f func(x T, n uint32) T) func(v vec.V128, count uint32) vec.V128 {
	return func(v vec.V128, count uint32) vec.V128 {
		return unary(0, func(x T) T { return f(x, count%uint32(size[T]())) })(v)
	}
}

// splat fills all lanes, extract reads one, replace writes one.
func splat[S, T lane](f func(S) T) func(S) vec.V128 {
	return func(x S) vec.V128 {
		r := make([]T, count[T]())
		for i := range r {
			r[i] = f(x)
		}
		return join(r)
	}
}

func extract[T, S lane](f func(T) S) func(vec.V128, uint) S {
	return func(v vec.V128, lane uint) S { return f(split[T](v)[lane]) }
}

func replace[T, S lane](f func(S) T) func(vec.V128, S, uint) vec.V128 {
	return func(v vec.V128, x S, lane uint) vec.V128 {
		r := split[T](v)
		r[lane] = f(x)
		return join(r)
	}
}

func allTrue[T lane](v vec.V128) bool {
	for _, x := range split[T](v) {
		if x == 0 {
			return false
		}
	}
	return true
}

func bitmask[T lane](v vec.V128) (mask uint32) {
	for i, x := range split[T](v) {
		if x < 0 {
			mask |= 1 << i
		}
	}
	return mask
}

// same is the lane itself, converted is it in another type of integer.
func same[T lane](x T) T { return x }

func converted[T, R lane](x T) R { return R(x) }

// quiet gives any NaN as a quiet one.
func quiet[F float32 | float64](f F) F {
	if f != f {
		return F(math.NaN())
	}
	return f
}
