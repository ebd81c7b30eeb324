package slice

import (
	"encoding/binary"
	"math"
)

// The accesses of generated code, with 64-bit addresses. The sum of address and offset may wrap, so each is checked by a slice
// expression of its own.

// Load8 reads 8 bits at a+off.
func (m Memory64) Load8(a, off uint64) uint8 {
	return m.b[a:][off]
}

// Load16 reads 16 bits at a+off.
func (m Memory64) Load16(a, off uint64) uint16 {
	return binary.LittleEndian.Uint16(m.b[a:][off : off+2])
}

// Load32 reads 32 bits at a+off.
func (m Memory64) Load32(a, off uint64) uint32 {
	return binary.LittleEndian.Uint32(m.b[a:][off : off+4])
}

// Load64 reads 64 bits at a+off.
func (m Memory64) Load64(a, off uint64) uint64 {
	return binary.LittleEndian.Uint64(m.b[a:][off : off+8])
}

// LoadF32 reads a float at a+off.
func (m Memory64) LoadF32(a, off uint64) float32 {
	return math.Float32frombits(binary.LittleEndian.Uint32(m.b[a:][off : off+4]))
}

// LoadF64 reads a float at a+off.
func (m Memory64) LoadF64(a, off uint64) float64 {
	return math.Float64frombits(binary.LittleEndian.Uint64(m.b[a:][off : off+8]))
}

// Store8 writes 8 bits at a+off.
func (m Memory64) Store8(a, off uint64, v uint8) {
	m.b[a:][off] = v
}

// Store16 writes 16 bits at a+off.
func (m Memory64) Store16(a, off uint64, v uint16) {
	binary.LittleEndian.PutUint16(m.b[a:][off:off+2], v)
}

// Store32 writes 32 bits at a+off.
func (m Memory64) Store32(a, off uint64, v uint32) {
	binary.LittleEndian.PutUint32(m.b[a:][off:off+4], v)
}

// Store64 writes 64 bits at a+off.
func (m Memory64) Store64(a, off uint64, v uint64) {
	binary.LittleEndian.PutUint64(m.b[a:][off:off+8], v)
}

// StoreF32 writes a float at a+off.
func (m Memory64) StoreF32(a, off uint64, v float32) {
	binary.LittleEndian.PutUint32(m.b[a:][off:off+4], math.Float32bits(v))
}

// StoreF64 writes a float at a+off.
func (m Memory64) StoreF64(a, off uint64, v float64) {
	binary.LittleEndian.PutUint64(m.b[a:][off:off+8], math.Float64bits(v))
}

// Touch traps unless n bytes at a+off exist: the load whose value nobody wants.
func (m Memory64) Touch(a, off, n uint64) { _ = m.b[a:][off : off+n] }
