package vector

import (
	"github.com/wasm2go/wasm2go/rt/vec"
)

// I8x16Shl is i8x16.shl.
func I8x16Shl(v vec.V128, count uint32) vec.V128 {
	x := v.Uint8()
	for i := range x {
		x[i] <<= count % 8
	}
	return vec.FromUint8(x)
}

// I8x16ShrS is i8x16.shr_s.
func I8x16ShrS(v vec.V128, count uint32) vec.V128 {
	x := v.Int8()
	for i := range x {
		x[i] >>= count % 8
	}
	return vec.FromInt8(x)
}

// I8x16ShrU is i8x16.shr_u.
func I8x16ShrU(v vec.V128, count uint32) vec.V128 {
	x := v.Uint8()
	for i := range x {
		x[i] >>= count % 8
	}
	return vec.FromUint8(x)
}

// I16x8Shl is i16x8.shl.
func I16x8Shl(v vec.V128, count uint32) vec.V128 {
	x := v.Uint16()
	for i := range x {
		x[i] <<= count % 16
	}
	return vec.FromUint16(x)
}

// I16x8ShrS is i16x8.shr_s.
func I16x8ShrS(v vec.V128, count uint32) vec.V128 {
	x := v.Int16()
	for i := range x {
		x[i] >>= count % 16
	}
	return vec.FromInt16(x)
}

// I16x8ShrU is i16x8.shr_u.
func I16x8ShrU(v vec.V128, count uint32) vec.V128 {
	x := v.Uint16()
	for i := range x {
		x[i] >>= count % 16
	}
	return vec.FromUint16(x)
}

// I32x4Shl is i32x4.shl.
func I32x4Shl(v vec.V128, count uint32) vec.V128 {
	x := v.Uint32()
	for i := range x {
		x[i] <<= count % 32
	}
	return vec.FromUint32(x)
}

// I32x4ShrS is i32x4.shr_s.
func I32x4ShrS(v vec.V128, count uint32) vec.V128 {
	x := v.Int32()
	for i := range x {
		x[i] >>= count % 32
	}
	return vec.FromInt32(x)
}

// I32x4ShrU is i32x4.shr_u.
func I32x4ShrU(v vec.V128, count uint32) vec.V128 {
	x := v.Uint32()
	for i := range x {
		x[i] >>= count % 32
	}
	return vec.FromUint32(x)
}

// I64x2Shl is i64x2.shl.
func I64x2Shl(v vec.V128, count uint32) vec.V128 {
	x := v.Uint64()
	for i := range x {
		x[i] <<= count % 64
	}
	return vec.FromUint64(x)
}

// I64x2ShrS is i64x2.shr_s.
func I64x2ShrS(v vec.V128, count uint32) vec.V128 {
	x := v.Int64()
	for i := range x {
		x[i] >>= count % 64
	}
	return vec.FromInt64(x)
}

// I64x2ShrU is i64x2.shr_u.
func I64x2ShrU(v vec.V128, count uint32) vec.V128 {
	x := v.Uint64()
	for i := range x {
		x[i] >>= count % 64
	}
	return vec.FromUint64(x)
}
