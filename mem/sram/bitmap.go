package sram

import "math/bits"

// bitmap is a set of lines, a bit each. Lines beyond its end are not in it.
type bitmap []uint64

func (b bitmap) has(i uint64) bool { return b[i/64]>>(i%64)&1 != 0 }

func (b bitmap) set(i uint64) { b[i/64] |= 1 << (i % 64) }

func (b bitmap) clear(i uint64) { b[i/64] &^= 1 << (i % 64) }

// grown returns a bitmap with room for n lines.
func (b bitmap) grown(n uint64) bitmap {
	need := int((n + 63) / 64)
	return append(b, make(bitmap, need-min(need, len(b)))...)
}

// log2 is the logarithm of a power of two.
func log2(n uint64) uint { return uint(bits.TrailingZeros64(n)) }
