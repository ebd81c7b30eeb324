package vector

import (
	"math"

	"github.com/wasm2go/wasm2go/rt/vec"
)

// I8x16RelaxedSwizzle is i8x16.relaxed_swizzle.
func I8x16RelaxedSwizzle(v, indices vec.V128) vec.V128 { return I8x16Swizzle(v, indices) }

// I32x4RelaxedTruncF32x4S is i32x4.relaxed_trunc_f32x4_s.
func I32x4RelaxedTruncF32x4S(v vec.V128) vec.V128 { return I32x4TruncSatF32x4S(v) }

// I32x4RelaxedTruncF32x4U is i32x4.relaxed_trunc_f32x4_u.
func I32x4RelaxedTruncF32x4U(v vec.V128) vec.V128 { return I32x4TruncSatF32x4U(v) }

// I32x4RelaxedTruncF64x2SZero is i32x4.relaxed_trunc_f64x2_s_zero.
func I32x4RelaxedTruncF64x2SZero(v vec.V128) vec.V128 { return I32x4TruncSatF64x2SZero(v) }

// I32x4RelaxedTruncF64x2UZero is i32x4.relaxed_trunc_f64x2_u_zero.
func I32x4RelaxedTruncF64x2UZero(v vec.V128) vec.V128 { return I32x4TruncSatF64x2UZero(v) }

// madd32 has the sums of z and the products of x and y, for two floats. Products are rounded before.
func madd32(x, y, z uint64) uint64 {
	return pair(float32(first(x)*first(y))+first(z), float32(second(x)*second(y))+second(z))
}

// nmadd32 has z less the products.
func nmadd32(x, y, z uint64) uint64 {
	return pair(first(z)-float32(first(x)*first(y)), second(z)-float32(second(x)*second(y)))
}

func madd64(x, y, z uint64) uint64 {
	return math.Float64bits(float64(math.Float64frombits(x)*math.Float64frombits(y)) + math.Float64frombits(z))
}

func nmadd64(x, y, z uint64) uint64 {
	return math.Float64bits(math.Float64frombits(z) - float64(math.Float64frombits(x)*math.Float64frombits(y)))
}

// F32x4RelaxedMadd is f32x4.relaxed_madd: a*b + c, rounded twice.
func F32x4RelaxedMadd(a, b, c vec.V128) vec.V128 {
	return vec.Of(madd32(a.Lo(), b.Lo(), c.Lo()), madd32(a.Hi(), b.Hi(), c.Hi()))
}

// F32x4RelaxedNmadd is f32x4.relaxed_nmadd: c - a*b, rounded twice.
func F32x4RelaxedNmadd(a, b, c vec.V128) vec.V128 {
	return vec.Of(nmadd32(a.Lo(), b.Lo(), c.Lo()), nmadd32(a.Hi(), b.Hi(), c.Hi()))
}

// F64x2RelaxedMadd is f64x2.relaxed_madd: a*b + c, rounded twice.
func F64x2RelaxedMadd(a, b, c vec.V128) vec.V128 {
	return vec.Of(madd64(a.Lo(), b.Lo(), c.Lo()), madd64(a.Hi(), b.Hi(), c.Hi()))
}

// F64x2RelaxedNmadd is f64x2.relaxed_nmadd: c - a*b, rounded twice.
func F64x2RelaxedNmadd(a, b, c vec.V128) vec.V128 {
	return vec.Of(nmadd64(a.Lo(), b.Lo(), c.Lo()), nmadd64(a.Hi(), b.Hi(), c.Hi()))
}

// I8x16RelaxedLaneselect is i8x16.relaxed_laneselect.
func I8x16RelaxedLaneselect(a, b, mask vec.V128) vec.V128 { return V128Bitselect(a, b, mask) }

// I16x8RelaxedLaneselect is i16x8.relaxed_laneselect.
func I16x8RelaxedLaneselect(a, b, mask vec.V128) vec.V128 { return V128Bitselect(a, b, mask) }

// I32x4RelaxedLaneselect is i32x4.relaxed_laneselect.
func I32x4RelaxedLaneselect(a, b, mask vec.V128) vec.V128 { return V128Bitselect(a, b, mask) }

// I64x2RelaxedLaneselect is i64x2.relaxed_laneselect.
func I64x2RelaxedLaneselect(a, b, mask vec.V128) vec.V128 { return V128Bitselect(a, b, mask) }

// F32x4RelaxedMin is f32x4.relaxed_min.
func F32x4RelaxedMin(a, b vec.V128) vec.V128 { return F32x4Min(a, b) }

// F32x4RelaxedMax is f32x4.relaxed_max.
func F32x4RelaxedMax(a, b vec.V128) vec.V128 { return F32x4Max(a, b) }

// F64x2RelaxedMin is f64x2.relaxed_min.
func F64x2RelaxedMin(a, b vec.V128) vec.V128 { return F64x2Min(a, b) }

// F64x2RelaxedMax is f64x2.relaxed_max.
func F64x2RelaxedMax(a, b vec.V128) vec.V128 { return F64x2Max(a, b) }

// I16x8RelaxedQ15mulrS is i16x8.relaxed_q15mulr_s.
func I16x8RelaxedQ15mulrS(a, b vec.V128) vec.V128 { return I16x8Q15mulrSatS(a, b) }

// I16x8RelaxedDotI8x16I7x16S is i16x8.relaxed_dot_i8x16_i7x16_s: both operands are signed, and a sum saturates. Of the products of
// neighbours the even ones are those of the lower byte of each lane.
func I16x8RelaxedDotI8x16I7x16S(a, b vec.V128) vec.V128 {
	return vec.Of(dot8(a.Lo(), b.Lo()), dot8(a.Hi(), b.Hi()))
}

// dot8 has the sums of products of two signed bytes each. Each sum fits but one, of four times -128.
func dot8(x, y uint64) uint64 {
	even := mul16(bytesS(x), bytesS(y))
	odd := mul16(bytesS(x>>8), bytesS(y>>8))
	return addS(even, odd, high16, 15)
}

// bytesS has the lower byte of each lane of 16 bits, with its sign.
func bytesS(x uint64) uint64 { return x&even8 | x&0x0080008000800080*0x1fe }

// I32x4RelaxedDotI8x16I7x16AddS is i32x4.relaxed_dot_i8x16_i7x16_add_s.
func I32x4RelaxedDotI8x16I7x16AddS(a, b, c vec.V128) vec.V128 {
	return I32x4Add(I32x4ExtaddPairwiseI16x8S(I16x8RelaxedDotI8x16I7x16S(a, b)), c)
}
