package vector

import "github.com/wasm2go/wasm2go/rt/vec"

// different fills the lanes of x that are not 0, as those of x ^ y are where x and y differ. It is fill and nonzero written out, from the
// lanes' lower bits: so that Go inlines what calls it.
func different(x, low uint64, top int) uint64 {
	x = (x&low + low | x) &^ low
	return x | (x - x>>top)
}

// ltS fills the lanes of x that are less than those of y, both signed.
func ltS(x, y, high uint64, top int) uint64 { return fill(lessS(x, y, high), top) }

// ltU is ltS of unsigned lanes.
func ltU(x, y, high uint64, top int) uint64 { return fill(lessU(x, y, high), top) }

// geS fills the lanes of x that are not less than those of y, both signed.
func geS(x, y, high uint64, top int) uint64 { return ^fill(lessS(x, y, high), top) }

// geU is geS of unsigned lanes.
func geU(x, y, high uint64, top int) uint64 { return ^fill(lessU(x, y, high), top) }

// I8x16Eq is i8x16.eq.
func I8x16Eq(a, b vec.V128) vec.V128 {
	return vec.Of(^different(a.Lo()^b.Lo(), low8, 7), ^different(a.Hi()^b.Hi(), low8, 7))
}

// I8x16Ne is i8x16.ne.
func I8x16Ne(a, b vec.V128) vec.V128 {
	return vec.Of(different(a.Lo()^b.Lo(), low8, 7), different(a.Hi()^b.Hi(), low8, 7))
}

// I8x16LtS is i8x16.lt_s.
func I8x16LtS(a, b vec.V128) vec.V128 {
	return vec.Of(ltS(a.Lo(), b.Lo(), high8, 7), ltS(a.Hi(), b.Hi(), high8, 7))
}

// I8x16GtS is i8x16.gt_s.
func I8x16GtS(a, b vec.V128) vec.V128 { return I8x16LtS(b, a) }

// I8x16LeS is i8x16.le_s.
func I8x16LeS(a, b vec.V128) vec.V128 { return I8x16GeS(b, a) }

// I8x16GeS is i8x16.ge_s.
func I8x16GeS(a, b vec.V128) vec.V128 {
	return vec.Of(geS(a.Lo(), b.Lo(), high8, 7), geS(a.Hi(), b.Hi(), high8, 7))
}

// I8x16LtU is i8x16.lt_u.
func I8x16LtU(a, b vec.V128) vec.V128 {
	return vec.Of(ltU(a.Lo(), b.Lo(), high8, 7), ltU(a.Hi(), b.Hi(), high8, 7))
}

// I8x16GtU is i8x16.gt_u.
func I8x16GtU(a, b vec.V128) vec.V128 { return I8x16LtU(b, a) }

// I8x16LeU is i8x16.le_u.
func I8x16LeU(a, b vec.V128) vec.V128 { return I8x16GeU(b, a) }

// I8x16GeU is i8x16.ge_u.
func I8x16GeU(a, b vec.V128) vec.V128 {
	return vec.Of(geU(a.Lo(), b.Lo(), high8, 7), geU(a.Hi(), b.Hi(), high8, 7))
}

// I16x8Eq is i16x8.eq.
func I16x8Eq(a, b vec.V128) vec.V128 {
	return vec.Of(^different(a.Lo()^b.Lo(), low16, 15), ^different(a.Hi()^b.Hi(), low16, 15))
}

// I16x8Ne is i16x8.ne.
func I16x8Ne(a, b vec.V128) vec.V128 {
	return vec.Of(different(a.Lo()^b.Lo(), low16, 15), different(a.Hi()^b.Hi(), low16, 15))
}

// I16x8LtS is i16x8.lt_s.
func I16x8LtS(a, b vec.V128) vec.V128 {
	return vec.Of(ltS(a.Lo(), b.Lo(), high16, 15), ltS(a.Hi(), b.Hi(), high16, 15))
}

// I16x8GtS is i16x8.gt_s.
func I16x8GtS(a, b vec.V128) vec.V128 { return I16x8LtS(b, a) }

// I16x8LeS is i16x8.le_s.
func I16x8LeS(a, b vec.V128) vec.V128 { return I16x8GeS(b, a) }

// I16x8GeS is i16x8.ge_s.
func I16x8GeS(a, b vec.V128) vec.V128 {
	return vec.Of(geS(a.Lo(), b.Lo(), high16, 15), geS(a.Hi(), b.Hi(), high16, 15))
}

