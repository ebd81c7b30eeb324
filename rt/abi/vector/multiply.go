package vector

import "github.com/wasm2go/wasm2go/rt/vec"

// mulWideS has the products of the lower two lanes of 16 bits.
func mulWideS(x, y uint64) uint64 {
	return uint64(int(int16(x))*int(int16(y)))&0xffffffff | uint64(int(int16(x>>16))*int(int16(y>>16)))<<32
}

// mulWideU is mulWideS of unsigned lanes.
func mulWideU(x, y uint64) uint64 {
	return (x&0xffff)*(y&0xffff) | (x>>16&0xffff)*(y>>16&0xffff)<<32
}

// I16x8ExtmulLowI8x16S is i16x8.extmul_low_i8x16_s.
func I16x8ExtmulLowI8x16S(a, b vec.V128) vec.V128 {
	x, y := a.Lo(), b.Lo()
	return vec.Of(mul16(unpack8S(x), unpack8S(y)), mul16(unpack8S(x>>32), unpack8S(y>>32)))
}

// I16x8ExtmulLowI8x16U is i16x8.extmul_low_i8x16_u.
func I16x8ExtmulLowI8x16U(a, b vec.V128) vec.V128 {
	x, y := a.Lo(), b.Lo()
	return vec.Of(mul16(unpack8U(x), unpack8U(y)), mul16(unpack8U(x>>32), unpack8U(y>>32)))
}

// I16x8ExtmulHighI8x16S is i16x8.extmul_high_i8x16_s.
func I16x8ExtmulHighI8x16S(a, b vec.V128) vec.V128 {
	x, y := a.Hi(), b.Hi()
	return vec.Of(mul16(unpack8S(x), unpack8S(y)), mul16(unpack8S(x>>32), unpack8S(y>>32)))
}

// I16x8ExtmulHighI8x16U is i16x8.extmul_high_i8x16_u.
func I16x8ExtmulHighI8x16U(a, b vec.V128) vec.V128 {
	x, y := a.Hi(), b.Hi()
	return vec.Of(mul16(unpack8U(x), unpack8U(y)), mul16(unpack8U(x>>32), unpack8U(y>>32)))
}

// I32x4ExtmulLowI16x8S is i32x4.extmul_low_i16x8_s.
func I32x4ExtmulLowI16x8S(a, b vec.V128) vec.V128 {
	x, y := a.Lo(), b.Lo()
	return vec.Of(mulWideS(x, y), mulWideS(x>>32, y>>32))
}

// I32x4ExtmulLowI16x8U is i32x4.extmul_low_i16x8_u.
func I32x4ExtmulLowI16x8U(a, b vec.V128) vec.V128 {
	x, y := a.Lo(), b.Lo()
	return vec.Of(mulWideU(x, y), mulWideU(x>>32, y>>32))
}

// I32x4ExtmulHighI16x8S is i32x4.extmul_high_i16x8_s.
func I32x4ExtmulHighI16x8S(a, b vec.V128) vec.V128 {
	x, y := a.Hi(), b.Hi()
	return vec.Of(mulWideS(x, y), mulWideS(x>>32, y>>32))
}

// I32x4ExtmulHighI16x8U is i32x4.extmul_high_i16x8_u.
func I32x4ExtmulHighI16x8U(a, b vec.V128) vec.V128 {
	x, y := a.Hi(), b.Hi()
	return vec.Of(mulWideU(x, y), mulWideU(x>>32, y>>32))
}

// I64x2ExtmulLowI32x4S is i64x2.extmul_low_i32x4_s.
func I64x2ExtmulLowI32x4S(a, b vec.V128) vec.V128 {
	x, y := int64(a.Lo()), int64(b.Lo())
	return vec.Of(uint64(int64(int32(x))*int64(int32(y))), uint64((x>>32)*(y>>32)))
}

// I64x2ExtmulLowI32x4U is i64x2.extmul_low_i32x4_u.
func I64x2ExtmulLowI32x4U(a, b vec.V128) vec.V128 {
	x, y := a.Lo(), b.Lo()
	return vec.Of(uint64(uint32(x))*uint64(uint32(y)), (x>>32)*(y>>32))
}

// I64x2ExtmulHighI32x4S is i64x2.extmul_high_i32x4_s.
func I64x2ExtmulHighI32x4S(a, b vec.V128) vec.V128 {
	x, y := int64(a.Hi()), int64(b.Hi())
	return vec.Of(uint64(int64(int32(x))*int64(int32(y))), uint64((x>>32)*(y>>32)))
}

// I64x2ExtmulHighI32x4U is i64x2.extmul_high_i32x4_u.
func I64x2ExtmulHighI32x4U(a, b vec.V128) vec.V128 {
	x, y := a.Hi(), b.Hi()
	return vec.Of(uint64(uint32(x))*uint64(uint32(y)), (x>>32)*(y>>32))
}

// dot is the sum of the products of two lanes of 16 bits.
func dot(x, y uint64) uint32 {
	return uint32(int32(int16(x))*int32(int16(y)) + int32(int16(x>>16))*int32(int16(y>>16)))
}

// dots has two of them.
func dots(x, y uint64) uint64 { return uint64(dot(x, y)) | uint64(dot(x>>32, y>>32))<<32 }

// I32x4DotI16x8S is i32x4.dot_i16x8_s.
func I32x4DotI16x8S(a, b vec.V128) vec.V128 {
	return vec.Of(dots(a.Lo(), b.Lo()), dots(a.Hi(), b.Hi()))
}
