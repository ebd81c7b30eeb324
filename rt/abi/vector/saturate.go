package vector

import (
	"math"

	"github.com/wasm2go/wasm2go/rt/vec"
)

// addS adds signed lanes. A sum overflows if its sign is that of neither operand; then it becomes the largest number, or the smallest,
// which is 1 more in bits.
func addS(x, y, high uint64, top int) uint64 {
	sum := add(x, y, high)
	return choose(fill((sum^x)&(sum^y)&high, top), x&high>>top+^high, sum)
}

// subS subtracts signed lanes. A difference overflows if the signs of x and y differ, and it has not that of x.
func subS(x, y, high uint64, top int) uint64 {
	diff := sub(x, y, high)
	return choose(fill((x^y)&(x^diff)&high, top), x&high>>top+^high, diff)
}

// addU adds unsigned lanes. A bit is carried out where both have their highest, or one has and the sum has not.
func addU(x, y, high uint64, top int) uint64 {
	sum := add(x, y, high)
	return sum | fill((x&y|(x|y)&^sum)&high, top)
}

// subU subtracts unsigned lanes.
func subU(x, y, high uint64, top int) uint64 { return sub(x, y, high) &^ fill(lessU(x, y, high), top) }

// q15 is the product of a lane of each as fractions of 2^15, rounded. Only that of -1 and -1 is too large.
func q15(x, y int16) uint64 {
	return uint64(uint16(min((int32(x)*int32(y)+1<<14)>>15, math.MaxInt16)))
}

// q15mul is q15 of the lanes of a word.
func q15mul(x, y uint64) uint64 {
	return q15(int16(x), int16(y)) | q15(int16(x>>16), int16(y>>16))<<16 | q15(int16(x>>32), int16(y>>32))<<32 | q15(int16(x>>48), int16(y>>48))<<48
}

// I8x16AddSatS is i8x16.add_sat_s.
func I8x16AddSatS(a, b vec.V128) vec.V128 {
	return vec.Of(addS(a.Lo(), b.Lo(), high8, 7), addS(a.Hi(), b.Hi(), high8, 7))
}

// I8x16AddSatU is i8x16.add_sat_u.
func I8x16AddSatU(a, b vec.V128) vec.V128 {
	return vec.Of(addU(a.Lo(), b.Lo(), high8, 7), addU(a.Hi(), b.Hi(), high8, 7))
}

// I8x16SubSatS is i8x16.sub_sat_s.
func I8x16SubSatS(a, b vec.V128) vec.V128 {
	return vec.Of(subS(a.Lo(), b.Lo(), high8, 7), subS(a.Hi(), b.Hi(), high8, 7))
}

// I8x16SubSatU is i8x16.sub_sat_u.
func I8x16SubSatU(a, b vec.V128) vec.V128 {
	return vec.Of(subU(a.Lo(), b.Lo(), high8, 7), subU(a.Hi(), b.Hi(), high8, 7))
}

// I16x8AddSatS is i16x8.add_sat_s.
func I16x8AddSatS(a, b vec.V128) vec.V128 {
	return vec.Of(addS(a.Lo(), b.Lo(), high16, 15), addS(a.Hi(), b.Hi(), high16, 15))
}

// I16x8AddSatU is i16x8.add_sat_u.
func I16x8AddSatU(a, b vec.V128) vec.V128 {
	return vec.Of(addU(a.Lo(), b.Lo(), high16, 15), addU(a.Hi(), b.Hi(), high16, 15))
}

// I16x8SubSatS is i16x8.sub_sat_s.
func I16x8SubSatS(a, b vec.V128) vec.V128 {
	return vec.Of(subS(a.Lo(), b.Lo(), high16, 15), subS(a.Hi(), b.Hi(), high16, 15))
}

// I16x8SubSatU is i16x8.sub_sat_u.
func I16x8SubSatU(a, b vec.V128) vec.V128 {
	return vec.Of(subU(a.Lo(), b.Lo(), high16, 15), subU(a.Hi(), b.Hi(), high16, 15))
}

// I16x8Q15mulrSatS is i16x8.q15mulr_sat_s.
func I16x8Q15mulrSatS(a, b vec.V128) vec.V128 {
	return vec.Of(q15mul(a.Lo(), b.Lo()), q15mul(a.Hi(), b.Hi()))
}
