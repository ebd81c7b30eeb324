package vector

import "github.com/wasm2go/wasm2go/rt/vec"

// unpack8U makes of the lower four bytes of a word lanes of 16 bits.
func unpack8U(x uint64) uint64 {
	x = (x&0xffffffff | x<<16) & even16
	return (x | x<<8) & even8
}

// unpack8S is unpack8U of signed bytes: the sign, times a lane of ones beside it, fills the upper byte.
func unpack8S(x uint64) uint64 {
	x = unpack8U(x)
	return x | x&0x0080008000800080*0x1fe
}

// unpack16U makes of the lower two lanes of 16 bits lanes of 32.
func unpack16U(x uint64) uint64 { return x&0xffff | x<<16&0xffff00000000 }

// unpack16S is unpack16U of signed lanes.
func unpack16S(x uint64) uint64 { return uint64(uint32(int16(x))) | uint64(int16(x>>16))<<32 }

// I16x8ExtendLowI8x16S is i16x8.extend_low_i8x16_s.
func I16x8ExtendLowI8x16S(v vec.V128) vec.V128 { return vec.Of(unpack8S(v.Lo()), unpack8S(v.Lo()>>32)) }

// I16x8ExtendLowI8x16U is i16x8.extend_low_i8x16_u.
func I16x8ExtendLowI8x16U(v vec.V128) vec.V128 { return vec.Of(unpack8U(v.Lo()), unpack8U(v.Lo()>>32)) }

// I16x8ExtendHighI8x16S is i16x8.extend_high_i8x16_s.
func I16x8ExtendHighI8x16S(v vec.V128) vec.V128 {
	return vec.Of(unpack8S(v.Hi()), unpack8S(v.Hi()>>32))
}

// I16x8ExtendHighI8x16U is i16x8.extend_high_i8x16_u.
func I16x8ExtendHighI8x16U(v vec.V128) vec.V128 {
	return vec.Of(unpack8U(v.Hi()), unpack8U(v.Hi()>>32))
}

// I32x4ExtendLowI16x8S is i32x4.extend_low_i16x8_s.
func I32x4ExtendLowI16x8S(v vec.V128) vec.V128 {
	return vec.Of(unpack16S(v.Lo()), unpack16S(v.Lo()>>32))
}

// I32x4ExtendLowI16x8U is i32x4.extend_low_i16x8_u.
func I32x4ExtendLowI16x8U(v vec.V128) vec.V128 {
	return vec.Of(unpack16U(v.Lo()), unpack16U(v.Lo()>>32))
}

// I32x4ExtendHighI16x8S is i32x4.extend_high_i16x8_s.
func I32x4ExtendHighI16x8S(v vec.V128) vec.V128 {
	return vec.Of(unpack16S(v.Hi()), unpack16S(v.Hi()>>32))
}

// I32x4ExtendHighI16x8U is i32x4.extend_high_i16x8_u.
func I32x4ExtendHighI16x8U(v vec.V128) vec.V128 {
	return vec.Of(unpack16U(v.Hi()), unpack16U(v.Hi()>>32))
}

// I64x2ExtendLowI32x4S is i64x2.extend_low_i32x4_s.
func I64x2ExtendLowI32x4S(v vec.V128) vec.V128 {
	return vec.Of(uint64(int32(v.Lo())), uint64(int64(v.Lo())>>32))
}

// I64x2ExtendLowI32x4U is i64x2.extend_low_i32x4_u.
func I64x2ExtendLowI32x4U(v vec.V128) vec.V128 { return vec.Of(uint64(uint32(v.Lo())), v.Lo()>>32) }

// I64x2ExtendHighI32x4S is i64x2.extend_high_i32x4_s.
func I64x2ExtendHighI32x4S(v vec.V128) vec.V128 {
	return vec.Of(uint64(int32(v.Hi())), uint64(int64(v.Hi())>>32))
}

// I64x2ExtendHighI32x4U is i64x2.extend_high_i32x4_u.
func I64x2ExtendHighI32x4U(v vec.V128) vec.V128 { return vec.Of(uint64(uint32(v.Hi())), v.Hi()>>32) }

// pairs8S has the sums of signed bytes side by side. They are added with 128 more each, since unsigned ones need no care.
func pairs8S(x uint64) uint64 { return sub(pairs8U(x^high8), 0x0100010001000100, high16) }

// pairs8U has the sums of unsigned bytes side by side.
func pairs8U(x uint64) uint64 { return x&even8 + x>>8&even8 }

// pairs16S has the sums of signed lanes of 16 bits side by side.
func pairs16S(x uint64) uint64 {
	return uint64(uint32(int32(int16(x))+int32(int16(x>>16)))) | uint64(int64(int16(x>>32))+int64(x)>>48)<<32
}

// pairs16U has the sums of unsigned ones.
func pairs16U(x uint64) uint64 { return x&even16 + x>>16&even16 }

// I16x8ExtaddPairwiseI8x16S is i16x8.extadd_pairwise_i8x16_s.
func I16x8ExtaddPairwiseI8x16S(v vec.V128) vec.V128 { return vec.Of(pairs8S(v.Lo()), pairs8S(v.Hi())) }

// I16x8ExtaddPairwiseI8x16U is i16x8.extadd_pairwise_i8x16_u.
func I16x8ExtaddPairwiseI8x16U(v vec.V128) vec.V128 { return vec.Of(pairs8U(v.Lo()), pairs8U(v.Hi())) }

// I32x4ExtaddPairwiseI16x8S is i32x4.extadd_pairwise_i16x8_s.
func I32x4ExtaddPairwiseI16x8S(v vec.V128) vec.V128 {
	return vec.Of(pairs16S(v.Lo()), pairs16S(v.Hi()))
}

// I32x4ExtaddPairwiseI16x8U is i32x4.extadd_pairwise_i16x8_u.
func I32x4ExtaddPairwiseI16x8U(v vec.V128) vec.V128 {
	return vec.Of(pairs16U(v.Lo()), pairs16U(v.Hi()))
}
