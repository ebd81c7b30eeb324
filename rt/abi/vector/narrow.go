package vector

import "github.com/wasm2go/wasm2go/rt/vec"

// The largest signed number of half the width, in each lane.
const (
	most8  = 0x007f007f007f007f
	most16 = 0x00007fff00007fff
)

// pack16 joins every second byte of a word: lanes of 16 bits become bytes.
func pack16(x uint64) uint64 {
	x &= even8
	x = (x | x>>8) & even16
	return uint64(uint32(x | x>>16))
}

// pack32 makes of two lanes of 32 bits two of 16.
func pack32(x uint64) uint64 {
	x &= even16
	return uint64(uint32(x | x>>16))
}

// clampS fits signed lanes into half their width, where most is the largest number of each. Negative lanes are complemented before and
// after: so what is too large for either sign has a bit above those of most.
func clampS(x, most, high uint64, top int) uint64 {
	signs := fill(x&high, top)
	x ^= signs
	return (x|fill((x&^most+^most&^high)&high, top))&most ^ signs
}

// clampU fits signed lanes into half their width, unsigned.
func clampU(x, most, high uint64, top int) uint64 {
	x &^= fill(x&high, top)
	return x | fill((x&^most+^most&^high)&high, top)
}

// narrow16S and its kin make of a word half a one.
func narrow16S(x uint64) uint64 { return pack16(clampS(x, most8, high16, 15)) }

func narrow16U(x uint64) uint64 { return pack16(clampU(x, even8, high16, 15)) }

func narrow32S(x uint64) uint64 { return pack32(clampS(x, most16, high32, 31)) }

func narrow32U(x uint64) uint64 { return pack32(clampU(x, even16, high32, 31)) }

// I8x16NarrowI16x8S is i8x16.narrow_i16x8_s.
func I8x16NarrowI16x8S(a, b vec.V128) vec.V128 {
	return vec.Of(
		narrow16S(a.Lo())|narrow16S(a.Hi())<<32,
		narrow16S(b.Lo())|narrow16S(b.Hi())<<32,
	)
}

// I8x16NarrowI16x8U is i8x16.narrow_i16x8_u.
func I8x16NarrowI16x8U(a, b vec.V128) vec.V128 {
	return vec.Of(
		narrow16U(a.Lo())|narrow16U(a.Hi())<<32,
		narrow16U(b.Lo())|narrow16U(b.Hi())<<32,
	)
}

// I16x8NarrowI32x4S is i16x8.narrow_i32x4_s.
func I16x8NarrowI32x4S(a, b vec.V128) vec.V128 {
	return vec.Of(
		narrow32S(a.Lo())|narrow32S(a.Hi())<<32,
		narrow32S(b.Lo())|narrow32S(b.Hi())<<32,
	)
}

// I16x8NarrowI32x4U is i16x8.narrow_i32x4_u.
func I16x8NarrowI32x4U(a, b vec.V128) vec.V128 {
	return vec.Of(
		narrow32U(a.Lo())|narrow32U(a.Hi())<<32,
		narrow32U(b.Lo())|narrow32U(b.Hi())<<32,
	)
}
