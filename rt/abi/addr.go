package abi

// Addr64 is the effective address of an access to a memory with 64-bit addresses: a+off, or one of the largest addresses, which no
// memory has, where the sum would wrap. It is aligned as the sum is.
func Addr64(a, off uint64) uint64 {
	if ea := a + off; ea >= a {
		return ea
	}
	return (a + off) | (1<<64 - 8)
}
