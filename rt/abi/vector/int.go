package vector

import (
	"math/bits"

	"github.com/wasm2go/wasm2go/rt/vec"
)

// I8x16Abs is i8x16.abs.
func I8x16Abs(v vec.V128) vec.V128 {
	x := v.Int8()
	for i := range x {
		x[i] = max(x[i], -x[i])
	}
	return vec.FromInt8(x)
}

// I8x16Neg is i8x16.neg.
func I8x16Neg(v vec.V128) vec.V128 {
	x := v.Int8()
	for i := range x {
		x[i] = -x[i]
	}
	return vec.FromInt8(x)
}

// I8x16Popcnt is i8x16.popcnt.
func I8x16Popcnt(v vec.V128) vec.V128 {
	x := v.Uint8()
	for i := range x {
		x[i] = uint8(bits.OnesCount8(x[i]))
	}
	return vec.FromUint8(x)
}

// I8x16Add is i8x16.add.
func I8x16Add(a, b vec.V128) vec.V128 {
	x, y := a.Uint8(), b.Uint8()
	for i := range x {
		x[i] = x[i] + y[i]
	}
	return vec.FromUint8(x)
}

// I8x16Sub is i8x16.sub.
func I8x16Sub(a, b vec.V128) vec.V128 {
	x, y := a.Uint8(), b.Uint8()
	for i := range x {
		x[i] = x[i] - y[i]
	}
	return vec.FromUint8(x)
}

// I8x16MinS is i8x16.min_s.
func I8x16MinS(a, b vec.V128) vec.V128 {
	x, y := a.Int8(), b.Int8()
	for i := range x {
		x[i] = min(x[i], y[i])
	}
	return vec.FromInt8(x)
}

// I8x16MinU is i8x16.min_u.
func I8x16MinU(a, b vec.V128) vec.V128 {
	x, y := a.Uint8(), b.Uint8()
	for i := range x {
		x[i] = min(x[i], y[i])
	}
	return vec.FromUint8(x)
}

// I8x16MaxS is i8x16.max_s.
func I8x16MaxS(a, b vec.V128) vec.V128 {
	x, y := a.Int8(), b.Int8()
	for i := range x {
		x[i] = max(x[i], y[i])
	}
	return vec.FromInt8(x)
}

// I8x16MaxU is i8x16.max_u.
func I8x16MaxU(a, b vec.V128) vec.V128 {
	x, y := a.Uint8(), b.Uint8()
	for i := range x {
		x[i] = max(x[i], y[i])
	}
	return vec.FromUint8(x)
}

// I8x16AvgrU is i8x16.avgr_u.
func I8x16AvgrU(a, b vec.V128) vec.V128 {
	x, y := a.Uint8(), b.Uint8()
	for i := range x {
		x[i] = uint8((uint32(x[i]) + uint32(y[i]) + 1) / 2)
	}
	return vec.FromUint8(x)
}

// I16x8Abs is i16x8.abs.
func I16x8Abs(v vec.V128) vec.V128 {
	x := v.Int16()
	for i := range x {
		x[i] = max(x[i], -x[i])
	}
	return vec.FromInt16(x)
}

// I16x8Neg is i16x8.neg.
func I16x8Neg(v vec.V128) vec.V128 {
	x := v.Int16()
	for i := range x {
		x[i] = -x[i]
	}
	return vec.FromInt16(x)
}

// I16x8Add is i16x8.add.
func I16x8Add(a, b vec.V128) vec.V128 {
	x, y := a.Uint16(), b.Uint16()
	for i := range x {
		x[i] = x[i] + y[i]
	}
	return vec.FromUint16(x)
}

// I16x8Sub is i16x8.sub.
func I16x8Sub(a, b vec.V128) vec.V128 {
	x, y := a.Uint16(), b.Uint16()
	for i := range x {
		x[i] = x[i] - y[i]
	}
	return vec.FromUint16(x)
}

// I16x8Mul is i16x8.mul.
func I16x8Mul(a, b vec.V128) vec.V128 {
	x, y := a.Uint16(), b.Uint16()
	for i := range x {
		x[i] = x[i] * y[i]
	}
	return vec.FromUint16(x)
}

// I16x8MinS is i16x8.min_s.
func I16x8MinS(a, b vec.V128) vec.V128 {
	x, y := a.Int16(), b.Int16()
	for i := range x {
		x[i] = min(x[i], y[i])
	}
	return vec.FromInt16(x)
}

// I16x8MinU is i16x8.min_u.
func I16x8MinU(a, b vec.V128) vec.V128 {
	x, y := a.Uint16(), b.Uint16()
	for i := range x {
		x[i] = min(x[i], y[i])
	}
	return vec.FromUint16(x)
}

