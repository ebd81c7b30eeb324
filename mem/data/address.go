package data

import (
	"math"
	"unsafe"

	"github.com/wasm2go/wasm2go/mem"
)

// Address is a type for addresses and lengths. Exported functions have int32 for them, those of a module with 64-bit memory int64; int is
// there for constants and len. Addresses are unsigned: an int32 of -1 is the last byte of 4 GiB.
type Address interface {
	~int32 | ~int64 | ~uint32 | ~uint64 | ~int
}

// unsigned is an address as memories take it. What is negative lies beyond any memory, unless it is an address of 32 bits.
func unsigned[A Address](a A) uint64 {
	if unsafe.Sizeof(a) == 4 {
		return uint64(uint32(a))
	}
	return uint64(a)
}

// mostBytes is the largest size that an allocator with such addresses is asked for: it may take its argument for a signed number.
func mostBytes[A Address]() uint64 {
	if unsafe.Sizeof(A(0)) == 4 {
		return math.MaxInt32
	}
	return math.MaxInt64
}

// check returns a *mem.RangeError unless there are n bytes at addr, and a Go slice can have as many: before anything is allocated for them.
func check(m mem.Memory, addr, n uint64) error {
	if n > math.MaxInt {
		return &mem.RangeError{Addr: addr, Len: n, Size: m.Size()}
	}
	return mem.Check(addr, n, m.Size())
}
