package vector

import (
	"math"

	"github.com/wasm2go/wasm2go/rt/vec"
)

// As for the scalar instructions, Go's own functions may give a signalling NaN as it is. For float32 the conversions make it quiet.

func ceil(f float32) float32 { return float32(math.Ceil(float64(f))) }

func floor(f float32) float32 { return float32(math.Floor(float64(f))) }

func trunc(f float32) float32 { return float32(math.Trunc(float64(f))) }

func nearest(f float32) float32 { return float32(math.RoundToEven(float64(f))) }

// F32x4Ceil is f32x4.ceil.
func F32x4Ceil(v vec.V128) vec.V128 {
	return vec.Of(pair(ceil(first(v.Lo())), ceil(second(v.Lo()))), pair(ceil(first(v.Hi())), ceil(second(v.Hi()))))
}

func ceil64(x uint64) uint64 { return math.Float64bits(math.Ceil(quiet(math.Float64frombits(x)))) }

// F64x2Ceil is f64x2.ceil.
func F64x2Ceil(v vec.V128) vec.V128 { return vec.Of(ceil64(v.Lo()), ceil64(v.Hi())) }

// F32x4Floor is f32x4.floor.
func F32x4Floor(v vec.V128) vec.V128 {
	return vec.Of(pair(floor(first(v.Lo())), floor(second(v.Lo()))), pair(floor(first(v.Hi())), floor(second(v.Hi()))))
}

func floor64(x uint64) uint64 { return math.Float64bits(math.Floor(quiet(math.Float64frombits(x)))) }

// F64x2Floor is f64x2.floor.
func F64x2Floor(v vec.V128) vec.V128 { return vec.Of(floor64(v.Lo()), floor64(v.Hi())) }

// F32x4Trunc is f32x4.trunc.
func F32x4Trunc(v vec.V128) vec.V128 {
	return vec.Of(pair(trunc(first(v.Lo())), trunc(second(v.Lo()))), pair(trunc(first(v.Hi())), trunc(second(v.Hi()))))
}

func trunc64(x uint64) uint64 { return math.Float64bits(math.Trunc(quiet(math.Float64frombits(x)))) }

// F64x2Trunc is f64x2.trunc.
func F64x2Trunc(v vec.V128) vec.V128 { return vec.Of(trunc64(v.Lo()), trunc64(v.Hi())) }

// F32x4Nearest is f32x4.nearest.
func F32x4Nearest(v vec.V128) vec.V128 {
	return vec.Of(pair(nearest(first(v.Lo())), nearest(second(v.Lo()))), pair(nearest(first(v.Hi())), nearest(second(v.Hi()))))
}

func nearest64(x uint64) uint64 {
	return math.Float64bits(math.RoundToEven(quiet(math.Float64frombits(x))))
}

// F64x2Nearest is f64x2.nearest.
func F64x2Nearest(v vec.V128) vec.V128 { return vec.Of(nearest64(v.Lo()), nearest64(v.Hi())) }
