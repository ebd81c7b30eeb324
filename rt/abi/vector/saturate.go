package vector

import (
	"math"

	"github.com/wasm2go/wasm2go/rt/vec"
)

// I8x16AddSatS is i8x16.add_sat_s.
func I8x16AddSatS(a, b vec.V128) vec.V128 {
	x, y := a.Int8(), b.Int8()
	for i := range x {
		x[i] = int8(min(max(int32(x[i])+int32(y[i]), -1<<7), 1<<7-1))
	}
	return vec.FromInt8(x)
}

// I8x16AddSatU is i8x16.add_sat_u.
func I8x16AddSatU(a, b vec.V128) vec.V128 {
	x, y := a.Uint8(), b.Uint8()
	for i := range x {
		x[i] = uint8(min(max(int32(x[i])+int32(y[i]), 0), 1<<8-1))
	}
	return vec.FromUint8(x)
}

// I8x16SubSatS is i8x16.sub_sat_s.
func I8x16SubSatS(a, b vec.V128) vec.V128 {
	x, y := a.Int8(), b.Int8()
	for i := range x {
		x[i] = int8(min(max(int32(x[i])-int32(y[i]), -1<<7), 1<<7-1))
	}
	return vec.FromInt8(x)
}

// I8x16SubSatU is i8x16.sub_sat_u.
func I8x16SubSatU(a, b vec.V128) vec.V128 {
	x, y := a.Uint8(), b.Uint8()
	for i := range x {
		x[i] = uint8(min(max(int32(x[i])-int32(y[i]), 0), 1<<8-1))
	}
	return vec.FromUint8(x)
}

// I16x8Q15mulrSatS is i16x8.q15mulr_sat_s.
func I16x8Q15mulrSatS(a, b vec.V128) vec.V128 {
	x, y := a.Int16(), b.Int16()
	for i := range x {
		x[i] = int16(min((int32(x[i])*int32(y[i])+0x4000)>>15, math.MaxInt16))
	}
	return vec.FromInt16(x)
}

// I16x8AddSatS is i16x8.add_sat_s.
func I16x8AddSatS(a, b vec.V128) vec.V128 {
	x, y := a.Int16(), b.Int16()
	for i := range x {
		x[i] = int16(min(max(int32(x[i])+int32(y[i]), -1<<15), 1<<15-1))
	}
	return vec.FromInt16(x)
}

// I16x8AddSatU is i16x8.add_sat_u.
func I16x8AddSatU(a, b vec.V128) vec.V128 {
	x, y := a.Uint16(), b.Uint16()
	for i := range x {
		x[i] = uint16(min(max(int32(x[i])+int32(y[i]), 0), 1<<16-1))
	}
	return vec.FromUint16(x)
}

// I16x8SubSatS is i16x8.sub_sat_s.
func I16x8SubSatS(a, b vec.V128) vec.V128 {
	x, y := a.Int16(), b.Int16()
	for i := range x {
		x[i] = int16(min(max(int32(x[i])-int32(y[i]), -1<<15), 1<<15-1))
	}
	return vec.FromInt16(x)
}

// I16x8SubSatU is i16x8.sub_sat_u.
func I16x8SubSatU(a, b vec.V128) vec.V128 {
	x, y := a.Uint16(), b.Uint16()
	for i := range x {
		x[i] = uint16(min(max(int32(x[i])-int32(y[i]), 0), 1<<16-1))
	}
	return vec.FromUint16(x)
}
