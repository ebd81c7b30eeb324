package slice

import (
	"encoding/binary"
	"math"
)

// The accesses of generated code, with 32-bit addresses. The effective address has 33 bits and cannot wrap; where int has 32,
// Go still compares all of them. Slicing with both bounds costs one comparison with the size, and one of the bounds
// with each other that the compiler could leave out but does not; b[ea:] would cost more. Each method stays within the
// inlining budget of Go's "big" functions, but for the floats: there is no cheaper way to convert the bits.

// Load8 reads 8 bits at a+off.
func (m Memory) Load8(a, off uint32) uint8 {
	return m.b[uint64(a)+uint64(off)]
}

// Load16 reads 16 bits at a+off.
func (m Memory) Load16(a, off uint32) uint16 {
	ea := uint64(a) + uint64(off)
	return binary.LittleEndian.Uint16(m.b[ea : ea+2])
}

// Load32 reads 32 bits at a+off.
func (m Memory) Load32(a, off uint32) uint32 {
	ea := uint64(a) + uint64(off)
	return binary.LittleEndian.Uint32(m.b[ea : ea+4])
}

// Load64 reads 64 bits at a+off.
func (m Memory) Load64(a, off uint32) uint64 {
	ea := uint64(a) + uint64(off)
	return binary.LittleEndian.Uint64(m.b[ea : ea+8])
}

// LoadF32 reads a float at a+off.
func (m Memory) LoadF32(a, off uint32) float32 {
	ea := uint64(a) + uint64(off)
	return math.Float32frombits(binary.LittleEndian.Uint32(m.b[ea : ea+4]))
}

// LoadF64 reads a float at a+off.
func (m Memory) LoadF64(a, off uint32) float64 {
	ea := uint64(a) + uint64(off)
	return math.Float64frombits(binary.LittleEndian.Uint64(m.b[ea : ea+8]))
}

// Store8 writes 8 bits at a+off.
func (m Memory) Store8(a, off uint32, v uint8) {
	m.b[uint64(a)+uint64(off)] = v
}

// Store16 writes 16 bits at a+off.
func (m Memory) Store16(a, off uint32, v uint16) {
	ea := uint64(a) + uint64(off)
	binary.LittleEndian.PutUint16(m.b[ea:ea+2], v)
}

// Store32 writes 32 bits at a+off.
func (m Memory) Store32(a, off uint32, v uint32) {
	ea := uint64(a) + uint64(off)
	binary.LittleEndian.PutUint32(m.b[ea:ea+4], v)
}

// Store64 writes 64 bits at a+off.
func (m Memory) Store64(a, off uint32, v uint64) {
	ea := uint64(a) + uint64(off)
	binary.LittleEndian.PutUint64(m.b[ea:ea+8], v)
}

// StoreF32 writes a float at a+off.
func (m Memory) StoreF32(a, off uint32, v float32) {
	ea := uint64(a) + uint64(off)
	binary.LittleEndian.PutUint32(m.b[ea:ea+4], math.Float32bits(v))
}

// StoreF64 writes a float at a+off.
func (m Memory) StoreF64(a, off uint32, v float64) {
	ea := uint64(a) + uint64(off)
	binary.LittleEndian.PutUint64(m.b[ea:ea+8], math.Float64bits(v))
}

// Touch traps unless n bytes at a+off exist: the load whose value nobody wants.
func (m Memory) Touch(a, off, n uint32) {
	ea := uint64(a) + uint64(off)
	_ = m.b[ea : ea+uint64(n)]
}