// I16x8MaxS is i16x8.max_s.
func I16x8MaxS(a, b vec.V128) vec.V128 {
	x, y := a.Int16(), b.Int16()
	for i := range x {
		x[i] = max(x[i], y[i])
	}
	return vec.FromInt16(x)
}

// I16x8MaxU is i16x8.max_u.
func I16x8MaxU(a, b vec.V128) vec.V128 {
	x, y := a.Uint16(), b.Uint16()
	for i := range x {
		x[i] = max(x[i], y[i])
	}
	return vec.FromUint16(x)
}

// I16x8AvgrU is i16x8.avgr_u.
func I16x8AvgrU(a, b vec.V128) vec.V128 {
	x, y := a.Uint16(), b.Uint16()
	for i := range x {
		x[i] = uint16((uint32(x[i]) + uint32(y[i]) + 1) / 2)
	}
	return vec.FromUint16(x)
}

// I32x4Abs is i32x4.abs.
func I32x4Abs(v vec.V128) vec.V128 {
	x := v.Int32()
	for i := range x {
		x[i] = max(x[i], -x[i])
	}
	return vec.FromInt32(x)
}

// I32x4Neg is i32x4.neg.
func I32x4Neg(v vec.V128) vec.V128 {
	x := v.Int32()
	for i := range x {
		x[i] = -x[i]
	}
	return vec.FromInt32(x)
}

// I32x4Add is i32x4.add.
func I32x4Add(a, b vec.V128) vec.V128 {
	x, y := a.Uint32(), b.Uint32()
	for i := range x {
		x[i] = x[i] + y[i]
	}
	return vec.FromUint32(x)
}

// I32x4Sub is i32x4.sub.
func I32x4Sub(a, b vec.V128) vec.V128 {
	x, y := a.Uint32(), b.Uint32()
	for i := range x {
		x[i] = x[i] - y[i]
	}
	return vec.FromUint32(x)
}

// I32x4Mul is i32x4.mul.
func I32x4Mul(a, b vec.V128) vec.V128 {
	x, y := a.Uint32(), b.Uint32()
	for i := range x {
		x[i] = x[i] * y[i]
	}
	return vec.FromUint32(x)
}

// I32x4MinS is i32x4.min_s.
func I32x4MinS(a, b vec.V128) vec.V128 {
	x, y := a.Int32(), b.Int32()
	for i := range x {
		x[i] = min(x[i], y[i])
	}
	return vec.FromInt32(x)
}

// I32x4MinU is i32x4.min_u.
func I32x4MinU(a, b vec.V128) vec.V128 {
	x, y := a.Uint32(), b.Uint32()
	for i := range x {
		x[i] = min(x[i], y[i])
	}
	return vec.FromUint32(x)
}

// I32x4MaxS is i32x4.max_s.
func I32x4MaxS(a, b vec.V128) vec.V128 {
	x, y := a.Int32(), b.Int32()
	for i := range x {
		x[i] = max(x[i], y[i])
	}
	return vec.FromInt32(x)
}

// I32x4MaxU is i32x4.max_u.
func I32x4MaxU(a, b vec.V128) vec.V128 {
	x, y := a.Uint32(), b.Uint32()
	for i := range x {
		x[i] = max(x[i], y[i])
	}
	return vec.FromUint32(x)
}

// I64x2Abs is i64x2.abs.
func I64x2Abs(v vec.V128) vec.V128 {
	x := v.Int64()
	for i := range x {
		x[i] = max(x[i], -x[i])
	}
	return vec.FromInt64(x)
}

// I64x2Neg is i64x2.neg.
func I64x2Neg(v vec.V128) vec.V128 {
	x := v.Int64()
	for i := range x {
		x[i] = -x[i]
	}
	return vec.FromInt64(x)
}

// I64x2Add is i64x2.add.
func I64x2Add(a, b vec.V128) vec.V128 {
	x, y := a.Uint64(), b.Uint64()
	for i := range x {
		x[i] = x[i] + y[i]
	}
	return vec.FromUint64(x)
}

// I64x2Sub is i64x2.sub.
func I64x2Sub(a, b vec.V128) vec.V128 {
	x, y := a.Uint64(), b.Uint64()
	for i := range x {
		x[i] = x[i] - y[i]
	}
	return vec.FromUint64(x)
}

// I64x2Mul is i64x2.mul.
func I64x2Mul(a, b vec.V128) vec.V128 {
	x, y := a.Uint64(), b.Uint64()
	for i := range x {
		x[i] = x[i] * y[i]
	}
	return vec.FromUint64(x)
}
