package vector

import "github.com/wasm2go/wasm2go/rt/vec"

// minS has the lesser of signed lanes.
func minS(x, y, high uint64, top int) uint64 { return choose(fill(lessS(x, y, high), top), x, y) }

// maxS has the greater of signed lanes.
func maxS(x, y, high uint64, top int) uint64 { return choose(fill(lessS(x, y, high), top), y, x) }

// minU is minS of unsigned lanes.
func minU(x, y, high uint64, top int) uint64 { return choose(fill(lessU(x, y, high), top), x, y) }

// maxU is maxS of unsigned lanes.
func maxU(x, y, high uint64, top int) uint64 { return choose(fill(lessU(x, y, high), top), y, x) }

// I8x16MinS is i8x16.min_s.
func I8x16MinS(a, b vec.V128) vec.V128 {
	return vec.Of(minS(a.Lo(), b.Lo(), high8, 7), minS(a.Hi(), b.Hi(), high8, 7))
}

// I8x16MinU is i8x16.min_u.
func I8x16MinU(a, b vec.V128) vec.V128 {
	return vec.Of(minU(a.Lo(), b.Lo(), high8, 7), minU(a.Hi(), b.Hi(), high8, 7))
}

// I8x16MaxS is i8x16.max_s.
func I8x16MaxS(a, b vec.V128) vec.V128 {
	return vec.Of(maxS(a.Lo(), b.Lo(), high8, 7), maxS(a.Hi(), b.Hi(), high8, 7))
}

// I8x16MaxU is i8x16.max_u.
func I8x16MaxU(a, b vec.V128) vec.V128 {
	return vec.Of(maxU(a.Lo(), b.Lo(), high8, 7), maxU(a.Hi(), b.Hi(), high8, 7))
}

// I16x8MinS is i16x8.min_s.
func I16x8MinS(a, b vec.V128) vec.V128 {
	return vec.Of(minS(a.Lo(), b.Lo(), high16, 15), minS(a.Hi(), b.Hi(), high16, 15))
}

// I16x8MinU is i16x8.min_u.
func I16x8MinU(a, b vec.V128) vec.V128 {
	return vec.Of(minU(a.Lo(), b.Lo(), high16, 15), minU(a.Hi(), b.Hi(), high16, 15))
}

// I16x8MaxS is i16x8.max_s.
func I16x8MaxS(a, b vec.V128) vec.V128 {
	return vec.Of(maxS(a.Lo(), b.Lo(), high16, 15), maxS(a.Hi(), b.Hi(), high16, 15))
}

// I16x8MaxU is i16x8.max_u.
func I16x8MaxU(a, b vec.V128) vec.V128 {
	return vec.Of(maxU(a.Lo(), b.Lo(), high16, 15), maxU(a.Hi(), b.Hi(), high16, 15))
}

// I32x4MinS is i32x4.min_s.
func I32x4MinS(a, b vec.V128) vec.V128 { return vec.Of(min32S(a.Lo(), b.Lo()), min32S(a.Hi(), b.Hi())) }

// I32x4MinU is i32x4.min_u.
func I32x4MinU(a, b vec.V128) vec.V128 { return vec.Of(min32U(a.Lo(), b.Lo()), min32U(a.Hi(), b.Hi())) }

// I32x4MaxS is i32x4.max_s.
func I32x4MaxS(a, b vec.V128) vec.V128 { return vec.Of(max32S(a.Lo(), b.Lo()), max32S(a.Hi(), b.Hi())) }

// I32x4MaxU is i32x4.max_u.
func I32x4MaxU(a, b vec.V128) vec.V128 { return vec.Of(max32U(a.Lo(), b.Lo()), max32U(a.Hi(), b.Hi())) }

// Of two lanes of 32 bits the upper ones compare as their words do: where they are equal, it does not matter which is taken.

func min32S(x, y uint64) uint64 {
	return uint64(min(int64(x), int64(y)))&upper | uint64(uint32(min(int32(x), int32(y))))
}

func max32S(x, y uint64) uint64 {
	return uint64(max(int64(x), int64(y)))&upper | uint64(uint32(max(int32(x), int32(y))))
}

func min32U(x, y uint64) uint64 { return min(x, y)&upper | uint64(min(uint32(x), uint32(y))) }

func max32U(x, y uint64) uint64 { return max(x, y)&upper | uint64(max(uint32(x), uint32(y))) }
