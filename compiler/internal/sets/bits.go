// Package sets has sets of small numbers, and partitions of them.
package sets

import "math/bits"

// Bits is a set of numbers, a bit each. It holds numbers below 64 times its length.
type Bits[N ~int | ~uint32] []uint64

// New makes an empty set of numbers below n.
func New[N ~int | ~uint32](n int) Bits[N] { return make(Bits[N], (n+63)/64) }

// Has tells whether n is in it.
func (s Bits[N]) Has(n N) bool { return s[n/64]&(1<<(n%64)) != 0 }

// Add puts n into it.
func (s Bits[N]) Add(n N) { s[n/64] |= 1 << (n % 64) }

// Remove takes n out of it.
func (s Bits[N]) Remove(n N) { s[n/64] &^= 1 << (n % 64) }

// Meet keeps what is in t, too, and tells whether that is less.
func (s Bits[N]) Meet(t Bits[N]) bool {
	less := false
	for i, w := range t {
		less = less || s[i]&^w != 0
		s[i] &= w
	}
	return less
}

// Join adds what is in t, and tells whether that is more.
func (s Bits[N]) Join(t Bits[N]) bool {
	more := false
	for i, w := range t {
		more = more || w&^s[i] != 0
		s[i] |= w
	}
	return more
}

// All yields the numbers, in order.
func (s Bits[N]) All(yield func(N) bool) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			if !yield(N(64*i + bits.TrailingZeros64(w))) {
				return
			}
		}
	}
}

// Len is how many members it has.
func (s Bits[N]) Len() (n int) {
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

// Clone copies it.
func (s Bits[N]) Clone() Bits[N] { return append(Bits[N](nil), s...) }
