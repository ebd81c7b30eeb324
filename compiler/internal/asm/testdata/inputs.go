package main

import (
	"math"
	"math/rand/v2"

	"github.com/wasm2go/wasm2go/rt/vec"
)

// Numbers that instructions treat in their own way: limits, signs, counts of shifts, and what floats have besides numbers.
var (
	numbers8  = []uint8{0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 63, 64, 126, 127, 128, 129, 192, 240, 254, 255}
	numbers16 = []uint16{0, 1, 15, 16, 17, 127, 128, 129, 255, 256, 0x4000, 0x7ffe, 0x7fff, 0x8000, 0x8001, 0xc000, 0xff7f, 0xff80, 0xfffe, 0xffff}
	numbers32 = append([]uint32{
		0, 1, 2, 7, 8, 31, 32, 33, 63, 64, 0x7fff, 0x8000, 0xffff, 0x10000, 0x01000001, 0x7fffffff, 0x80000000, 0x80000001, 0xffff7fff, 0xffff8000, 0xffffff7f,
		0xffffffff,
		0x007fffff, 0x80000001, 0x00800000, 0x7f800000, 0xff800000, // subnormal floats, the least normal one, infinities
		0x7fc00000, 0xffc00000, 0x7fc12345, 0x7fa00001, 0x7f800001, 0xffbfffff, // NaNs, the last three signalling
	}, bits32(0.5, -0.5, 1, -1, 1.5, 2.5, -2.5, 3.5, 0x1.fffffep-2, 8388607.5, 0x1p23, 0x1.000002p23, 0x1p24, 0x1.fffffep30, 0x1p31, -0x1p31, -0x1.000002p31,
		0x1.fffffep31, 0x1p32, 0x1p62, 0x1.fffffep62, 0x1p63, -0x1p63, -0x1.000002p63, 0x1.fffffep63, 0x1p64, 1e30, math.MaxFloat32)...)
	numbers64 = append([]uint64{
		0, 1, 2, 31, 32, 63, 64, 65, 0x7fffffff, 0x80000000, 0x80000001, 0xffffffff, 1 << 32, 1<<53 + 1, 1<<63 - 1, 1 << 63, 1<<63 + 1, 1<<63 + 1<<39, 1<<63 + 1<<39 + 1,
		1<<62 + 1<<38, 1<<62 + 1<<38 + 1, 1<<64 - 1, 1<<64 - 1<<11, 0xffffffff00000000, 0xffffffff7fffffff,
		0x000fffffffffffff, 0x8000000000000001, 0x0010000000000000, 0x7ff0000000000000, 0xfff0000000000000,
		0x7ff8000000000000, 0xfff8000000000000, 0x7ff8000000012345, 0x7ff4000000000001, 0x7ff0000000000001, 0xfff7ffffffffffff,
	}, bits64(0.5, -0.5, 1, -1, 1.5, 2.5, -2.5, 3.5, 0x1.fffffffffffffp-2, 0x1p52, 0x1p52+1, 2147483646.5, 2147483647, 2147483647.5, 2147483648, -2147483648,
		-2147483648.5, -2147483649, 4294967294.5, 4294967295, 4294967295.5, 4294967296, 0x1.fffffffffffffp62, 0x1p63, -0x1p63, -0x1.0000000000001p63,
		0x1.fffffffffffffp63, 0x1p64, 0x1p-149, 0x1p-150, 0x1.8p-150, 0x1.fffffe8p-127, math.MaxFloat32, 0x1.ffffffp127, 1e300, 0x1.0000010000000p0,
		0x1.0000010000001p0)...)
)

func bits32(floats ...float32) (bits []uint32) {
	for _, f := range floats {
		bits = append(bits, math.Float32bits(f))
	}
	return bits
}

func bits64(floats ...float64) (bits []uint64) {
	for _, f := range floats {
		bits = append(bits, math.Float64bits(f))
	}
	return bits
}

// inputs has all pairs of those numbers in the lowest lane, so in some others, and many random operands.
func inputs(r *rand.Rand) (list [][3]vec.V128) {
	for _, x := range numbers32 {
		for _, y := range numbers32 {
			list = append(list, [3]vec.V128{vec.Of(r.Uint64()<<32|uint64(x), r.Uint64()), vec.Of(r.Uint64()<<32|uint64(y), r.Uint64()), random(r)})
		}
	}
	for _, x := range numbers64 {
		for _, y := range numbers64 {
			list = append(list, [3]vec.V128{vec.Of(x, y), vec.Of(y, x), random(r)})
		}
	}
	list = append(list, pairs(r, 16, numbers8, ofBytes)...)
	list = append(list, pairs(r, 8, numbers16, ofShorts)...)
	list = append(list, pairs(r, 4, numbers32, ofWords)...)
	for range 5000 {
		list = append(list, [3]vec.V128{random(r), random(r), random(r)})
	}
	return list
}

// pairs packs all pairs of numbers into lanes.
func pairs[T any](r *rand.Rand, lanes int, numbers []T, of func([]T) vec.V128) (list [][3]vec.V128) {
	var a, b []T
	add := func() {
		list = append(list, [3]vec.V128{of(a), of(b), random(r)})
		a, b = nil, nil
	}
	for _, x := range numbers {
		for _, y := range numbers {
			if a, b = append(a, x), append(b, y); len(a) == lanes {
				add()
			}
		}
	}
	for a != nil && len(a) < lanes {
		a, b = append(a, numbers[0]), append(b, numbers[0])
	}
	if a != nil {
		add()
	}
	return list
}

func ofBytes(b []uint8) vec.V128 { return vec.FromUint8([16]uint8(b)) }

func ofShorts(b []uint16) vec.V128 { return vec.FromUint16([8]uint16(b)) }

func ofWords(b []uint32) vec.V128 { return vec.FromUint32([4]uint32(b)) }

// random is a vector of random bits, of the numbers above, or of floats whose integer part is of some bits.
func random(r *rand.Rand) vec.V128 {
	switch r.IntN(7) {
	case 0:
		return ofBytes(some(r, 16, numbers8))
	case 1:
		return ofShorts(some(r, 8, numbers16))
	case 2:
		return ofWords(some(r, 4, numbers32))
	case 3:
		return vec.Of(numbers64[r.IntN(len(numbers64))], numbers64[r.IntN(len(numbers64))])
	case 4:
		var floats [4]float32
		for i := range floats {
			floats[i] = float32(moderate(r))
		}
		return vec.FromFloat32(floats)
	case 5:
		return vec.FromFloat64([2]float64{moderate(r), moderate(r)})
	}
	return vec.Of(r.Uint64(), r.Uint64())
}

func some[T any](r *rand.Rand, n int, numbers []T) (list []T) {
	for range n {
		list = append(list, numbers[r.IntN(len(numbers))])
	}
	return list
}

// moderate is a random float, in every second case a multiple of one half.
func moderate(r *rand.Rand) float64 {
	f := math.Ldexp(r.Float64()*2-1, r.IntN(72)-4)
	if r.IntN(2) == 0 {
		f = math.Round(2*f) / 2
	}
	return f
}