// I16x8LtU is i16x8.lt_u.
func I16x8LtU(a, b vec.V128) vec.V128 {
	return vec.Of(ltU(a.Lo(), b.Lo(), high16, 15), ltU(a.Hi(), b.Hi(), high16, 15))
}

// I16x8GtU is i16x8.gt_u.
func I16x8GtU(a, b vec.V128) vec.V128 { return I16x8LtU(b, a) }

// I16x8LeU is i16x8.le_u.
func I16x8LeU(a, b vec.V128) vec.V128 { return I16x8GeU(b, a) }

// I16x8GeU is i16x8.ge_u.
func I16x8GeU(a, b vec.V128) vec.V128 {
	return vec.Of(geU(a.Lo(), b.Lo(), high16, 15), geU(a.Hi(), b.Hi(), high16, 15))
}

// I32x4Eq is i32x4.eq.
func I32x4Eq(a, b vec.V128) vec.V128 {
	return vec.Of(^different(a.Lo()^b.Lo(), low32, 31), ^different(a.Hi()^b.Hi(), low32, 31))
}

// I32x4Ne is i32x4.ne.
func I32x4Ne(a, b vec.V128) vec.V128 {
	return vec.Of(different(a.Lo()^b.Lo(), low32, 31), different(a.Hi()^b.Hi(), low32, 31))
}

// I32x4LtS is i32x4.lt_s.
func I32x4LtS(a, b vec.V128) vec.V128 {
	return vec.Of(ltS(a.Lo(), b.Lo(), high32, 31), ltS(a.Hi(), b.Hi(), high32, 31))
}

// I32x4GtS is i32x4.gt_s.
func I32x4GtS(a, b vec.V128) vec.V128 { return I32x4LtS(b, a) }

// I32x4LeS is i32x4.le_s.
func I32x4LeS(a, b vec.V128) vec.V128 { return I32x4GeS(b, a) }

// I32x4GeS is i32x4.ge_s.
func I32x4GeS(a, b vec.V128) vec.V128 {
	return vec.Of(geS(a.Lo(), b.Lo(), high32, 31), geS(a.Hi(), b.Hi(), high32, 31))
}

// I32x4LtU is i32x4.lt_u.
func I32x4LtU(a, b vec.V128) vec.V128 {
	return vec.Of(ltU(a.Lo(), b.Lo(), high32, 31), ltU(a.Hi(), b.Hi(), high32, 31))
}

// I32x4GtU is i32x4.gt_u.
func I32x4GtU(a, b vec.V128) vec.V128 { return I32x4LtU(b, a) }

// I32x4LeU is i32x4.le_u.
func I32x4LeU(a, b vec.V128) vec.V128 { return I32x4GeU(b, a) }

// I32x4GeU is i32x4.ge_u.
func I32x4GeU(a, b vec.V128) vec.V128 {
	return vec.Of(geU(a.Lo(), b.Lo(), high32, 31), geU(a.Hi(), b.Hi(), high32, 31))
}

// mask has all bits set if what was compared holds.
func mask(holds bool) uint64 {
	var bit uint64
	if holds {
		bit = 1
	}
	return -bit
}

// I64x2Eq is i64x2.eq.
func I64x2Eq(a, b vec.V128) vec.V128 { return vec.Of(mask(a.Lo() == b.Lo()), mask(a.Hi() == b.Hi())) }

// I64x2Ne is i64x2.ne.
func I64x2Ne(a, b vec.V128) vec.V128 { return vec.Of(mask(a.Lo() != b.Lo()), mask(a.Hi() != b.Hi())) }

// I64x2LtS is i64x2.lt_s.
func I64x2LtS(a, b vec.V128) vec.V128 {
	return vec.Of(mask(int64(a.Lo()) < int64(b.Lo())), mask(int64(a.Hi()) < int64(b.Hi())))
}

// I64x2GtS is i64x2.gt_s.
func I64x2GtS(a, b vec.V128) vec.V128 {
	return vec.Of(mask(int64(a.Lo()) > int64(b.Lo())), mask(int64(a.Hi()) > int64(b.Hi())))
}

// I64x2LeS is i64x2.le_s.
func I64x2LeS(a, b vec.V128) vec.V128 {
	return vec.Of(mask(int64(a.Lo()) <= int64(b.Lo())), mask(int64(a.Hi()) <= int64(b.Hi())))
}

// I64x2GeS is i64x2.ge_s.
func I64x2GeS(a, b vec.V128) vec.V128 {
	return vec.Of(mask(int64(a.Lo()) >= int64(b.Lo())), mask(int64(a.Hi()) >= int64(b.Hi())))
}
