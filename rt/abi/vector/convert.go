package vector

import (
	"github.com/wasm2go/wasm2go/rt/vec"
)

// F32x4DemoteF64x2Zero is f32x4.demote_f64x2_zero.
func F32x4DemoteF64x2Zero(v vec.V128) vec.V128 {
	x := v.Float64()
	var z [4]float32
	for i := range 2 {
		z[i] = float32(x[i])
	}
	return vec.FromFloat32(z)
}

// F64x2PromoteLowF32x4 is f64x2.promote_low_f32x4.
func F64x2PromoteLowF32x4(v vec.V128) vec.V128 {
	x := v.Float32()
	var z [2]float64
	for i := range 2 {
		z[i] = promote(x[i])
	}
	return vec.FromFloat64(z)
}

// I32x4TruncSatF32x4S is i32x4.trunc_sat_f32x4_s.
func I32x4TruncSatF32x4S(v vec.V128) vec.V128 {
	x := v.Float32()
	var z [4]uint32
	for i := range 4 {
		z[i] = truncSatS(float64(x[i]))
	}
	return vec.FromUint32(z)
}

// I32x4TruncSatF32x4U is i32x4.trunc_sat_f32x4_u.
func I32x4TruncSatF32x4U(v vec.V128) vec.V128 {
	x := v.Float32()
	var z [4]uint32
	for i := range 4 {
		z[i] = truncSatU(float64(x[i]))
	}
	return vec.FromUint32(z)
}

// F32x4ConvertI32x4S is f32x4.convert_i32x4_s.
func F32x4ConvertI32x4S(v vec.V128) vec.V128 {
	x := v.Int32()
	var z [4]float32
	for i := range 4 {
		z[i] = float32(x[i])
	}
	return vec.FromFloat32(z)
}

// F32x4ConvertI32x4U is f32x4.convert_i32x4_u.
func F32x4ConvertI32x4U(v vec.V128) vec.V128 {
	x := v.Uint32()
	var z [4]float32
	for i := range 4 {
		z[i] = float32(x[i])
	}
	return vec.FromFloat32(z)
}

// I32x4TruncSatF64x2SZero is i32x4.trunc_sat_f64x2_s_zero.
func I32x4TruncSatF64x2SZero(v vec.V128) vec.V128 {
	x := v.Float64()
	var z [4]uint32
	for i := range 2 {
		z[i] = truncSatS(float64(x[i]))
	}
	return vec.FromUint32(z)
}

// I32x4TruncSatF64x2UZero is i32x4.trunc_sat_f64x2_u_zero.
func I32x4TruncSatF64x2UZero(v vec.V128) vec.V128 {
	x := v.Float64()
	var z [4]uint32
	for i := range 2 {
		z[i] = truncSatU(float64(x[i]))
	}
	return vec.FromUint32(z)
}

// F64x2ConvertLowI32x4S is f64x2.convert_low_i32x4_s.
func F64x2ConvertLowI32x4S(v vec.V128) vec.V128 {
	x := v.Int32()
	var z [2]float64
	for i := range 2 {
		z[i] = float64(x[i])
	}
	return vec.FromFloat64(z)
}

// F64x2ConvertLowI32x4U is f64x2.convert_low_i32x4_u.
func F64x2ConvertLowI32x4U(v vec.V128) vec.V128 {
	x := v.Uint32()
	var z [2]float64
	for i := range 2 {
		z[i] = float64(x[i])
	}
	return vec.FromFloat64(z)
}
