package abi

import "github.com/wasm2go/wasm2go/rt"

// Aligned traps unless the low bits of an address that an atomic instruction accesses are 0.
func Aligned(low uint32) {
	if low != 0 {
		Throw(rt.UnalignedAtomic)
	}
}

// Unshared is memory.atomic.wait on a memory that is not shared: nobody could wake who waits.
func Unshared() { Throw(rt.NotShared) }
