package vector

import (
	"math"

	"github.com/wasm2go/wasm2go/rt/vec"
)

// Each result is converted to its own type, which keeps Go from fusing the operation with the next one.
//
// Products and quotients are never inlined: where Go knows that a factor is 1, it leaves out the operation, and a signalling NaN would
// stay one.

// first is the lower lane of a word.
func first(x uint64) float32 { return math.Float32frombits(uint32(x)) }

// second is the upper one.
func second(x uint64) float32 { return math.Float32frombits(uint32(x >> 32)) }

// pair is the word of two.
func pair(x, y float32) uint64 { return uint64(math.Float32bits(x)) | uint64(math.Float32bits(y))<<32 }

// F32x4Add is f32x4.add.
func F32x4Add(a, b vec.V128) vec.V128 {
	return vec.Of(
		pair(float32(first(a.Lo())+first(b.Lo())), float32(second(a.Lo())+second(b.Lo()))),
		pair(float32(first(a.Hi())+first(b.Hi())), float32(second(a.Hi())+second(b.Hi()))),
	)
}

// F32x4Sub is f32x4.sub.
func F32x4Sub(a, b vec.V128) vec.V128 {
	return vec.Of(
		pair(float32(first(a.Lo())-first(b.Lo())), float32(second(a.Lo())-second(b.Lo()))),
		pair(float32(first(a.Hi())-first(b.Hi())), float32(second(a.Hi())-second(b.Hi()))),
	)
}

// F32x4Mul is f32x4.mul.
//
//go:noinline
func F32x4Mul(a, b vec.V128) vec.V128 {
	return vec.Of(
		pair(float32(first(a.Lo())*first(b.Lo())), float32(second(a.Lo())*second(b.Lo()))),
		pair(float32(first(a.Hi())*first(b.Hi())), float32(second(a.Hi())*second(b.Hi()))),
	)
}

// F32x4Div is f32x4.div.
//
//go:noinline
func F32x4Div(a, b vec.V128) vec.V128 {
	return vec.Of(
		pair(float32(first(a.Lo())/first(b.Lo())), float32(second(a.Lo())/second(b.Lo()))),
		pair(float32(first(a.Hi())/first(b.Hi())), float32(second(a.Hi())/second(b.Hi()))),
	)
}

// add64 and its kin compute with the bits of floats.
func add64(x, y uint64) uint64 {
	return math.Float64bits(float64(math.Float64frombits(x) + math.Float64frombits(y)))
}

func sub64(x, y uint64) uint64 {
	return math.Float64bits(float64(math.Float64frombits(x) - math.Float64frombits(y)))
}

func mul64(x, y uint64) uint64 {
	return math.Float64bits(float64(math.Float64frombits(x) * math.Float64frombits(y)))
}

func div64(x, y uint64) uint64 {
	return math.Float64bits(float64(math.Float64frombits(x) / math.Float64frombits(y)))
}

// F64x2Add is f64x2.add.
func F64x2Add(a, b vec.V128) vec.V128 { return vec.Of(add64(a.Lo(), b.Lo()), add64(a.Hi(), b.Hi())) }

// F64x2Sub is f64x2.sub.
func F64x2Sub(a, b vec.V128) vec.V128 { return vec.Of(sub64(a.Lo(), b.Lo()), sub64(a.Hi(), b.Hi())) }

// F64x2Mul is f64x2.mul.
//
//go:noinline
func F64x2Mul(a, b vec.V128) vec.V128 { return vec.Of(mul64(a.Lo(), b.Lo()), mul64(a.Hi(), b.Hi())) }

// F64x2Div is f64x2.div.
//
//go:noinline
func F64x2Div(a, b vec.V128) vec.V128 { return vec.Of(div64(a.Lo(), b.Lo()), div64(a.Hi(), b.Hi())) }

// F32x4Abs is f32x4.abs.
func F32x4Abs(v vec.V128) vec.V128 { return vec.Of(v.Lo()&^high32, v.Hi()&^high32) }

// F32x4Neg is f32x4.neg.
func F32x4Neg(v vec.V128) vec.V128 { return vec.Of(v.Lo()^high32, v.Hi()^high32) }

// F64x2Abs is f64x2.abs.
func F64x2Abs(v vec.V128) vec.V128 { return vec.Of(v.Lo()&^(1<<63), v.Hi()&^(1<<63)) }

// F64x2Neg is f64x2.neg.
func F64x2Neg(v vec.V128) vec.V128 { return vec.Of(v.Lo()^(1<<63), v.Hi()^(1<<63)) }

// sqrt is rounded once more by the conversion, which makes no difference: a float64 has more than twice the bits.
func sqrt(f float32) float32 { return float32(math.Sqrt(float64(f))) }

// F32x4Sqrt is f32x4.sqrt.
func F32x4Sqrt(v vec.V128) vec.V128 {
	return vec.Of(pair(sqrt(first(v.Lo())), sqrt(second(v.Lo()))), pair(sqrt(first(v.Hi())), sqrt(second(v.Hi()))))
}

func sqrt64(x uint64) uint64 { return math.Float64bits(math.Sqrt(quiet(math.Float64frombits(x)))) }

// F64x2Sqrt is f64x2.sqrt.
func F64x2Sqrt(v vec.V128) vec.V128 { return vec.Of(sqrt64(v.Lo()), sqrt64(v.Hi())) }
