package vector

import (
	"math"
	"runtime"

	"github.com/wasm2go/wasm2go/rt/vec"
)

// satS is the nearest int32 to f, rounded towards zero; 0 for NaN. Go's own conversion is implementation-defined out of range.
func satS(f float64) uint32 {
	switch {
	case f > math.MinInt32 && f < math.MaxInt32:
		return uint32(int32(f))
	case f != f:
		return 0
	case f < 0:
		return 1 << 31
	}
	return math.MaxInt32
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

// intsS converts two lanes.
func intsS(x uint64) uint64 { return two(satS(float64(first(x))), satS(float64(second(x)))) }

// I32x4TruncSatF32x4S is i32x4.trunc_sat_f32x4_s.
func I32x4TruncSatF32x4S(v vec.V128) vec.V128 { return vec.Of(intsS(v.Lo()), intsS(v.Hi())) }

func intsU(x uint64) uint64 { return two(satU(float64(first(x))), satU(float64(second(x)))) }

// I32x4TruncSatF32x4U is i32x4.trunc_sat_f32x4_u.
func I32x4TruncSatF32x4U(v vec.V128) vec.V128 { return vec.Of(intsU(v.Lo()), intsU(v.Hi())) }

// I32x4TruncSatF64x2SZero is i32x4.trunc_sat_f64x2_s_zero.
func I32x4TruncSatF64x2SZero(v vec.V128) vec.V128 {
	return vec.Of(two(satS(math.Float64frombits(v.Lo())), satS(math.Float64frombits(v.Hi()))), 0)
}

// I32x4TruncSatF64x2UZero is i32x4.trunc_sat_f64x2_u_zero.
func I32x4TruncSatF64x2UZero(v vec.V128) vec.V128 {
	return vec.Of(two(satU(math.Float64frombits(v.Lo())), satU(math.Float64frombits(v.Hi()))), 0)
}

// floatsS converts two lanes. With a call of pair its callers would be too long to be inlined.
func floatsS(x uint64) uint64 {
	return uint64(math.Float32bits(float32(int32(x)))) | uint64(math.Float32bits(float32(int32(x>>32))))<<32
}

// F32x4ConvertI32x4S is f32x4.convert_i32x4_s.
func F32x4ConvertI32x4S(v vec.V128) vec.V128 { return vec.Of(floatsS(v.Lo()), floatsS(v.Hi())) }

func floatsU(x uint64) uint64 {
	return uint64(math.Float32bits(float32(uint32(x)))) | uint64(math.Float32bits(float32(uint32(x>>32))))<<32
}

// F32x4ConvertI32x4U is f32x4.convert_i32x4_u.
func F32x4ConvertI32x4U(v vec.V128) vec.V128 { return vec.Of(floatsU(v.Lo()), floatsU(v.Hi())) }

// F64x2ConvertLowI32x4S is f64x2.convert_low_i32x4_s.
func F64x2ConvertLowI32x4S(v vec.V128) vec.V128 {
	return vec.Of(math.Float64bits(float64(int32(v.Lo()))), math.Float64bits(float64(int32(v.Lo()>>32))))
}

// F64x2ConvertLowI32x4U is f64x2.convert_low_i32x4_u.
func F64x2ConvertLowI32x4U(v vec.V128) vec.V128 {
	return vec.Of(math.Float64bits(float64(uint32(v.Lo()))), math.Float64bits(float64(uint32(v.Lo()>>32))))
}

// F32x4DemoteF64x2Zero is f32x4.demote_f64x2_zero.
func F32x4DemoteF64x2Zero(v vec.V128) vec.V128 {
	return vec.Of(pair(float32(math.Float64frombits(v.Lo())), float32(math.Float64frombits(v.Hi()))), 0)
}

// F64x2PromoteLowF32x4 is f64x2.promote_low_f32x4.
func F64x2PromoteLowF32x4(v vec.V128) vec.V128 {
	return vec.Of(math.Float64bits(promote(first(v.Lo()))), math.Float64bits(promote(second(v.Lo()))))
}
