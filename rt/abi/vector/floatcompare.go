package vector

import (
	"math"

	"github.com/wasm2go/wasm2go/rt/vec"
)

// masks is a word of two lanes, each filled if what was compared holds.
func masks(first, second bool) uint64 { return uint64(uint32(mask(first))) | mask(second)<<32 }

// F32x4Eq is f32x4.eq.
func F32x4Eq(a, b vec.V128) vec.V128 {
	return vec.Of(
		masks(first(a.Lo()) == first(b.Lo()), second(a.Lo()) == second(b.Lo())),
		masks(first(a.Hi()) == first(b.Hi()), second(a.Hi()) == second(b.Hi())),
	)
}

// F32x4Ne is f32x4.ne.
func F32x4Ne(a, b vec.V128) vec.V128 {
	return vec.Of(
		masks(first(a.Lo()) != first(b.Lo()), second(a.Lo()) != second(b.Lo())),
		masks(first(a.Hi()) != first(b.Hi()), second(a.Hi()) != second(b.Hi())),
	)
}

// F32x4Lt is f32x4.lt.
func F32x4Lt(a, b vec.V128) vec.V128 {
	return vec.Of(
		masks(first(a.Lo()) < first(b.Lo()), second(a.Lo()) < second(b.Lo())),
		masks(first(a.Hi()) < first(b.Hi()), second(a.Hi()) < second(b.Hi())),
	)
}

// F32x4Gt is f32x4.gt.
func F32x4Gt(a, b vec.V128) vec.V128 { return F32x4Lt(b, a) }

// F32x4Le is f32x4.le.
func F32x4Le(a, b vec.V128) vec.V128 {
	return vec.Of(
		masks(first(a.Lo()) <= first(b.Lo()), second(a.Lo()) <= second(b.Lo())),
		masks(first(a.Hi()) <= first(b.Hi()), second(a.Hi()) <= second(b.Hi())),
	)
}

// F32x4Ge is f32x4.ge.
func F32x4Ge(a, b vec.V128) vec.V128 { return F32x4Le(b, a) }

// eq64 and its kin compare the bits of floats, all bits set if it holds.
func eq64(x, y uint64) (bit uint64) {
	if math.Float64frombits(x) == math.Float64frombits(y) {
		bit = 1
	}
	return -bit
}

func ne64(x, y uint64) (bit uint64) {
	if math.Float64frombits(x) != math.Float64frombits(y) {
		bit = 1
	}
	return -bit
}

func lt64(x, y uint64) (bit uint64) {
	if math.Float64frombits(x) < math.Float64frombits(y) {
		bit = 1
	}
	return -bit
}

func le64(x, y uint64) (bit uint64) {
	if math.Float64frombits(x) <= math.Float64frombits(y) {
		bit = 1
	}
	return -bit
}

// F64x2Eq is f64x2.eq.
func F64x2Eq(a, b vec.V128) vec.V128 { return vec.Of(eq64(a.Lo(), b.Lo()), eq64(a.Hi(), b.Hi())) }

// F64x2Ne is f64x2.ne.
func F64x2Ne(a, b vec.V128) vec.V128 { return vec.Of(ne64(a.Lo(), b.Lo()), ne64(a.Hi(), b.Hi())) }

// F64x2Lt is f64x2.lt.
func F64x2Lt(a, b vec.V128) vec.V128 { return vec.Of(lt64(a.Lo(), b.Lo()), lt64(a.Hi(), b.Hi())) }

// F64x2Le is f64x2.le.
func F64x2Le(a, b vec.V128) vec.V128 { return vec.Of(le64(a.Lo(), b.Lo()), le64(a.Hi(), b.Hi())) }

// F64x2Gt is f64x2.gt.
func F64x2Gt(a, b vec.V128) vec.V128 { return F64x2Lt(b, a) }

// F64x2Ge is f64x2.ge.
func F64x2Ge(a, b vec.V128) vec.V128 { return F64x2Le(b, a) }
