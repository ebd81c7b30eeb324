package abi

import "github.com/wasm2go/wasm2go/rt/vec"

// SelectI32 and its kin are select: both operands have been computed, one is taken.
func SelectI32(a, b uint32, cond bool) uint32 {
	if cond {
		return a
	}
	return b
}

// SelectI64 is select for i64.
func SelectI64(a, b int64, cond bool) int64 {
	if cond {
		return a
	}
	return b
}

// SelectF32 is select for f32.
func SelectF32(a, b float32, cond bool) float32 {
	if cond {
		return a
	}
	return b
}

// SelectF64 is select for f64.
func SelectF64(a, b float64, cond bool) float64 {
	if cond {
		return a
	}
	return b
}

// SelectRef is select for references.
func SelectRef[T any](a, b T, cond bool) T {
	if cond {
		return a
	}
	return b
}

// SelectV128 is select for v128.
func SelectV128(a, b vec.V128, cond bool) vec.V128 {
	if cond {
		return a
	}
	return b
}
