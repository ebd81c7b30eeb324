package vector

import "github.com/wasm2go/wasm2go/rt/vec"

// abs takes lanes for signed: a negative one is complemented, and 1 is added, which is its sign. That carries into no neighbour.
func abs(x, high uint64, top int) uint64 {
	signs := x & high
	return (x ^ fill(signs, top)) + signs>>top
}

// average is half the sum of unsigned lanes, rounded up: the bits that either has, less half of those that one has.
func average(x, y, ones uint64) uint64 { return (x | y) - (x^y)&^ones>>1 }

// mul16 multiplies lanes of 16 bits: each product stands where the lane of x does.
func mul16(x, y uint64) uint64 {
	return x*y&0xffff | (x&0xffff0000)*(y>>16)&0xffff0000 | (x&0xffff00000000)*(y>>32)&0xffff00000000 | (x>>48)*(y>>48)<<48
}

// mul32 multiplies lanes of 32 bits.
func mul32(x, y uint64) uint64 { return uint64(uint32(x*y)) | (x&upper)*(y>>32) }

// popcount counts the bits of each byte: those of its pairs, of its quarters, then all.
func popcount(x uint64) uint64 {
	x -= x >> 1 & 0x5555555555555555
	x = x&0x3333333333333333 + x>>2&0x3333333333333333
	return (x + x>>4) & 0x0f0f0f0f0f0f0f0f
}

// I8x16Add is i8x16.add.
func I8x16Add(a, b vec.V128) vec.V128 {
	return vec.Of(add(a.Lo(), b.Lo(), high8), add(a.Hi(), b.Hi(), high8))
}

// I8x16Sub is i8x16.sub.
func I8x16Sub(a, b vec.V128) vec.V128 {
	return vec.Of(sub(a.Lo(), b.Lo(), high8), sub(a.Hi(), b.Hi(), high8))
}

// I8x16Neg is i8x16.neg.
func I8x16Neg(v vec.V128) vec.V128 { return vec.Of(sub(0, v.Lo(), high8), sub(0, v.Hi(), high8)) }

// I8x16Abs is i8x16.abs.
func I8x16Abs(v vec.V128) vec.V128 { return vec.Of(abs(v.Lo(), high8, 7), abs(v.Hi(), high8, 7)) }

// I8x16AvgrU is i8x16.avgr_u.
func I8x16AvgrU(a, b vec.V128) vec.V128 {
	return vec.Of(average(a.Lo(), b.Lo(), ones8), average(a.Hi(), b.Hi(), ones8))
}

// I8x16Popcnt is i8x16.popcnt.
func I8x16Popcnt(v vec.V128) vec.V128 { return vec.Of(popcount(v.Lo()), popcount(v.Hi())) }

// I16x8Add is i16x8.add.
func I16x8Add(a, b vec.V128) vec.V128 {
	return vec.Of(add(a.Lo(), b.Lo(), high16), add(a.Hi(), b.Hi(), high16))
}

// I16x8Sub is i16x8.sub.
func I16x8Sub(a, b vec.V128) vec.V128 {
	return vec.Of(sub(a.Lo(), b.Lo(), high16), sub(a.Hi(), b.Hi(), high16))
}

// I16x8Mul is i16x8.mul.
func I16x8Mul(a, b vec.V128) vec.V128 { return vec.Of(mul16(a.Lo(), b.Lo()), mul16(a.Hi(), b.Hi())) }

// I16x8Neg is i16x8.neg.
func I16x8Neg(v vec.V128) vec.V128 { return vec.Of(sub(0, v.Lo(), high16), sub(0, v.Hi(), high16)) }

// I16x8Abs is i16x8.abs.
func I16x8Abs(v vec.V128) vec.V128 { return vec.Of(abs(v.Lo(), high16, 15), abs(v.Hi(), high16, 15)) }

// I16x8AvgrU is i16x8.avgr_u.
func I16x8AvgrU(a, b vec.V128) vec.V128 {
	return vec.Of(average(a.Lo(), b.Lo(), ones16), average(a.Hi(), b.Hi(), ones16))
}

// I32x4Add is i32x4.add.
func I32x4Add(a, b vec.V128) vec.V128 {
	return vec.Of(add(a.Lo(), b.Lo(), high32), add(a.Hi(), b.Hi(), high32))
}

// I32x4Sub is i32x4.sub.
func I32x4Sub(a, b vec.V128) vec.V128 {
	return vec.Of(sub(a.Lo(), b.Lo(), high32), sub(a.Hi(), b.Hi(), high32))
}

// I32x4Mul is i32x4.mul.
func I32x4Mul(a, b vec.V128) vec.V128 { return vec.Of(mul32(a.Lo(), b.Lo()), mul32(a.Hi(), b.Hi())) }

// I32x4Neg is i32x4.neg.
func I32x4Neg(v vec.V128) vec.V128 { return vec.Of(sub(0, v.Lo(), high32), sub(0, v.Hi(), high32)) }

// I32x4Abs is i32x4.abs.
func I32x4Abs(v vec.V128) vec.V128 { return vec.Of(abs(v.Lo(), high32, 31), abs(v.Hi(), high32, 31)) }

// I64x2Add is i64x2.add.
func I64x2Add(a, b vec.V128) vec.V128 { return vec.Of(a.Lo()+b.Lo(), a.Hi()+b.Hi()) }

// I64x2Sub is i64x2.sub.
func I64x2Sub(a, b vec.V128) vec.V128 { return vec.Of(a.Lo()-b.Lo(), a.Hi()-b.Hi()) }

// I64x2Mul is i64x2.mul.
func I64x2Mul(a, b vec.V128) vec.V128 { return vec.Of(a.Lo()*b.Lo(), a.Hi()*b.Hi()) }

// I64x2Neg is i64x2.neg.
func I64x2Neg(v vec.V128) vec.V128 { return vec.Of(-v.Lo(), -v.Hi()) }

// I64x2Abs is i64x2.abs.
func I64x2Abs(v vec.V128) vec.V128 {
	lo, hi := int64(v.Lo())>>63, int64(v.Hi())>>63
	return vec.Of((v.Lo()^uint64(lo))-uint64(lo), (v.Hi()^uint64(hi))-uint64(hi))
}
