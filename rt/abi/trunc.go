package abi

import (
	"math"

	"github.com/wasm2go/wasm2go/rt"
)

// The conversions below test the operand against bounds that the float type represents exactly, before Go's own conversion, whose
// result is implementation-defined out of range.
//
// A float f converts to a signed n-bit integer when -2^(n-1)-1 < f < 2^(n-1). Where the float type cannot represent the left bound,
// -2^(n-1) <= f says the same.

// I32TruncF32S is i32.trunc_f32_s.
func I32TruncF32S(f float32) uint32 {
	if !(f >= -0x1p31 && f < 0x1p31) {
		if f != f {
			panic(rt.InvalidConversion)
		}
		panic(rt.IntegerOverflow)
	}
	return uint32(int32(f))
}

// I32TruncF32U is i32.trunc_f32_u.
func I32TruncF32U(f float32) uint32 {
	if !(f > -1 && f < 0x1p32) {
		if f != f {
			panic(rt.InvalidConversion)
		}
		panic(rt.IntegerOverflow)
	}
	return uint32(int64(f))
}

// I32TruncF64S is i32.trunc_f64_s.
func I32TruncF64S(f float64) uint32 {
	if !(f > -0x1p31-1 && f < 0x1p31) {
		if f != f {
			panic(rt.InvalidConversion)
		}
		panic(rt.IntegerOverflow)
	}
	return uint32(int32(f))
}

// I32TruncF64U is i32.trunc_f64_u.
func I32TruncF64U(f float64) uint32 {
	if !(f > -1 && f < 0x1p32) {
		if f != f {
			panic(rt.InvalidConversion)
		}
		panic(rt.IntegerOverflow)
	}
	return uint32(int64(f))
}

// I64TruncF32S is i64.trunc_f32_s.
func I64TruncF32S(f float32) int64 {
	if !(f >= -0x1p63 && f < 0x1p63) {
		if f != f {
			panic(rt.InvalidConversion)
		}
		panic(rt.IntegerOverflow)
	}
	return int64(f)
}

// I64TruncF32U is i64.trunc_f32_u.
func I64TruncF32U(f float32) int64 {
	if !(f > -1 && f < 0x1p64) {
		if f != f {
			panic(rt.InvalidConversion)
		}
		panic(rt.IntegerOverflow)
	}
	return truncU(float64(f))
}

// I64TruncF64S is i64.trunc_f64_s.
func I64TruncF64S(f float64) int64 {
	if !(f >= -0x1p63 && f < 0x1p63) {
		if f != f {
			panic(rt.InvalidConversion)
		}
		panic(rt.IntegerOverflow)
	}
	return int64(f)
}

// I64TruncF64U is i64.trunc_f64_u.
func I64TruncF64U(f float64) int64 {
	if !(f > -1 && f < 0x1p64) {
		if f != f {
			panic(rt.InvalidConversion)
		}
		panic(rt.IntegerOverflow)
	}
	return truncU(f)
}

// truncU converts -1 < f < 2^64. It avoids Go's float to uint64 conversion, whose result for -1 < f < 0 differs between architectures.
func truncU(f float64) int64 {
	if f < 0x1p63 {
		return int64(f)
	}
	return int64(f-0x1p63) ^ math.MinInt64
}

// I32TruncSatF32S is i32.trunc_sat_f32_s.
func I32TruncSatF32S(f float32) uint32 { return I32TruncSatF64S(float64(f)) }

// I32TruncSatF32U is i32.trunc_sat_f32_u.
func I32TruncSatF32U(f float32) uint32 { return I32TruncSatF64U(float64(f)) }

// I32TruncSatF64S is i32.trunc_sat_f64_s: NaN gives 0, what is out of range the nearest integer.
func I32TruncSatF64S(f float64) uint32 {
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

// I32TruncSatF64U is i32.trunc_sat_f64_u.
func I32TruncSatF64U(f float64) uint32 {
	switch {
	case !(f > 0):
		return 0
	case f >= math.MaxUint32:
		return math.MaxUint32
	}
	return uint32(int64(f))
}

// I64TruncSatF32S is i64.trunc_sat_f32_s.
func I64TruncSatF32S(f float32) int64 { return I64TruncSatF64S(float64(f)) }

// I64TruncSatF32U is i64.trunc_sat_f32_u.
func I64TruncSatF32U(f float32) int64 { return I64TruncSatF64U(float64(f)) }

// I64TruncSatF64S is i64.trunc_sat_f64_s.
func I64TruncSatF64S(f float64) int64 {
	switch {
	case f != f:
		return 0
	case f < -0x1p63:
		return math.MinInt64
	case f >= 0x1p63:
		return math.MaxInt64
	}
	return int64(f)
}

// I64TruncSatF64U is i64.trunc_sat_f64_u.
func I64TruncSatF64U(f float64) int64 {
	switch {
	case !(f > 0):
		return 0
	case f >= 0x1p64:
		return -1
	}
	return truncU(f)
}
