package vector

import "github.com/wasm2go/wasm2go/rt/vec"

const (
	nanF32 = 0x7fc00000
	nanF64 = 0x7ff8000000000000
)

// F32x4Canonical returns v, but the canonical NaN in each lane that is a NaN (spec 4.3.3, "NaN propagation").
func F32x4Canonical(v vec.V128) vec.V128 {
	x := v.Uint32()
	for i := range x {
		if x[i]<<1 > 0x7f800000<<1 {
			x[i] = nanF32
		}
	}
	return vec.FromUint32(x)
}

// F64x2Canonical returns v, but the canonical NaN in each lane that is a NaN.
func F64x2Canonical(v vec.V128) vec.V128 {
	x := v.Uint64()
	for i := range x {
		if x[i]<<1 > 0x7ff0000000000000<<1 {
			x[i] = nanF64
		}
	}
	return vec.FromUint64(x)
}
