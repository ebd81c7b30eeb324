package vector

import (
	"github.com/wasm2go/wasm2go/rt/vec"
)

// I8x16Eq is i8x16.eq.
func I8x16Eq(a, b vec.V128) vec.V128 {
	x, y := a.Int8(), b.Int8()
	var z [16]int8
	for i := range z {
		if x[i] == y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt8(z)
}

// I8x16Ne is i8x16.ne.
func I8x16Ne(a, b vec.V128) vec.V128 {
	x, y := a.Int8(), b.Int8()
	var z [16]int8
	for i := range z {
		if x[i] != y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt8(z)
}

// I8x16LtS is i8x16.lt_s.
func I8x16LtS(a, b vec.V128) vec.V128 {
	x, y := a.Int8(), b.Int8()
	var z [16]int8
	for i := range z {
		if x[i] < y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt8(z)
}

// I8x16LtU is i8x16.lt_u.
func I8x16LtU(a, b vec.V128) vec.V128 {
	x, y := a.Uint8(), b.Uint8()
	var z [16]int8
	for i := range z {
		if x[i] < y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt8(z)
}

// I8x16GtS is i8x16.gt_s.
func I8x16GtS(a, b vec.V128) vec.V128 {
	x, y := a.Int8(), b.Int8()
	var z [16]int8
	for i := range z {
		if x[i] > y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt8(z)
}

// I8x16GtU is i8x16.gt_u.
func I8x16GtU(a, b vec.V128) vec.V128 {
	x, y := a.Uint8(), b.Uint8()
	var z [16]int8
	for i := range z {
		if x[i] > y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt8(z)
}

// I8x16LeS is i8x16.le_s.
func I8x16LeS(a, b vec.V128) vec.V128 {
	x, y := a.Int8(), b.Int8()
	var z [16]int8
	for i := range z {
		if x[i] <= y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt8(z)
}

// I8x16LeU is i8x16.le_u.
func I8x16LeU(a, b vec.V128) vec.V128 {
	x, y := a.Uint8(), b.Uint8()
	var z [16]int8
	for i := range z {
		if x[i] <= y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt8(z)
}

// I8x16GeS is i8x16.ge_s.
func I8x16GeS(a, b vec.V128) vec.V128 {
	x, y := a.Int8(), b.Int8()
	var z [16]int8
	for i := range z {
		if x[i] >= y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt8(z)
}

// I8x16GeU is i8x16.ge_u.
func I8x16GeU(a, b vec.V128) vec.V128 {
	x, y := a.Uint8(), b.Uint8()
	var z [16]int8
	for i := range z {
		if x[i] >= y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt8(z)
}

// I16x8Eq is i16x8.eq.
func I16x8Eq(a, b vec.V128) vec.V128 {
	x, y := a.Int16(), b.Int16()
	var z [8]int16
	for i := range z {
		if x[i] == y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt16(z)
}

// I16x8Ne is i16x8.ne.
func I16x8Ne(a, b vec.V128) vec.V128 {
	x, y := a.Int16(), b.Int16()
	var z [8]int16
	for i := range z {
		if x[i] != y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt16(z)
}

// I16x8LtS is i16x8.lt_s.
func I16x8LtS(a, b vec.V128) vec.V128 {
	x, y := a.Int16(), b.Int16()
	var z [8]int16
	for i := range z {
		if x[i] < y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt16(z)
}

// I16x8LtU is i16x8.lt_u.
func I16x8LtU(a, b vec.V128) vec.V128 {
	x, y := a.Uint16(), b.Uint16()
	var z [8]int16
	for i := range z {
		if x[i] < y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt16(z)
}

// I16x8GtS is i16x8.gt_s.
func I16x8GtS(a, b vec.V128) vec.V128 {
	x, y := a.Int16(), b.Int16()
	var z [8]int16
	for i := range z {
		if x[i] > y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt16(z)
}

// I16x8GtU is i16x8.gt_u.
func I16x8GtU(a, b vec.V128) vec.V128 {
	x, y := a.Uint16(), b.Uint16()
	var z [8]int16
	for i := range z {
		if x[i] > y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt16(z)
}

// I16x8LeS is i16x8.le_s.
func I16x8LeS(a, b vec.V128) vec.V128 {
	x, y := a.Int16(), b.Int16()
	var z [8]int16
	for i := range z {
		if x[i] <= y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt16(z)
}

// I16x8LeU is i16x8.le_u.
func I16x8LeU(a, b vec.V128) vec.V128 {
	x, y := a.Uint16(), b.Uint16()
	var z [8]int16
	for i := range z {
		if x[i] <= y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt16(z)
}

// I16x8GeS is i16x8.ge_s.
func I16x8GeS(a, b vec.V128) vec.V128 {
	x, y := a.Int16(), b.Int16()
	var z [8]int16
	for i := range z {
		if x[i] >= y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt16(z)
}

// I16x8GeU is i16x8.ge_u.
func I16x8GeU(a, b vec.V128) vec.V128 {
	x, y := a.Uint16(), b.Uint16()
	var z [8]int16
	for i := range z {
		if x[i] >= y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt16(z)
}

// I32x4Eq is i32x4.eq.
func I32x4Eq(a, b vec.V128) vec.V128 {
	x, y := a.Int32(), b.Int32()
	var z [4]int32
	for i := range z {
		if x[i] == y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt32(z)
}

// I32x4Ne is i32x4.ne.
func I32x4Ne(a, b vec.V128) vec.V128 {
	x, y := a.Int32(), b.Int32()
	var z [4]int32
	for i := range z {
		if x[i] != y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt32(z)
}

// I32x4LtS is i32x4.lt_s.
func I32x4LtS(a, b vec.V128) vec.V128 {
	x, y := a.Int32(), b.Int32()
	var z [4]int32
	for i := range z {
		if x[i] < y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt32(z)
}

// I32x4LtU is i32x4.lt_u.
func I32x4LtU(a, b vec.V128) vec.V128 {
	x, y := a.Uint32(), b.Uint32()
	var z [4]int32
	for i := range z {
		if x[i] < y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt32(z)
}

// I32x4GtS is i32x4.gt_s.
func I32x4GtS(a, b vec.V128) vec.V128 {
	x, y := a.Int32(), b.Int32()
	var z [4]int32
	for i := range z {
		if x[i] > y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt32(z)
}

// I32x4GtU is i32x4.gt_u.
func I32x4GtU(a, b vec.V128) vec.V128 {
	x, y := a.Uint32(), b.Uint32()
	var z [4]int32
	for i := range z {
		if x[i] > y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt32(z)
}

// I32x4LeS is i32x4.le_s.
func I32x4LeS(a, b vec.V128) vec.V128 {
	x, y := a.Int32(), b.Int32()
	var z [4]int32
	for i := range z {
		if x[i] <= y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt32(z)
}

// I32x4LeU is i32x4.le_u.
func I32x4LeU(a, b vec.V128) vec.V128 {
	x, y := a.Uint32(), b.Uint32()
	var z [4]int32
	for i := range z {
		if x[i] <= y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt32(z)
}

// I32x4GeS is i32x4.ge_s.
func I32x4GeS(a, b vec.V128) vec.V128 {
	x, y := a.Int32(), b.Int32()
	var z [4]int32
	for i := range z {
		if x[i] >= y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt32(z)
}

// I32x4GeU is i32x4.ge_u.
func I32x4GeU(a, b vec.V128) vec.V128 {
	x, y := a.Uint32(), b.Uint32()
	var z [4]int32
	for i := range z {
		if x[i] >= y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt32(z)
}

// I64x2Eq is i64x2.eq.
func I64x2Eq(a, b vec.V128) vec.V128 {
	x, y := a.Int64(), b.Int64()
	var z [2]int64
	for i := range z {
		if x[i] == y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt64(z)
}

// I64x2Ne is i64x2.ne.
func I64x2Ne(a, b vec.V128) vec.V128 {
	x, y := a.Int64(), b.Int64()
	var z [2]int64
	for i := range z {
		if x[i] != y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt64(z)
}

// I64x2LtS is i64x2.lt_s.
func I64x2LtS(a, b vec.V128) vec.V128 {
	x, y := a.Int64(), b.Int64()
	var z [2]int64
	for i := range z {
		if x[i] < y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt64(z)
}

// I64x2GtS is i64x2.gt_s.
func I64x2GtS(a, b vec.V128) vec.V128 {
	x, y := a.Int64(), b.Int64()
	var z [2]int64
	for i := range z {
		if x[i] > y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt64(z)
}

// I64x2LeS is i64x2.le_s.
func I64x2LeS(a, b vec.V128) vec.V128 {
	x, y := a.Int64(), b.Int64()
	var z [2]int64
	for i := range z {
		if x[i] <= y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt64(z)
}

// I64x2GeS is i64x2.ge_s.
func I64x2GeS(a, b vec.V128) vec.V128 {
	x, y := a.Int64(), b.Int64()
	var z [2]int64
	for i := range z {
		if x[i] >= y[i] {
			z[i] = -1
		}
	}
	return vec.FromInt64(z)
}
