package atomics

import (
	"sync/atomic"
	"unsafe"
)

// word8 is the aligned word that holds the byte at p, and how far its bits are shifted there.
func word8(p *uint8) (word *uint32, shift uint32) {
	at := uint32(uintptr(unsafe.Pointer(p)) & 3)
	if bigEndian {
		at = 3 - at
	}
	return (*uint32)(unsafe.Pointer(uintptr(unsafe.Pointer(p)) &^ 3)), at * 8
}

// word16 is the aligned word that holds the two bytes at p, and how far their bits are shifted there.
func word16(p *uint16) (word *uint32, shift uint32) {
	at := uint32(uintptr(unsafe.Pointer(p)) & 2)
	if bigEndian {
		at = 2 - at
	}
	return (*uint32)(unsafe.Pointer(uintptr(unsafe.Pointer(p)) &^ 3)), at * 8
}

// order16 is the number whose bytes in memory are those of v in little endian.
func order16(v uint16) uint16 {
	if bigEndian {
		return v<<8 | v>>8
	}
	return v
}

// update has a part of a word, in the machine's order of bytes, become what change makes of it, and returns the old one.
//
// It is inlined, and so is change.
func update(word *uint32, shift, mask uint32, change func(uint32) uint32) uint32 {
	for {
		old := atomic.LoadUint32(word)
		part := old >> shift & mask
		if atomic.CompareAndSwapUint32(word, old, old&^(mask<<shift)|change(part)&mask<<shift) {
			return part
		}
	}
}

const mask8, mask16 = 1<<8 - 1, 1<<16 - 1

// Load8 reads 8 bits.
func Load8(p *uint8) uint8 {
	word, shift := word8(p)
	return uint8(atomic.LoadUint32(word) >> shift)
}

// Load16 reads 16 bits.
func Load16(p *uint16) uint16 {
	word, shift := word16(p)
	return order16(uint16(atomic.LoadUint32(word) >> shift))
}

// Store8 writes 8 bits.
func Store8(p *uint8, v uint8) { Xchg8(p, v) }

// Store16 writes 16 bits.
func Store16(p *uint16, v uint16) { Xchg16(p, v) }

// Add8 adds v.
func Add8(p *uint8, v uint8) uint8 {
	word, shift := word8(p)
	return uint8(update(word, shift, mask8, func(old uint32) uint32 { return old + uint32(v) }))
}

// Add16 adds v.
func Add16(p *uint16, v uint16) uint16 {
	word, shift := word16(p)
	return order16(uint16(update(word, shift, mask16, func(old uint32) uint32 { return uint32(order16(order16(uint16(old)) + v)) })))
}

// Sub8 subtracts v.
func Sub8(p *uint8, v uint8) uint8 { return Add8(p, -v) }

// Sub16 subtracts v.
func Sub16(p *uint16, v uint16) uint16 { return Add16(p, -v) }

// And8 keeps the bits of v.
func And8(p *uint8, v uint8) uint8 {
	word, shift := word8(p)
	return uint8(atomic.AndUint32(word, ^(uint32(^v)<<shift)) >> shift)
}

// And16 keeps the bits of v.
func And16(p *uint16, v uint16) uint16 {
	word, shift := word16(p)
	return order16(uint16(atomic.AndUint32(word, ^(uint32(^order16(v))<<shift)) >> shift))
}

// Or8 sets the bits of v.
func Or8(p *uint8, v uint8) uint8 {
	word, shift := word8(p)
	return uint8(atomic.OrUint32(word, uint32(v)<<shift) >> shift)
}

// Or16 sets the bits of v.
func Or16(p *uint16, v uint16) uint16 {
	word, shift := word16(p)
	return order16(uint16(atomic.OrUint32(word, uint32(order16(v))<<shift) >> shift))
}

// Xor8 inverts the bits of v.
func Xor8(p *uint8, v uint8) uint8 {
	word, shift := word8(p)
	return uint8(update(word, shift, mask8, func(old uint32) uint32 { return old ^ uint32(v) }))
}

// Xor16 inverts the bits of v.
func Xor16(p *uint16, v uint16) uint16 {
	word, shift := word16(p)
	return order16(uint16(update(word, shift, mask16, func(old uint32) uint32 { return old ^ uint32(order16(v)) })))
}

// Xchg8 writes v.
func Xchg8(p *uint8, v uint8) uint8 {
	word, shift := word8(p)
	return uint8(update(word, shift, mask8, func(uint32) uint32 { return uint32(v) }))
}

// Xchg16 writes v.
func Xchg16(p *uint16, v uint16) uint16 {
	word, shift := word16(p)
	return order16(uint16(update(word, shift, mask16, func(uint32) uint32 { return uint32(order16(v)) })))
}

// Cmpxchg8 writes v if there is want, of which all bits count.
func Cmpxchg8(p *uint8, want uint64, v uint8) uint8 {
	word, shift := word8(p)
	for {
		old := atomic.LoadUint32(word)
		part := uint8(old >> shift)
		if uint64(part) != want || atomic.CompareAndSwapUint32(word, old, old&^(mask8<<shift)|uint32(v)<<shift) {
			return part
		}
	}
}

// Cmpxchg16 writes v if there is want, of which all bits count.
func Cmpxchg16(p *uint16, want uint64, v uint16) uint16 {
	word, shift := word16(p)
	for {
		old := atomic.LoadUint32(word)
		part := order16(uint16(old >> shift))
		if uint64(part) != want || atomic.CompareAndSwapUint32(word, old, old&^(mask16<<shift)|uint32(order16(v))<<shift) {
			return part
		}
	}
}
