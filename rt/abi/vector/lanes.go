package vector

import (
	"math"

	"github.com/wasm2go/wasm2go/rt/vec"
)

// I8x16Splat is i8x16.splat.
func I8x16Splat(x uint32) vec.V128 {
	w := uint64(uint8(x)) * ones8
	return vec.Of(w, w)
}

// I16x8Splat is i16x8.splat.
func I16x8Splat(x uint32) vec.V128 {
	w := uint64(uint16(x)) * ones16
	return vec.Of(w, w)
}

// I32x4Splat is i32x4.splat.
func I32x4Splat(x uint32) vec.V128 {
	w := uint64(x) * ones32
	return vec.Of(w, w)
}

// I64x2Splat is i64x2.splat.
func I64x2Splat(x int64) vec.V128 { return vec.Of(uint64(x), uint64(x)) }

// F32x4Splat is f32x4.splat.
func F32x4Splat(x float32) vec.V128 { return I32x4Splat(math.Float32bits(x)) }

// F64x2Splat is f64x2.splat.
func F64x2Splat(x float64) vec.V128 { return vec.Of(math.Float64bits(x), math.Float64bits(x)) }

// word is the half that has a lane, of which there are n in each.
func word(v vec.V128, lane, n uint) uint64 {
	if lane < n {
		return v.Lo()
	}
	return v.Hi()
}

// replace sets the bits of mask, shifted to where the lane begins, to those of x. There are n lanes in each half.
func replace(v vec.V128, x, mask uint64, lane, n uint) vec.V128 {
	at := lane % n * (64 / n)
	mask, x = mask<<at, x<<at
	if lane < n {
		return vec.Of(v.Lo()&^mask|x, v.Hi())
	}
	return vec.Of(v.Lo(), v.Hi()&^mask|x)
}

// I8x16ExtractLaneS is i8x16.extract_lane_s.
func I8x16ExtractLaneS(v vec.V128, lane uint) uint32 {
	return uint32(int8(word(v, lane, 8) >> (lane % 8 * 8)))
}

// I8x16ExtractLaneU is i8x16.extract_lane_u.
func I8x16ExtractLaneU(v vec.V128, lane uint) uint32 {
	return uint32(uint8(word(v, lane, 8) >> (lane % 8 * 8)))
}

// I8x16ReplaceLane is i8x16.replace_lane.
func I8x16ReplaceLane(v vec.V128, x uint32, lane uint) vec.V128 {
	return replace(v, uint64(uint8(x)), 0xff, lane, 8)
}

// I16x8ExtractLaneS is i16x8.extract_lane_s.
func I16x8ExtractLaneS(v vec.V128, lane uint) uint32 {
	return uint32(int16(word(v, lane, 4) >> (lane % 4 * 16)))
}

// I16x8ExtractLaneU is i16x8.extract_lane_u.
func I16x8ExtractLaneU(v vec.V128, lane uint) uint32 {
	return uint32(uint16(word(v, lane, 4) >> (lane % 4 * 16)))
}

// I16x8ReplaceLane is i16x8.replace_lane.
func I16x8ReplaceLane(v vec.V128, x uint32, lane uint) vec.V128 {
	return replace(v, uint64(uint16(x)), 0xffff, lane, 4)
}

// I32x4ExtractLane is i32x4.extract_lane.
func I32x4ExtractLane(v vec.V128, lane uint) uint32 {
	return uint32(word(v, lane, 2) >> (lane % 2 * 32))
}

// I32x4ReplaceLane is i32x4.replace_lane.
func I32x4ReplaceLane(v vec.V128, x uint32, lane uint) vec.V128 {
	return replace(v, uint64(x), 0xffffffff, lane, 2)
}

// I64x2ExtractLane is i64x2.extract_lane.
func I64x2ExtractLane(v vec.V128, lane uint) int64 { return int64(word(v, lane, 1)) }

// I64x2ReplaceLane is i64x2.replace_lane.
func I64x2ReplaceLane(v vec.V128, x int64, lane uint) vec.V128 {
	if lane == 0 {
		return vec.Of(uint64(x), v.Hi())
	}
	return vec.Of(v.Lo(), uint64(x))
}

// F32x4ExtractLane is f32x4.extract_lane.
func F32x4ExtractLane(v vec.V128, lane uint) float32 {
	return math.Float32frombits(I32x4ExtractLane(v, lane))
}

// F32x4ReplaceLane is f32x4.replace_lane.
func F32x4ReplaceLane(v vec.V128, x float32, lane uint) vec.V128 {
	return replace(v, uint64(math.Float32bits(x)), 0xffffffff, lane, 2)
}

// F64x2ExtractLane is f64x2.extract_lane.
func F64x2ExtractLane(v vec.V128, lane uint) float64 { return math.Float64frombits(word(v, lane, 1)) }

// F64x2ReplaceLane is f64x2.replace_lane.
func F64x2ReplaceLane(v vec.V128, x float64, lane uint) vec.V128 {
	return I64x2ReplaceLane(v, int64(math.Float64bits(x)), lane)
}
