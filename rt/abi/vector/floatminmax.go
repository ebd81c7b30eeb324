package vector

import (
	"math"

	"github.com/wasm2go/wasm2go/rt/vec"
)

// A float is float32 or float64.
type float interface{ float32 | float64 }

// least is the lesser one: NaN if either is NaN, and -0 is less than +0, as Go's min has it. The addition makes a signalling NaN quiet.
func least[F float](a, b F) F {
	if a != a || b != b {
		return a + b
	}
	return min(a, b)
}

// greatest is the greater one.
func greatest[F float](a, b F) F {
	if a != a || b != b {
		return a + b
	}
	return max(a, b)
}

// F32x4Min is f32x4.min.
func F32x4Min(a, b vec.V128) vec.V128 {
	return vec.Of(
		pair(least(first(a.Lo()), first(b.Lo())), least(second(a.Lo()), second(b.Lo()))),
		pair(least(first(a.Hi()), first(b.Hi())), least(second(a.Hi()), second(b.Hi()))),
	)
}

// F32x4Max is f32x4.max.
func F32x4Max(a, b vec.V128) vec.V128 {
	return vec.Of(
		pair(greatest(first(a.Lo()), first(b.Lo())), greatest(second(a.Lo()), second(b.Lo()))),
		pair(greatest(first(a.Hi()), first(b.Hi())), greatest(second(a.Hi()), second(b.Hi()))),
	)
}

// F64x2Min is f64x2.min.
func F64x2Min(a, b vec.V128) vec.V128 {
	return vec.Of(
		math.Float64bits(least(math.Float64frombits(a.Lo()), math.Float64frombits(b.Lo()))),
		math.Float64bits(least(math.Float64frombits(a.Hi()), math.Float64frombits(b.Hi()))),
	)
}

// F64x2Max is f64x2.max.
func F64x2Max(a, b vec.V128) vec.V128 {
	return vec.Of(
		math.Float64bits(greatest(math.Float64frombits(a.Lo()), math.Float64frombits(b.Lo()))),
		math.Float64bits(greatest(math.Float64frombits(a.Hi()), math.Float64frombits(b.Hi()))),
	)
}

// lesser32 is the lane of y if it is less than that of x, else that of x. It moves bits, and so makes no NaN quiet.
func lesser32(x, y uint32) uint32 {
	if math.Float32frombits(y) < math.Float32frombits(x) {
		return y
	}
	return x
}

// greater32 is the lane of y if that of x is less.
func greater32(x, y uint32) uint32 {
	if math.Float32frombits(x) < math.Float32frombits(y) {
		return y
	}
	return x
}

func lesser64(x, y uint64) uint64 {
	if math.Float64frombits(y) < math.Float64frombits(x) {
		return y
	}
	return x
}

func greater64(x, y uint64) uint64 {
	if math.Float64frombits(x) < math.Float64frombits(y) {
		return y
	}
	return x
}

// F32x4Pmin is f32x4.pmin.
func F32x4Pmin(a, b vec.V128) vec.V128 {
	return vec.Of(
		two(lesser32(uint32(a.Lo()), uint32(b.Lo())), lesser32(uint32(a.Lo()>>32), uint32(b.Lo()>>32))),
		two(lesser32(uint32(a.Hi()), uint32(b.Hi())), lesser32(uint32(a.Hi()>>32), uint32(b.Hi()>>32))),
	)
}

// F32x4Pmax is f32x4.pmax.
func F32x4Pmax(a, b vec.V128) vec.V128 {
	return vec.Of(
		two(greater32(uint32(a.Lo()), uint32(b.Lo())), greater32(uint32(a.Lo()>>32), uint32(b.Lo()>>32))),
		two(greater32(uint32(a.Hi()), uint32(b.Hi())), greater32(uint32(a.Hi()>>32), uint32(b.Hi()>>32))),
	)
}

// F64x2Pmin is f64x2.pmin.
func F64x2Pmin(a, b vec.V128) vec.V128 {
	return vec.Of(lesser64(a.Lo(), b.Lo()), lesser64(a.Hi(), b.Hi()))
}

// F64x2Pmax is f64x2.pmax.
func F64x2Pmax(a, b vec.V128) vec.V128 {
	return vec.Of(greater64(a.Lo(), b.Lo()), greater64(a.Hi(), b.Hi()))
}
