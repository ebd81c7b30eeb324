package abi

import "math"

// The bits tell: one comparison of integers takes less than two of floats, which Go makes of f != f.

// CanonicalF32 returns f, but the canonical NaN for any NaN: positive, and of its payload only the first bit is set (spec 4.3.3, "NaN
// propagation").
func CanonicalF32(f float32) float32 {
	if math.Float32bits(f)<<1 > 0x7f800000<<1 {
		return math.Float32frombits(0x7fc00000)
	}
	return f
}

// CanonicalF64 returns f, but the canonical NaN for any NaN.
func CanonicalF64(f float64) float64 {
	if math.Float64bits(f)<<1 > 0x7ff0000000000000<<1 {
		return math.Float64frombits(0x7ff8000000000000)
	}
	return f
}
