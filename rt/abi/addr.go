package abi

// Addr64 is the effective address of an access to a memory with 64-bit addresses: a+off, or the largest address, which no
// memory has, where the sum would wrap.
func Addr64(a, off uint64) uint64 {
	if ea := a + off; ea >= a {
		return ea
	}
	return 1<<64 - 1
}
