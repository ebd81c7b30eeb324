package slice

import (
	"encoding/binary"
	"math"
)

// The accesses of generated code. Slicing with both bounds compares the upper one with the size, and the bounds with each
// other, which finds the effective address of 64 bits whose upper bound wraps; b[ea:] would cost more. Where int has 32 bits,
// Go still compares all 64. Each method stays within the inlining budget of Go's "big" functions.

// Load8 reads 8 bits at ea.
func (m Memory) Load8(ea uint64) uint8 {
	return m.b[ea]
}

// Load16 reads 16 bits at ea.
func (m Memory) Load16(ea uint64) uint16 {
	return binary.LittleEndian.Uint16(m.b[ea : ea+2])
}

// Load32 reads 32 bits at ea.
func (m Memory) Load32(ea uint64) uint32 {
	return binary.LittleEndian.Uint32(m.b[ea : ea+4])
}

// Load64 reads 64 bits at ea.
func (m Memory) Load64(ea uint64) uint64 {
	return binary.LittleEndian.Uint64(m.b[ea : ea+8])
}

// LoadF32 reads a float at ea.
func (m Memory) LoadF32(ea uint64) float32 {
	return math.Float32frombits(binary.LittleEndian.Uint32(m.b[ea : ea+4]))
}

// LoadF64 reads a float at ea.
func (m Memory) LoadF64(ea uint64) float64 {
	return math.Float64frombits(binary.LittleEndian.Uint64(m.b[ea : ea+8]))
}

// Store8 writes 8 bits at ea.
func (m Memory) Store8(ea uint64, v uint8) {
	m.b[ea] = v
}

// Store16 writes 16 bits at ea.
func (m Memory) Store16(ea uint64, v uint16) {
	binary.LittleEndian.PutUint16(m.b[ea:ea+2], v)
}

// Store32 writes 32 bits at ea.
func (m Memory) Store32(ea uint64, v uint32) {
	binary.LittleEndian.PutUint32(m.b[ea:ea+4], v)
}

// Store64 writes 64 bits at ea.
func (m Memory) Store64(ea uint64, v uint64) {
	binary.LittleEndian.PutUint64(m.b[ea:ea+8], v)
}

// StoreF32 writes a float at ea.
func (m Memory) StoreF32(ea uint64, v float32) {
	binary.LittleEndian.PutUint32(m.b[ea:ea+4], math.Float32bits(v))
}

// StoreF64 writes a float at ea.
func (m Memory) StoreF64(ea uint64, v float64) {
	binary.LittleEndian.PutUint64(m.b[ea:ea+8], math.Float64bits(v))
}

// Touch traps unless n bytes at ea exist: the load whose value nobody wants.
func (m Memory) Touch(ea, n uint64) { _ = m.b[ea : ea+n] }
