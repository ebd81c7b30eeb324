package vector

import (
	"math"

	"github.com/wasm2go/wasm2go/rt/vec"
)

// I8x16NarrowI16x8S is i8x16.narrow_i16x8_s.
func I8x16NarrowI16x8S(a, b vec.V128) vec.V128 {
	x, y := a.Int16(), b.Int16()
	var z [16]int8
	for i := range x {
		z[i] = int8(min(max(x[i], math.MinInt8), math.MaxInt8))
		z[i+8] = int8(min(max(y[i], math.MinInt8), math.MaxInt8))
	}
	return vec.FromInt8(z)
}

// I8x16NarrowI16x8U is i8x16.narrow_i16x8_u.
func I8x16NarrowI16x8U(a, b vec.V128) vec.V128 {
	x, y := a.Int16(), b.Int16()
	var z [16]uint8
	for i := range x {
		z[i] = uint8(min(max(x[i], 0), math.MaxUint8))
		z[i+8] = uint8(min(max(y[i], 0), math.MaxUint8))
	}
	return vec.FromUint8(z)
}

// I16x8NarrowI32x4S is i16x8.narrow_i32x4_s.
func I16x8NarrowI32x4S(a, b vec.V128) vec.V128 {
	x, y := a.Int32(), b.Int32()
	var z [8]int16
	for i := range x {
		z[i] = int16(min(max(x[i], math.MinInt16), math.MaxInt16))
		z[i+4] = int16(min(max(y[i], math.MinInt16), math.MaxInt16))
	}
	return vec.FromInt16(z)
}

// I16x8NarrowI32x4U is i16x8.narrow_i32x4_u.
func I16x8NarrowI32x4U(a, b vec.V128) vec.V128 {
	x, y := a.Int32(), b.Int32()
	var z [8]uint16
	for i := range x {
		z[i] = uint16(min(max(x[i], 0), math.MaxUint16))
		z[i+4] = uint16(min(max(y[i], 0), math.MaxUint16))
	}
	return vec.FromUint16(z)
}
