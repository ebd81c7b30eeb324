package abi

import "math"

// CanonicalF32 returns f, but the canonical NaN for any NaN: positive, and of its payload only the first bit is set (spec 4.3.3, "NaN
// propagation").
func CanonicalF32(f float32) float32 {
	if f != f {
		return math.Float32frombits(0x7fc00000)
	}
	return f
}

// CanonicalF64 returns f, but the canonical NaN for any NaN.
func CanonicalF64(f float64) float64 {
	if f != f {
		return math.Float64frombits(0x7ff8000000000000)
	}
	return f
}
