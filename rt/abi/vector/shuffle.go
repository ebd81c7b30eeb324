package vector

import (
	"github.com/wasm2go/wasm2go/rt/vec"
)

// I8x16Swizzle is i8x16.swizzle.
func I8x16Swizzle(v, indices vec.V128) vec.V128 {
	x, y := v.Uint8(), indices.Uint8()
	var z [16]uint8
	for i := range z {
		if y[i] < 16 {
			z[i] = x[y[i]]
		}
	}
	return vec.FromUint8(z)
}

// I8x16Shuffle is i8x16.shuffle. The mask's halves have the indices, one a byte, below 32: from 16 on they are lanes of b.
func I8x16Shuffle(a, b vec.V128, maskLo, maskHi uint64) vec.V128 {
	x, y, indices := a.Uint8(), b.Uint8(), vec.Of(maskLo, maskHi).Uint8()
	var z [16]uint8
	for i, k := range indices {
		if k < 16 {
			z[i] = x[k]
		} else {
			z[i] = y[k&15]
		}
	}
	return vec.FromUint8(z)
}
