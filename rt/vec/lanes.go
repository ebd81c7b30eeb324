package vec

import "math"

// FromInt8 makes a vector of 16 lanes, an i8x16.
func FromInt8(lanes [16]int8) (v V128) {
	for i := range 8 {
		v.lo |= uint64(uint8(lanes[i])) << (8 * i)
		v.hi |= uint64(uint8(lanes[i+8])) << (8 * i)
	}
	return v
}

// Int8 gives the 16 lanes of an i8x16.
func (v V128) Int8() (lanes [16]int8) {
	for i := range 8 {
		lanes[i] = int8(v.lo >> (8 * i))
		lanes[i+8] = int8(v.hi >> (8 * i))
	}
	return lanes
}

// FromUint8 makes a vector of 16 lanes, an i8x16: they are its bytes, as they stand in memory.
func FromUint8(lanes [16]uint8) (v V128) {
	for i := range 8 {
		v.lo |= uint64(lanes[i]) << (8 * i)
		v.hi |= uint64(lanes[i+8]) << (8 * i)
	}
	return v
}

// Uint8 gives the 16 lanes of an i8x16.
func (v V128) Uint8() (lanes [16]uint8) {
	for i := range 8 {
		lanes[i] = uint8(v.lo >> (8 * i))
		lanes[i+8] = uint8(v.hi >> (8 * i))
	}
	return lanes
}

// FromInt16 makes a vector of 8 lanes, an i16x8.
func FromInt16(lanes [8]int16) (v V128) {
	for i := range 4 {
		v.lo |= uint64(uint16(lanes[i])) << (16 * i)
		v.hi |= uint64(uint16(lanes[i+4])) << (16 * i)
	}
	return v
}

// Int16 gives the 8 lanes of an i16x8.
func (v V128) Int16() (lanes [8]int16) {
	for i := range 4 {
		lanes[i] = int16(v.lo >> (16 * i))
		lanes[i+4] = int16(v.hi >> (16 * i))
	}
	return lanes
}

// FromUint16 makes a vector of 8 lanes, an i16x8.
func FromUint16(lanes [8]uint16) (v V128) {
	for i := range 4 {
		v.lo |= uint64(lanes[i]) << (16 * i)
		v.hi |= uint64(lanes[i+4]) << (16 * i)
	}
	return v
}

// Uint16 gives the 8 lanes of an i16x8.
func (v V128) Uint16() (lanes [8]uint16) {
	for i := range 4 {
		lanes[i] = uint16(v.lo >> (16 * i))
		lanes[i+4] = uint16(v.hi >> (16 * i))
	}
	return lanes
}

// FromInt32 makes a vector of 4 lanes, an i32x4.
func FromInt32(lanes [4]int32) V128 {
	return V128{pair(uint32(lanes[0]), uint32(lanes[1])), pair(uint32(lanes[2]), uint32(lanes[3]))}
}

// Int32 gives the 4 lanes of an i32x4.
func (v V128) Int32() [4]int32 {
	return [4]int32{int32(v.lo), int32(v.lo >> 32), int32(v.hi), int32(v.hi >> 32)}
}

// FromUint32 makes a vector of 4 lanes, an i32x4.
func FromUint32(lanes [4]uint32) V128 {
	return V128{pair(lanes[0], lanes[1]), pair(lanes[2], lanes[3])}
}

// Uint32 gives the 4 lanes of an i32x4.
func (v V128) Uint32() [4]uint32 {
	return [4]uint32{uint32(v.lo), uint32(v.lo >> 32), uint32(v.hi), uint32(v.hi >> 32)}
}

// FromInt64 makes a vector of 2 lanes, an i64x2.
func FromInt64(lanes [2]int64) V128 { return V128{uint64(lanes[0]), uint64(lanes[1])} }

// Int64 gives the 2 lanes of an i64x2.
func (v V128) Int64() [2]int64 { return [2]int64{int64(v.lo), int64(v.hi)} }

// FromUint64 makes a vector of 2 lanes, an i64x2.
func FromUint64(lanes [2]uint64) V128 { return V128{lanes[0], lanes[1]} }

// Uint64 gives the 2 lanes of an i64x2.
func (v V128) Uint64() [2]uint64 { return [2]uint64{v.lo, v.hi} }

// FromFloat32 makes a vector of 4 lanes, an f32x4. A NaN keeps its bits.
func FromFloat32(lanes [4]float32) V128 {
	return V128{
		pair(math.Float32bits(lanes[0]), math.Float32bits(lanes[1])),
		pair(math.Float32bits(lanes[2]), math.Float32bits(lanes[3])),
	}
}

// Float32 gives the 4 lanes of an f32x4. A NaN keeps its bits.
func (v V128) Float32() [4]float32 {
	return [4]float32{
		math.Float32frombits(uint32(v.lo)), math.Float32frombits(uint32(v.lo >> 32)),
		math.Float32frombits(uint32(v.hi)), math.Float32frombits(uint32(v.hi >> 32)),
	}
}

// FromFloat64 makes a vector of 2 lanes, an f64x2. A NaN keeps its bits.
func FromFloat64(lanes [2]float64) V128 {
	return V128{math.Float64bits(lanes[0]), math.Float64bits(lanes[1])}
}

// Float64 gives the 2 lanes of an f64x2. A NaN keeps its bits.
func (v V128) Float64() [2]float64 {
	return [2]float64{math.Float64frombits(v.lo), math.Float64frombits(v.hi)}
}

// pair is the half of a vector that two lanes make.
func pair(first, second uint32) uint64 { return uint64(first) | uint64(second)<<32 }
