package mem

// Linear is a memory as instructions use it, not only hosts: a backend has these methods. Accesses take the effective address,
// the sum of an address and an offset of 32 bits, which has 33, or what abi.Addr64 makes of 64-bit ones. They trap where the
// memory ends.
type Linear interface {
	Memory

	Load8(ea uint64) uint8
	Load16(ea uint64) uint16
	Load32(ea uint64) uint32
	Load64(ea uint64) uint64
	LoadF32(ea uint64) float32
	LoadF64(ea uint64) float64
	Store8(ea uint64, v uint8)
	Store16(ea uint64, v uint16)
	Store32(ea uint64, v uint32)
	Store64(ea uint64, v uint64)
	StoreF32(ea uint64, v float32)
	StoreF64(ea uint64, v float64)

	// The bulk instructions.
	Fill(dst uint64, val uint8, n uint64)
	Copy(dst, src, n uint64)
	CopyFrom(from Memory, dst, src, n uint64)
	Init(dst uint64, data string, src, n uint64)
}
