package abi

import (
	"math"
	"runtime"
)

// F32Abs is f32.abs. It works on the bits, so that a NaN keeps its payload.
func F32Abs(f float32) float32 { return math.Float32frombits(math.Float32bits(f) &^ (1 << 31)) }

// F32Neg is f32.neg.
func F32Neg(f float32) float32 { return math.Float32frombits(math.Float32bits(f) ^ 1<<31) }

// F32Copysign is f32.copysign.
func F32Copysign(f, sign float32) float32 {
	const bit = 1 << 31
	return math.Float32frombits(math.Float32bits(f)&^bit | math.Float32bits(sign)&bit)
}

// F64Abs is f64.abs.
func F64Abs(f float64) float64 { return math.Float64frombits(math.Float64bits(f) &^ (1 << 63)) }

// F64Neg is f64.neg.
func F64Neg(f float64) float64 { return math.Float64frombits(math.Float64bits(f) ^ 1<<63) }

// F64Copysign is f64.copysign.
func F64Copysign(f, sign float64) float64 {
	const bit = 1 << 63
	return math.Float64frombits(math.Float64bits(f)&^bit | math.Float64bits(sign)&bit)
}

// F32Min is f32.min: NaN if either is NaN, and -0 is less than +0, as Go's min has it. An arithmetic operation has no signalling
// NaN as its result: the addition makes it quiet.
func F32Min(a, b float32) float32 {
	if a != a || b != b {
		return a + b
	}
	return min(a, b)
}

// F32Max is f32.max.
func F32Max(a, b float32) float32 {
	if a != a || b != b {
		return a + b
	}
	return max(a, b)
}

// F64Min is f64.min.
func F64Min(a, b float64) float64 {
	if a != a || b != b {
		return a + b
	}
	return min(a, b)
}

// F64Max is f64.max.
func F64Max(a, b float64) float64 {
	if a != a || b != b {
		return a + b
	}
	return max(a, b)
}

// F64Promote is f64.promote_f32. Registers of ppc64 hold a float32 as a float64: there is nothing to convert, and a signalling NaN would stay one.
func F64Promote(f float32) float64 {
	if (runtime.GOARCH == "ppc64" || runtime.GOARCH == "ppc64le") && f != f {
		return float64(f + f)
	}
	return float64(f)
}

// F64Sqrt is f64.sqrt. Where Go computes it without the processor's help, a signalling NaN would stay one.
func F64Sqrt(f float64) float64 {
	if f != f {
		return f + f
	}
	return math.Sqrt(f)
}

// F32Ceil is f32.ceil.
func F32Ceil(f float32) float32 { return float32(math.Ceil(float64(f))) }

// F32Floor is f32.floor.
func F32Floor(f float32) float32 { return float32(math.Floor(float64(f))) }

// F32Trunc is f32.trunc.
func F32Trunc(f float32) float32 { return float32(math.Trunc(float64(f))) }

// F32Nearest is f32.nearest: to the nearest integer, halves to even.
func F32Nearest(f float32) float32 { return float32(math.RoundToEven(float64(f))) }

// F64Ceil is f64.ceil. Go's own function may return a signalling NaN as it is; the addition makes it quiet. (In the f32 operations above,
// the conversions do.)
func F64Ceil(f float64) float64 {
	if f != f {
		return f + f
	}
	return math.Ceil(f)
}

// F64Floor is f64.floor.
func F64Floor(f float64) float64 {
	if f != f {
		return f + f
	}
	return math.Floor(f)
}

// F64Trunc is f64.trunc.
func F64Trunc(f float64) float64 {
	if f != f {
		return f + f
	}
	return math.Trunc(f)
}

// F64Nearest is f64.nearest. Where Go computes it on the bits, a signalling NaN would stay one.
func F64Nearest(f float64) float64 {
	if f != f {
		return f + f
	}
	return math.RoundToEven(f)
}
