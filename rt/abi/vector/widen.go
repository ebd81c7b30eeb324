package vector

import (
	"github.com/wasm2go/wasm2go/rt/vec"
)

// I16x8ExtaddPairwiseI8x16S is i16x8.extadd_pairwise_i8x16_s.
func I16x8ExtaddPairwiseI8x16S(v vec.V128) vec.V128 {
	x := v.Int8()
	var z [8]int16
	for i := range 8 {
		z[i] = int16(x[2*i]) + int16(x[2*i+1])
	}
	return vec.FromInt16(z)
}

// I16x8ExtaddPairwiseI8x16U is i16x8.extadd_pairwise_i8x16_u.
func I16x8ExtaddPairwiseI8x16U(v vec.V128) vec.V128 {
	x := v.Uint8()
	var z [8]uint16
	for i := range 8 {
		z[i] = uint16(x[2*i]) + uint16(x[2*i+1])
	}
	return vec.FromUint16(z)
}

// I32x4ExtaddPairwiseI16x8S is i32x4.extadd_pairwise_i16x8_s.
func I32x4ExtaddPairwiseI16x8S(v vec.V128) vec.V128 {
	x := v.Int16()
	var z [4]int32
	for i := range 4 {
		z[i] = int32(x[2*i]) + int32(x[2*i+1])
	}
	return vec.FromInt32(z)
}

// I32x4ExtaddPairwiseI16x8U is i32x4.extadd_pairwise_i16x8_u.
func I32x4ExtaddPairwiseI16x8U(v vec.V128) vec.V128 {
	x := v.Uint16()
	var z [4]uint32
	for i := range 4 {
		z[i] = uint32(x[2*i]) + uint32(x[2*i+1])
	}
	return vec.FromUint32(z)
}

// I16x8ExtendLowI8x16S is i16x8.extend_low_i8x16_s.
func I16x8ExtendLowI8x16S(v vec.V128) vec.V128 {
	x := v.Int8()
	var z [8]int16
	for i := range 8 {
		z[i] = int16(x[i])
	}
	return vec.FromInt16(z)
}

// I16x8ExtendHighI8x16S is i16x8.extend_high_i8x16_s.
func I16x8ExtendHighI8x16S(v vec.V128) vec.V128 {
	x := v.Int8()
	var z [8]int16
	for i := range 8 {
		z[i] = int16(x[i+8])
	}
	return vec.FromInt16(z)
}

// I16x8ExtendLowI8x16U is i16x8.extend_low_i8x16_u.
func I16x8ExtendLowI8x16U(v vec.V128) vec.V128 {
	x := v.Uint8()
	var z [8]uint16
	for i := range 8 {
		z[i] = uint16(x[i])
	}
	return vec.FromUint16(z)
}

// I16x8ExtendHighI8x16U is i16x8.extend_high_i8x16_u.
func I16x8ExtendHighI8x16U(v vec.V128) vec.V128 {
	x := v.Uint8()
	var z [8]uint16
	for i := range 8 {
		z[i] = uint16(x[i+8])
	}
	return vec.FromUint16(z)
}

// I16x8ExtmulLowI8x16S is i16x8.extmul_low_i8x16_s.
func I16x8ExtmulLowI8x16S(a, b vec.V128) vec.V128 {
	x, y := a.Int8(), b.Int8()
	var z [8]int16
	for i := range 8 {
		z[i] = int16(x[i]) * int16(y[i])
	}
	return vec.FromInt16(z)
}

// I16x8ExtmulHighI8x16S is i16x8.extmul_high_i8x16_s.
func I16x8ExtmulHighI8x16S(a, b vec.V128) vec.V128 {
	x, y := a.Int8(), b.Int8()
	var z [8]int16
	for i := range 8 {
		z[i] = int16(x[i+8]) * int16(y[i+8])
	}
	return vec.FromInt16(z)
}

// I16x8ExtmulLowI8x16U is i16x8.extmul_low_i8x16_u.
func I16x8ExtmulLowI8x16U(a, b vec.V128) vec.V128 {
	x, y := a.Uint8(), b.Uint8()
	var z [8]uint16
	for i := range 8 {
		z[i] = uint16(x[i]) * uint16(y[i])
	}
	return vec.FromUint16(z)
}

// I16x8ExtmulHighI8x16U is i16x8.extmul_high_i8x16_u.
func I16x8ExtmulHighI8x16U(a, b vec.V128) vec.V128 {
	x, y := a.Uint8(), b.Uint8()
	var z [8]uint16
	for i := range 8 {
		z[i] = uint16(x[i+8]) * uint16(y[i+8])
	}
	return vec.FromUint16(z)
}

// I32x4ExtendLowI16x8S is i32x4.extend_low_i16x8_s.
func I32x4ExtendLowI16x8S(v vec.V128) vec.V128 {
	x := v.Int16()
	var z [4]int32
	for i := range 4 {
		z[i] = int32(x[i])
	}
	return vec.FromInt32(z)
}

// I32x4ExtendHighI16x8S is i32x4.extend_high_i16x8_s.
func I32x4ExtendHighI16x8S(v vec.V128) vec.V128 {
	x := v.Int16()
	var z [4]int32
	for i := range 4 {
		z[i] = int32(x[i+4])
	}
	return vec.FromInt32(z)
}

