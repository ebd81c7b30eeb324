package mem

// Linear is a memory as instructions use it, not only hosts: a backend has these methods. Accesses take the effective address:
// the sum of an address and an offset of 32 bits, which has 33, or that of 64 bits each, but the largest address, which no memory has,
// where such a sum would wrap. They trap where the memory ends; a backend of your own traps by a panic with rt.OutOfBoundsMemory.
//
// These are all methods that generated code and the interpreter call, but for Outlined, which generated code calls on slice and sram
// alone. Accesses of other widths and atomic ones, once there are instructions that need them, will be interfaces of their own: a
// backend that lacks them goes on serving the modules that do not use them, and Linear does not grow. A backend that has no room may say
// why, see Refused.
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

	// Touch traps unless n bytes at ea exist: a load whose value is not used.
	Touch(ea, n uint64)

	// The bulk instructions.
	Fill(dst uint64, val uint8, n uint64)
	Copy(dst, src, n uint64)
	CopyFrom(from Memory, dst, src, n uint64)
	Init(dst uint64, data string, src, n uint64)
}
