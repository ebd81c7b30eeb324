package vector

import "github.com/wasm2go/wasm2go/rt/vec"

// shrS shifts signed lanes: a negative one is complemented before and after. Mask has the bits that stay in their lane.
func shrS(x uint64, n uint32, mask, high uint64, top int) uint64 {
	signs := fill(x&high, top)
	return (x^signs)>>n&mask ^ signs
}

// I8x16Shl is i8x16.shl.
func I8x16Shl(v vec.V128, count uint32) vec.V128 {
	n := count % 8
	mask := uint64(uint8(1<<8-1)<<n) * ones8
	return vec.Of(v.Lo()<<n&mask, v.Hi()<<n&mask)
}

// I8x16ShrS is i8x16.shr_s.
func I8x16ShrS(v vec.V128, count uint32) vec.V128 {
	n := count % 8
	mask := uint64(uint8(1<<8-1)>>n) * ones8
	return vec.Of(shrS(v.Lo(), n, mask, high8, 7), shrS(v.Hi(), n, mask, high8, 7))
}

// I8x16ShrU is i8x16.shr_u.
func I8x16ShrU(v vec.V128, count uint32) vec.V128 {
	n := count % 8
	mask := uint64(uint8(1<<8-1)>>n) * ones8
	return vec.Of(v.Lo()>>n&mask, v.Hi()>>n&mask)
}

// I16x8Shl is i16x8.shl.
func I16x8Shl(v vec.V128, count uint32) vec.V128 {
	n := count % 16
	mask := uint64(uint16(1<<16-1)<<n) * ones16
	return vec.Of(v.Lo()<<n&mask, v.Hi()<<n&mask)
}

// I16x8ShrS is i16x8.shr_s.
func I16x8ShrS(v vec.V128, count uint32) vec.V128 {
	n := count % 16
	mask := uint64(uint16(1<<16-1)>>n) * ones16
	return vec.Of(shrS(v.Lo(), n, mask, high16, 15), shrS(v.Hi(), n, mask, high16, 15))
}

// I16x8ShrU is i16x8.shr_u.
func I16x8ShrU(v vec.V128, count uint32) vec.V128 {
	n := count % 16
	mask := uint64(uint16(1<<16-1)>>n) * ones16
	return vec.Of(v.Lo()>>n&mask, v.Hi()>>n&mask)
}

// I32x4Shl is i32x4.shl.
func I32x4Shl(v vec.V128, count uint32) vec.V128 {
	n := count % 32
	mask := uint64(uint32(1<<32-1)<<n) * ones32
	return vec.Of(v.Lo()<<n&mask, v.Hi()<<n&mask)
}

// I32x4ShrU is i32x4.shr_u.
func I32x4ShrU(v vec.V128, count uint32) vec.V128 {
	n := count % 32
	mask := uint64(uint32(1<<32-1)>>n) * ones32
	return vec.Of(v.Lo()>>n&mask, v.Hi()>>n&mask)
}

// shr32S shifts two signed lanes: the upper one as its word is.
func shr32S(x uint64, n uint32) uint64 {
	return uint64(int64(x)>>n)&upper | uint64(uint32(int32(x)>>n))
}

// I32x4ShrS is i32x4.shr_s.
func I32x4ShrS(v vec.V128, count uint32) vec.V128 {
	return vec.Of(shr32S(v.Lo(), count%32), shr32S(v.Hi(), count%32))
}

// I64x2Shl is i64x2.shl.
func I64x2Shl(v vec.V128, count uint32) vec.V128 {
	return vec.Of(v.Lo()<<(count%64), v.Hi()<<(count%64))
}

// I64x2ShrS is i64x2.shr_s.
func I64x2ShrS(v vec.V128, count uint32) vec.V128 {
	return vec.Of(uint64(int64(v.Lo())>>(count%64)), uint64(int64(v.Hi())>>(count%64)))
}

// I64x2ShrU is i64x2.shr_u.
func I64x2ShrU(v vec.V128, count uint32) vec.V128 {
	return vec.Of(v.Lo()>>(count%64), v.Hi()>>(count%64))
}