// I32x4ExtendLowI16x8U is i32x4.extend_low_i16x8_u.
func I32x4ExtendLowI16x8U(v vec.V128) vec.V128 {
	x := v.Uint16()
	var z [4]uint32
	for i := range 4 {
		z[i] = uint32(x[i])
	}
	return vec.FromUint32(z)
}

// I32x4ExtendHighI16x8U is i32x4.extend_high_i16x8_u.
func I32x4ExtendHighI16x8U(v vec.V128) vec.V128 {
	x := v.Uint16()
	var z [4]uint32
	for i := range 4 {
		z[i] = uint32(x[i+4])
	}
	return vec.FromUint32(z)
}

// I32x4DotI16x8S is i32x4.dot_i16x8_s.
func I32x4DotI16x8S(a, b vec.V128) vec.V128 {
	x, y := a.Int16(), b.Int16()
	var z [4]int32
	for i := range 4 {
		z[i] = int32(x[2*i])*int32(y[2*i]) + int32(x[2*i+1])*int32(y[2*i+1])
	}
	return vec.FromInt32(z)
}

// I32x4ExtmulLowI16x8S is i32x4.extmul_low_i16x8_s.
func I32x4ExtmulLowI16x8S(a, b vec.V128) vec.V128 {
	x, y := a.Int16(), b.Int16()
	var z [4]int32
	for i := range 4 {
		z[i] = int32(x[i]) * int32(y[i])
	}
	return vec.FromInt32(z)
}

// I32x4ExtmulHighI16x8S is i32x4.extmul_high_i16x8_s.
func I32x4ExtmulHighI16x8S(a, b vec.V128) vec.V128 {
	x, y := a.Int16(), b.Int16()
	var z [4]int32
	for i := range 4 {
		z[i] = int32(x[i+4]) * int32(y[i+4])
	}
	return vec.FromInt32(z)
}

// I32x4ExtmulLowI16x8U is i32x4.extmul_low_i16x8_u.
func I32x4ExtmulLowI16x8U(a, b vec.V128) vec.V128 {
	x, y := a.Uint16(), b.Uint16()
	var z [4]uint32
	for i := range 4 {
		z[i] = uint32(x[i]) * uint32(y[i])
	}
	return vec.FromUint32(z)
}

// I32x4ExtmulHighI16x8U is i32x4.extmul_high_i16x8_u.
func I32x4ExtmulHighI16x8U(a, b vec.V128) vec.V128 {
	x, y := a.Uint16(), b.Uint16()
	var z [4]uint32
	for i := range 4 {
		z[i] = uint32(x[i+4]) * uint32(y[i+4])
	}
	return vec.FromUint32(z)
}

// I64x2ExtendLowI32x4S is i64x2.extend_low_i32x4_s.
func I64x2ExtendLowI32x4S(v vec.V128) vec.V128 {
	x := v.Int32()
	var z [2]int64
	for i := range 2 {
		z[i] = int64(x[i])
	}
	return vec.FromInt64(z)
}

// I64x2ExtendHighI32x4S is i64x2.extend_high_i32x4_s.
func I64x2ExtendHighI32x4S(v vec.V128) vec.V128 {
	x := v.Int32()
	var z [2]int64
	for i := range 2 {
		z[i] = int64(x[i+2])
	}
	return vec.FromInt64(z)
}

// I64x2ExtendLowI32x4U is i64x2.extend_low_i32x4_u.
func I64x2ExtendLowI32x4U(v vec.V128) vec.V128 {
	x := v.Uint32()
	var z [2]uint64
	for i := range 2 {
		z[i] = uint64(x[i])
	}
	return vec.FromUint64(z)
}

// I64x2ExtendHighI32x4U is i64x2.extend_high_i32x4_u.
func I64x2ExtendHighI32x4U(v vec.V128) vec.V128 {
	x := v.Uint32()
	var z [2]uint64
	for i := range 2 {
		z[i] = uint64(x[i+2])
	}
	return vec.FromUint64(z)
}

// I64x2ExtmulLowI32x4S is i64x2.extmul_low_i32x4_s.
func I64x2ExtmulLowI32x4S(a, b vec.V128) vec.V128 {
	x, y := a.Int32(), b.Int32()
	var z [2]int64
	for i := range 2 {
		z[i] = int64(x[i]) * int64(y[i])
	}
	return vec.FromInt64(z)
}

// I64x2ExtmulHighI32x4S is i64x2.extmul_high_i32x4_s.
func I64x2ExtmulHighI32x4S(a, b vec.V128) vec.V128 {
	x, y := a.Int32(), b.Int32()
	var z [2]int64
	for i := range 2 {
		z[i] = int64(x[i+2]) * int64(y[i+2])
	}
	return vec.FromInt64(z)
}

// I64x2ExtmulLowI32x4U is i64x2.extmul_low_i32x4_u.
func I64x2ExtmulLowI32x4U(a, b vec.V128) vec.V128 {
	x, y := a.Uint32(), b.Uint32()
	var z [2]uint64
	for i := range 2 {
		z[i] = uint64(x[i]) * uint64(y[i])
	}
	return vec.FromUint64(z)
}

// I64x2ExtmulHighI32x4U is i64x2.extmul_high_i32x4_u.
func I64x2ExtmulHighI32x4U(a, b vec.V128) vec.V128 {
	x, y := a.Uint32(), b.Uint32()
	var z [2]uint64
	for i := range 2 {
		z[i] = uint64(x[i+2]) * uint64(y[i+2])
	}
	return vec.FromUint64(z)
}
