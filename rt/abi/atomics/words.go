package atomics

import (
	"math/bits"
	"sync/atomic"
)

// order32 is the number whose bytes in memory are those of v in little endian.
func order32(v uint32) uint32 {
	if bigEndian {
		return bits.ReverseBytes32(v)
	}
	return v
}

// order64 is the number whose bytes in memory are those of v in little endian.
func order64(v uint64) uint64 {
	if bigEndian {
		return bits.ReverseBytes64(v)
	}
	return v
}

// Load32 reads 32 bits.
func Load32(p *uint32) uint32 { return order32(atomic.LoadUint32(p)) }

// Load64 reads 64 bits.
func Load64(p *uint64) uint64 { return order64(atomic.LoadUint64(p)) }

// Store32 writes 32 bits.
func Store32(p *uint32, v uint32) { atomic.StoreUint32(p, order32(v)) }

// Store64 writes 64 bits.
func Store64(p *uint64, v uint64) { atomic.StoreUint64(p, order64(v)) }

// Add32 adds v.
func Add32(p *uint32, v uint32) uint32 {
	if bigEndian {
		return addSwapped32(p, v)
	}
	return atomic.AddUint32(p, v) - v
}

// Add64 adds v.
func Add64(p *uint64, v uint64) uint64 {
	if bigEndian {
		return addSwapped64(p, v)
	}
	return atomic.AddUint64(p, v) - v
}

// addSwapped32 is Add32 where a sum carries the wrong way.
func addSwapped32(p *uint32, v uint32) uint32 {
	for {
		old := atomic.LoadUint32(p)
		if atomic.CompareAndSwapUint32(p, old, order32(order32(old)+v)) {
			return order32(old)
		}
	}
}

// addSwapped64 is Add64 where a sum carries the wrong way.
func addSwapped64(p *uint64, v uint64) uint64 {
	for {
		old := atomic.LoadUint64(p)
		if atomic.CompareAndSwapUint64(p, old, order64(order64(old)+v)) {
			return order64(old)
		}
	}
}

// Sub32 subtracts v.
func Sub32(p *uint32, v uint32) uint32 { return Add32(p, -v) }

// Sub64 subtracts v.
func Sub64(p *uint64, v uint64) uint64 { return Add64(p, -v) }

// And32 keeps the bits of v.
func And32(p *uint32, v uint32) uint32 { return order32(atomic.AndUint32(p, order32(v))) }

// And64 keeps the bits of v.
func And64(p *uint64, v uint64) uint64 { return order64(atomic.AndUint64(p, order64(v))) }

// Or32 sets the bits of v.
func Or32(p *uint32, v uint32) uint32 { return order32(atomic.OrUint32(p, order32(v))) }

// Or64 sets the bits of v.
func Or64(p *uint64, v uint64) uint64 { return order64(atomic.OrUint64(p, order64(v))) }

// Xor32 inverts the bits of v.
func Xor32(p *uint32, v uint32) uint32 {
	for {
		old := atomic.LoadUint32(p)
		if atomic.CompareAndSwapUint32(p, old, old^order32(v)) {
			return order32(old)
		}
	}
}

// Xor64 inverts the bits of v.
func Xor64(p *uint64, v uint64) uint64 {
	for {
		old := atomic.LoadUint64(p)
		if atomic.CompareAndSwapUint64(p, old, old^order64(v)) {
			return order64(old)
		}
	}
}

// Xchg32 writes v.
func Xchg32(p *uint32, v uint32) uint32 { return order32(atomic.SwapUint32(p, order32(v))) }

// Xchg64 writes v.
func Xchg64(p *uint64, v uint64) uint64 { return order64(atomic.SwapUint64(p, order64(v))) }

// Cmpxchg32 writes v if there is want, of which all bits count.
func Cmpxchg32(p *uint32, want uint64, v uint32) uint32 {
	for {
		old := atomic.LoadUint32(p)
		if uint64(order32(old)) != want || atomic.CompareAndSwapUint32(p, old, order32(v)) {
			return order32(old)
		}
	}
}

// Cmpxchg64 writes v if there is want.
func Cmpxchg64(p *uint64, want, v uint64) uint64 {
	for {
		old := atomic.LoadUint64(p)
		if order64(old) != want || atomic.CompareAndSwapUint64(p, old, order64(v)) {
			return order64(old)
		}
	}
}

// Fence is atomic.fence: one more of the instructions that all threads see in the same order.
func Fence() {
	var word uint32
	atomic.AddUint32(&word, 1)
}
