package vector

import "github.com/wasm2go/wasm2go/rt/vec"

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
func F64x2Min(a, b vec.V128) vec.V128 { return of64(least(lo64(a), lo64(b)), least(hi64(a), hi64(b))) }

// F64x2Max is f64x2.max.
func F64x2Max(a, b vec.V128) vec.V128 {
	return of64(greatest(lo64(a), lo64(b)), greatest(hi64(a), hi64(b)))
}

// F32x4Pmin is f32x4.pmin: b where it is less than a, else a.
func F32x4Pmin(a, b vec.V128) vec.V128 { return V128Bitselect(b, a, F32x4Lt(b, a)) }

// F32x4Pmax is f32x4.pmax: b where a is less, else a.
func F32x4Pmax(a, b vec.V128) vec.V128 { return V128Bitselect(b, a, F32x4Lt(a, b)) }

// F64x2Pmin is f64x2.pmin: b where it is less than a, else a.
func F64x2Pmin(a, b vec.V128) vec.V128 { return V128Bitselect(b, a, F64x2Lt(b, a)) }

// F64x2Pmax is f64x2.pmax: b where a is less, else a.
func F64x2Pmax(a, b vec.V128) vec.V128 { return V128Bitselect(b, a, F64x2Lt(a, b)) }
