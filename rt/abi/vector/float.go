package vector

import (
	"math"

	"github.com/wasm2go/wasm2go/rt/vec"
)

// F32x4Ceil is f32x4.ceil.
func F32x4Ceil(v vec.V128) vec.V128 {
	x := v.Float32()
	for i := range x {
		x[i] = float32(math.Ceil(float64(x[i])))
	}
	return vec.FromFloat32(x)
}

// F32x4Floor is f32x4.floor.
func F32x4Floor(v vec.V128) vec.V128 {
	x := v.Float32()
	for i := range x {
		x[i] = float32(math.Floor(float64(x[i])))
	}
	return vec.FromFloat32(x)
}

// F32x4Trunc is f32x4.trunc.
func F32x4Trunc(v vec.V128) vec.V128 {
	x := v.Float32()
	for i := range x {
		x[i] = float32(math.Trunc(float64(x[i])))
	}
	return vec.FromFloat32(x)
}

// F32x4Nearest is f32x4.nearest.
func F32x4Nearest(v vec.V128) vec.V128 {
	x := v.Float32()
	for i := range x {
		x[i] = float32(math.RoundToEven(float64(x[i])))
	}
	return vec.FromFloat32(x)
}

// F64x2Ceil is f64x2.ceil.
func F64x2Ceil(v vec.V128) vec.V128 {
	x := v.Float64()
	for i := range x {
		x[i] = math.Ceil(quietF64(x[i]))
	}
	return vec.FromFloat64(x)
}

// F64x2Floor is f64x2.floor.
func F64x2Floor(v vec.V128) vec.V128 {
	x := v.Float64()
	for i := range x {
		x[i] = math.Floor(quietF64(x[i]))
	}
	return vec.FromFloat64(x)
}

// F64x2Trunc is f64x2.trunc.
func F64x2Trunc(v vec.V128) vec.V128 {
	x := v.Float64()
	for i := range x {
		x[i] = math.Trunc(quietF64(x[i]))
	}
	return vec.FromFloat64(x)
}

// F64x2Nearest is f64x2.nearest.
func F64x2Nearest(v vec.V128) vec.V128 {
	x := v.Float64()
	for i := range x {
		x[i] = math.RoundToEven(quietF64(x[i]))
	}
	return vec.FromFloat64(x)
}

// F32x4Abs is f32x4.abs.
func F32x4Abs(v vec.V128) vec.V128 {
	x := v.Uint32()
	for i := range x {
		x[i] &^= 1 << 31
	}
	return vec.FromUint32(x)
}

// F32x4Neg is f32x4.neg.
func F32x4Neg(v vec.V128) vec.V128 {
	x := v.Uint32()
	for i := range x {
		x[i] ^= 1 << 31
	}
	return vec.FromUint32(x)
}

// F32x4Sqrt is f32x4.sqrt.
func F32x4Sqrt(v vec.V128) vec.V128 {
	x := v.Float32()
	for i := range x {
		x[i] = float32(math.Sqrt(float64(x[i])))
	}
	return vec.FromFloat32(x)
}

// F32x4Add is f32x4.add.
func F32x4Add(a, b vec.V128) vec.V128 {
	x, y := a.Float32(), b.Float32()
	for i := range x {
		x[i] = float32(x[i] + y[i])
	}
	return vec.FromFloat32(x)
}

// F32x4Sub is f32x4.sub.
func F32x4Sub(a, b vec.V128) vec.V128 {
	x, y := a.Float32(), b.Float32()
	for i := range x {
		x[i] = float32(x[i] - y[i])
	}
	return vec.FromFloat32(x)
}

// F32x4Mul is f32x4.mul.
func F32x4Mul(a, b vec.V128) vec.V128 {
	x, y := a.Float32(), b.Float32()
	for i := range x {
		x[i] = quietF32(float32(x[i] * y[i]))
	}
	return vec.FromFloat32(x)
}

// F32x4Div is f32x4.div.
func F32x4Div(a, b vec.V128) vec.V128 {
	x, y := a.Float32(), b.Float32()
	for i := range x {
		x[i] = quietF32(float32(x[i] / y[i]))
	}
	return vec.FromFloat32(x)
}

