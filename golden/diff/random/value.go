package random

import (
	"math"
	"math/rand/v2"
)

// The generator likes values at the edges of what instructions do.

var edges32 = []uint32{
	0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 33, 63, 64, 255, 256, 0x7f, 0x80, 0x7fff, 0x8000, 0xffff, 0x10000,
	0x7ffffffe, 0x7fffffff, 0x80000000, 0x80000001, 0xfffffffe, 0xffffffff, 0xffffff80, 0xffff8000, 0xaaaaaaaa, 0x55555555,
}

var edges64 = []uint64{
	0, 1, 2, 3, 31, 32, 33, 63, 64, 65, 0xff, 0x80, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000,
	1<<53 - 1, 1 << 53, 1<<53 + 1, 1<<63 - 1, 1 << 63, 1<<63 + 1, math.MaxUint64 - 1, math.MaxUint64,
	0xffffffff80000000, 0xffffffff7fffffff, 0xffffffffffffff80, 0x8000000080000000, 0xaaaaaaaaaaaaaaaa,
}

// borders are where conversions to integers begin to trap, and where integers are no longer exact.
var borders = []float64{
	1 << 31, 1 << 32, 1 << 63, 1 << 64, 1<<31 - 1, 1<<32 - 1, 1<<31 + 1, 1 << 24, 1 << 53, 1, 0.5, 1.5, 2.5, 1 << 22, 1 << 51,
	math.MaxFloat32, math.SmallestNonzeroFloat32, 0x1p-126, 0x1p-149, 0x1p-150, 0x1.fffffep-127,
	math.MaxFloat64, math.SmallestNonzeroFloat64, 0x1p-1022, 0x1.fffffefp127, 0x1.ffffffp127, 0.1, 3.141592653589793, 1e10, 100,
}

var nans32 = []uint32{0x7fc00000, 0xffc00000, 0x7f800001, 0xffbfffff, 0x7fffffff, 0x7fd23456}

var nans64 = []uint64{
	0x7ff8000000000000, 0xfff8000000000000, 0x7ff0000000000001, 0xfff7ffffffffffff, 0x7fffffffffffffff, 0x7ff9876543210abc,
}

// chance is true in p of 1 cases.
func chance(r *rand.Rand, p float64) bool { return r.Float64() < p }

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

func value32(r *rand.Rand) uint32 {
	switch r.IntN(6) {
	case 0:
		return r.Uint32()
	case 1:
		return uint32(r.IntN(64)) - 16
	case 2:
		return 1<<r.IntN(32) + uint32(r.IntN(3)) - 1
	}
	return pick(r, edges32)
}

func value64(r *rand.Rand) uint64 {
	switch r.IntN(6) {
	case 0:
		return r.Uint64()
	case 1:
		return uint64(r.IntN(64)) - 16
	case 2:
		return 1<<r.IntN(64) + uint64(r.IntN(3)) - 1
	}
	return pick(r, edges64)
}

func valueF64(r *rand.Rand) uint64 {
	switch r.IntN(8) {
	case 0:
		return pick(r, nans64)
	case 1:
		return pick(r, []uint64{0, 1 << 63, bits64(math.Inf(1)), bits64(math.Inf(-1))})
	case 2:
		return bits64(float64(r.IntN(200) - 100))
	case 3:
		return r.Uint64() &^ (1 << 62) // any but the largest, and no NaN
	}
	return bits64(near(r))
}

func valueF32(r *rand.Rand) uint32 {
	switch r.IntN(8) {
	case 0:
		return pick(r, nans32)
	case 1:
		return pick(r, []uint32{0, 1 << 31, bits32(float32(math.Inf(1))), bits32(float32(math.Inf(-1)))})
	case 2:
		return bits32(float32(r.IntN(200) - 100))
	case 3:
		return r.Uint32() &^ (1 << 30)
	}
	v := float32(near(r))
	switch r.IntN(3) {
	case 0:
		v = math.Nextafter32(v, 0)
	case 1:
		v = math.Nextafter32(v, float32(math.Inf(1)))
	}
	return bits32(v)
}

// near is one of the borders, or the number next to it.
func near(r *rand.Rand) float64 {
	v := pick(r, borders)
	switch r.IntN(4) {
	case 0:
		v = math.Nextafter(v, 0)
	case 1:
		v = math.Nextafter(v, math.Inf(1))
	}
	if r.IntN(2) == 0 {
		v = -v
	}
	return v
}
