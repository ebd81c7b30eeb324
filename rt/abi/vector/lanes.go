package vector

import (
	"github.com/wasm2go/wasm2go/rt/vec"
)

// I8x16Splat is i8x16.splat.
func I8x16Splat(x uint32) vec.V128 {
	var z [16]int8
	for i := range z {
		z[i] = int8(x)
	}
	return vec.FromInt8(z)
}

// I16x8Splat is i16x8.splat.
func I16x8Splat(x uint32) vec.V128 {
	var z [8]int16
	for i := range z {
		z[i] = int16(x)
	}
	return vec.FromInt16(z)
}

// I32x4Splat is i32x4.splat.
func I32x4Splat(x uint32) vec.V128 {
	var z [4]int32
	for i := range z {
		z[i] = int32(x)
	}
	return vec.FromInt32(z)
}

// I64x2Splat is i64x2.splat.
func I64x2Splat(x int64) vec.V128 {
	var z [2]int64
	for i := range z {
		z[i] = int64(x)
	}
	return vec.FromInt64(z)
}

// F32x4Splat is f32x4.splat.
func F32x4Splat(x float32) vec.V128 {
	var z [4]float32
	for i := range z {
		z[i] = float32(x)
	}
	return vec.FromFloat32(z)
}

// F64x2Splat is f64x2.splat.
func F64x2Splat(x float64) vec.V128 {
	var z [2]float64
	for i := range z {
		z[i] = float64(x)
	}
	return vec.FromFloat64(z)
}

// I8x16ExtractLaneS is i8x16.extract_lane_s.
func I8x16ExtractLaneS(v vec.V128, lane uint) uint32 { return uint32(v.Int8()[lane]) }

// I8x16ExtractLaneU is i8x16.extract_lane_u.
func I8x16ExtractLaneU(v vec.V128, lane uint) uint32 { return uint32(v.Uint8()[lane]) }

// I8x16ReplaceLane is i8x16.replace_lane.
func I8x16ReplaceLane(v vec.V128, x uint32, lane uint) vec.V128 {
	z := v.Int8()
	z[lane] = int8(x)
	return vec.FromInt8(z)
}

// I16x8ExtractLaneS is i16x8.extract_lane_s.
func I16x8ExtractLaneS(v vec.V128, lane uint) uint32 { return uint32(v.Int16()[lane]) }

// I16x8ExtractLaneU is i16x8.extract_lane_u.
func I16x8ExtractLaneU(v vec.V128, lane uint) uint32 { return uint32(v.Uint16()[lane]) }

// I16x8ReplaceLane is i16x8.replace_lane.
func I16x8ReplaceLane(v vec.V128, x uint32, lane uint) vec.V128 {
	z := v.Int16()
	z[lane] = int16(x)
	return vec.FromInt16(z)
}

// I32x4ExtractLane is i32x4.extract_lane.
func I32x4ExtractLane(v vec.V128, lane uint) uint32 { return uint32(v.Int32()[lane]) }

// I32x4ReplaceLane is i32x4.replace_lane.
func I32x4ReplaceLane(v vec.V128, x uint32, lane uint) vec.V128 {
	z := v.Int32()
	z[lane] = int32(x)
	return vec.FromInt32(z)
}

// I64x2ExtractLane is i64x2.extract_lane.
func I64x2ExtractLane(v vec.V128, lane uint) int64 { return v.Int64()[lane] }

// I64x2ReplaceLane is i64x2.replace_lane.
func I64x2ReplaceLane(v vec.V128, x int64, lane uint) vec.V128 {
	z := v.Int64()
	z[lane] = int64(x)
	return vec.FromInt64(z)
}

// F32x4ExtractLane is f32x4.extract_lane.
func F32x4ExtractLane(v vec.V128, lane uint) float32 { return v.Float32()[lane] }

// F32x4ReplaceLane is f32x4.replace_lane.
func F32x4ReplaceLane(v vec.V128, x float32, lane uint) vec.V128 {
	z := v.Float32()
	z[lane] = float32(x)
	return vec.FromFloat32(z)
}

// F64x2ExtractLane is f64x2.extract_lane.
func F64x2ExtractLane(v vec.V128, lane uint) float64 { return v.Float64()[lane] }

// F64x2ReplaceLane is f64x2.replace_lane.
func F64x2ReplaceLane(v vec.V128, x float64, lane uint) vec.V128 {
	z := v.Float64()
	z[lane] = float64(x)
	return vec.FromFloat64(z)
}