// F32x4Min is f32x4.min.
func F32x4Min(a, b vec.V128) vec.V128 {
	x, y := a.Float32(), b.Float32()
	for i := range x {
		x[i] = minF32(x[i], y[i])
	}
	return vec.FromFloat32(x)
}

// F32x4Max is f32x4.max.
func F32x4Max(a, b vec.V128) vec.V128 {
	x, y := a.Float32(), b.Float32()
	for i := range x {
		x[i] = maxF32(x[i], y[i])
	}
	return vec.FromFloat32(x)
}

// F32x4Pmin is f32x4.pmin.
func F32x4Pmin(a, b vec.V128) vec.V128 {
	x, y := a.Float32(), b.Float32()
	for i := range x {
		x[i] = pminF32(x[i], y[i])
	}
	return vec.FromFloat32(x)
}

// F32x4Pmax is f32x4.pmax.
func F32x4Pmax(a, b vec.V128) vec.V128 {
	x, y := a.Float32(), b.Float32()
	for i := range x {
		x[i] = pmaxF32(x[i], y[i])
	}
	return vec.FromFloat32(x)
}

// F64x2Abs is f64x2.abs.
func F64x2Abs(v vec.V128) vec.V128 {
	x := v.Uint64()
	for i := range x {
		x[i] &^= 1 << 63
	}
	return vec.FromUint64(x)
}

// F64x2Neg is f64x2.neg.
func F64x2Neg(v vec.V128) vec.V128 {
	x := v.Uint64()
	for i := range x {
		x[i] ^= 1 << 63
	}
	return vec.FromUint64(x)
}

// F64x2Sqrt is f64x2.sqrt.
func F64x2Sqrt(v vec.V128) vec.V128 {
	x := v.Float64()
	for i := range x {
		x[i] = math.Sqrt(quietF64(x[i]))
	}
	return vec.FromFloat64(x)
}

// F64x2Add is f64x2.add.
func F64x2Add(a, b vec.V128) vec.V128 {
	x, y := a.Float64(), b.Float64()
	for i := range x {
		x[i] = float64(x[i] + y[i])
	}
	return vec.FromFloat64(x)
}

// F64x2Sub is f64x2.sub.
func F64x2Sub(a, b vec.V128) vec.V128 {
	x, y := a.Float64(), b.Float64()
	for i := range x {
		x[i] = float64(x[i] - y[i])
	}
	return vec.FromFloat64(x)
}

// F64x2Mul is f64x2.mul.
func F64x2Mul(a, b vec.V128) vec.V128 {
	x, y := a.Float64(), b.Float64()
	for i := range x {
		x[i] = quietF64(float64(x[i] * y[i]))
	}
	return vec.FromFloat64(x)
}

// F64x2Div is f64x2.div.
func F64x2Div(a, b vec.V128) vec.V128 {
	x, y := a.Float64(), b.Float64()
	for i := range x {
		x[i] = quietF64(float64(x[i] / y[i]))
	}
	return vec.FromFloat64(x)
}

// F64x2Min is f64x2.min.
func F64x2Min(a, b vec.V128) vec.V128 {
	x, y := a.Float64(), b.Float64()
	for i := range x {
		x[i] = minF64(x[i], y[i])
	}
	return vec.FromFloat64(x)
}

// F64x2Max is f64x2.max.
func F64x2Max(a, b vec.V128) vec.V128 {
	x, y := a.Float64(), b.Float64()
	for i := range x {
		x[i] = maxF64(x[i], y[i])
	}
	return vec.FromFloat64(x)
}

// F64x2Pmin is f64x2.pmin.
func F64x2Pmin(a, b vec.V128) vec.V128 {
	x, y := a.Float64(), b.Float64()
	for i := range x {
		x[i] = pminF64(x[i], y[i])
	}
	return vec.FromFloat64(x)
}

// F64x2Pmax is f64x2.pmax.
func F64x2Pmax(a, b vec.V128) vec.V128 {
	x, y := a.Float64(), b.Float64()
	for i := range x {
		x[i] = pmaxF64(x[i], y[i])
	}
	return vec.FromFloat64(x)
}
