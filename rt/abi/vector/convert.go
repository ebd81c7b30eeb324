package vector

import (
	"math"
	"runtime"

	"github.com/wasm2go/wasm2go/rt/vec"
)

// satS is the nearest int32 to f, rounded towards zero; 0 for NaN. Go's own conversion is implementation-defined out of range.
func satS(f float64) uint32 {
	switch {
	case f != f:
		return 0
	case f <= math.MinInt32:
		return 1 << 31
	case f >= math.MaxInt32:
		return math.MaxInt32
	}
	return uint32(int32(f))
}

// satU is the nearest uint32.
func satU(f float64) uint32 {
	switch {
	case !(f > 0):
		return 0
	case f >= math.MaxUint32:
		return math.MaxUint32
	}
	return uint32(int64(f))
}

// two is a word of two lanes of 32 bits.
func two(first, second uint32) uint64 { return uint64(first) | uint64(second)<<32 }

// promote is f as a float64. Registers of ppc64 hold a float32 as a float64: there is nothing to convert, and a signalling NaN would stay
// one.
func promote(f float32) float64 {
	if runtime.GOARCH == "ppc64" || runtime.GOARCH == "ppc64le" {
		return quiet(float64(f))
	}
	return float64(f)
}

// I32x4TruncSatF32x4S is i32x4.trunc_sat_f32x4_s.
func I32x4TruncSatF32x4S(v vec.V128) vec.V128 {
	x := v.Float32()
	return vec.Of(two(satS(float64(x[0])), satS(float64(x[1]))), two(satS(float64(x[2])), satS(float64(x[3]))))
}

// I32x4TruncSatF32x4U is i32x4.trunc_sat_f32x4_u.
func I32x4TruncSatF32x4U(v vec.V128) vec.V128 {
	x := v.Float32()
	return vec.Of(two(satU(float64(x[0])), satU(float64(x[1]))), two(satU(float64(x[2])), satU(float64(x[3]))))
}

// I32x4TruncSatF64x2SZero is i32x4.trunc_sat_f64x2_s_zero.
func I32x4TruncSatF64x2SZero(v vec.V128) vec.V128 {
	return vec.Of(two(satS(lo64(v)), satS(hi64(v))), 0)
}

// I32x4TruncSatF64x2UZero is i32x4.trunc_sat_f64x2_u_zero.
func I32x4TruncSatF64x2UZero(v vec.V128) vec.V128 {
	return vec.Of(two(satU(lo64(v)), satU(hi64(v))), 0)
}

// F32x4ConvertI32x4S is f32x4.convert_i32x4_s.
func F32x4ConvertI32x4S(v vec.V128) vec.V128 {
	return vec.Of(
		pair(float32(int32(v.Lo())), float32(int32(v.Lo()>>32))),
		pair(float32(int32(v.Hi())), float32(int32(v.Hi()>>32))),
	)
}

// F32x4ConvertI32x4U is f32x4.convert_i32x4_u.
func F32x4ConvertI32x4U(v vec.V128) vec.V128 {
	return vec.Of(
		pair(float32(uint32(v.Lo())), float32(uint32(v.Lo()>>32))),
		pair(float32(uint32(v.Hi())), float32(uint32(v.Hi()>>32))),
	)
}

// F64x2ConvertLowI32x4S is f64x2.convert_low_i32x4_s.
func F64x2ConvertLowI32x4S(v vec.V128) vec.V128 {
	return of64(float64(int32(v.Lo())), float64(int32(v.Lo()>>32)))
}

// F64x2ConvertLowI32x4U is f64x2.convert_low_i32x4_u.
func F64x2ConvertLowI32x4U(v vec.V128) vec.V128 {
	return of64(float64(uint32(v.Lo())), float64(uint32(v.Lo()>>32)))
}

// F32x4DemoteF64x2Zero is f32x4.demote_f64x2_zero.
func F32x4DemoteF64x2Zero(v vec.V128) vec.V128 {
	return vec.Of(pair(float32(lo64(v)), float32(hi64(v))), 0)
}

// F64x2PromoteLowF32x4 is f64x2.promote_low_f32x4.
func F64x2PromoteLowF32x4(v vec.V128) vec.V128 {
	return of64(promote(first(v.Lo())), promote(second(v.Lo())))
}
