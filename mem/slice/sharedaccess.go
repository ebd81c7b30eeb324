package slice

import (
	"encoding/binary"
	"math"
)

// The accesses of generated code to shared memories: as those of access.go, but for the view, which is loaded anew each time. Threads may race
// here as the module likes; go:norace says so to the race detector, where it looks at the room at all.

// Load8 reads 8 bits at ea.
//
//go:norace
func (m Shared) Load8(ea uint64) uint8 {
	return (*m.s.view.Load())[ea]
}

// Load16 reads 16 bits at ea.
//
//go:norace
func (m Shared) Load16(ea uint64) uint16 {
	return binary.LittleEndian.Uint16((*m.s.view.Load())[ea : ea+2])
}

// Load32 reads 32 bits at ea.
//
//go:norace
func (m Shared) Load32(ea uint64) uint32 {
	return binary.LittleEndian.Uint32((*m.s.view.Load())[ea : ea+4])
}

// Load64 reads 64 bits at ea.
//
//go:norace
func (m Shared) Load64(ea uint64) uint64 {
	return binary.LittleEndian.Uint64((*m.s.view.Load())[ea : ea+8])
}

// LoadF32 reads a float at ea.
//
//go:norace
func (m Shared) LoadF32(ea uint64) float32 {
	return math.Float32frombits(binary.LittleEndian.Uint32((*m.s.view.Load())[ea : ea+4]))
}

// LoadF64 reads a float at ea.
//
//go:norace
func (m Shared) LoadF64(ea uint64) float64 {
	return math.Float64frombits(binary.LittleEndian.Uint64((*m.s.view.Load())[ea : ea+8]))
}

// Store8 writes 8 bits at ea.
//
//go:norace
func (m Shared) Store8(ea uint64, v uint8) {
	(*m.s.view.Load())[ea] = v
}

// Store16 writes 16 bits at ea.
//
//go:norace
func (m Shared) Store16(ea uint64, v uint16) {
	binary.LittleEndian.PutUint16((*m.s.view.Load())[ea:ea+2], v)
}

// Store32 writes 32 bits at ea.
//
//go:norace
func (m Shared) Store32(ea uint64, v uint32) {
	binary.LittleEndian.PutUint32((*m.s.view.Load())[ea:ea+4], v)
}

// Store64 writes 64 bits at ea.
//
//go:norace
func (m Shared) Store64(ea uint64, v uint64) {
	binary.LittleEndian.PutUint64((*m.s.view.Load())[ea:ea+8], v)
}

// StoreF32 writes a float at ea.
//
//go:norace
func (m Shared) StoreF32(ea uint64, v float32) {
	binary.LittleEndian.PutUint32((*m.s.view.Load())[ea:ea+4], math.Float32bits(v))
}

// StoreF64 writes a float at ea.
//
//go:norace
func (m Shared) StoreF64(ea uint64, v float64) {
	binary.LittleEndian.PutUint64((*m.s.view.Load())[ea:ea+8], math.Float64bits(v))
}

// Touch traps unless n bytes at ea exist: the load whose value nobody wants.
func (m Shared) Touch(ea, n uint64) { _ = (*m.s.view.Load())[ea : ea+n] }
