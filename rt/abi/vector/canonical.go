package vector

import "github.com/wasm2go/wasm2go/rt/vec"

// The canonical NaN is positive, and of its payload only the first bit is set (spec 4.3.3, "NaN propagation").

// F32x4Canonical returns v, but the canonical NaN in each lane that is a NaN.
func F32x4Canonical(v vec.V128) vec.V128 {
	return vec.Of(canonical32(v.Lo()), canonical32(v.Hi()))
}

// canonical32 looks at the bits but the sign: above those of an infinity they are a NaN's.
func canonical32(x uint64) uint64 {
	nans := fill(lessS(0x7f8000007f800000, x&^high32, high32), 31)
	return choose(nans, 0x7fc000007fc00000, x)
}

// F64x2Canonical returns v, but the canonical NaN in each lane that is a NaN.
func F64x2Canonical(v vec.V128) vec.V128 {
	return vec.Of(canonical64(v.Lo()), canonical64(v.Hi()))
}

func canonical64(x uint64) uint64 {
	if x<<1 > 0x7ff0000000000000<<1 {
		return 0x7ff8000000000000
	}
	return x
}
