//go:build (amd64 || arm64) && (linux || (darwin && !ios) || freebsd || windows)

package guard

import "unsafe"

// The loads of generated code. There is no check: what lies outside the memory lies in the reservation, and faults. The effective
// address has 33 bits: an i32 and an offset of 32 bits.
//
// The Go compiler believes that a load from such a pointer cannot fault. It may therefore drop a load whose value is not used, or
// move it to where it is used, up to the next store or call, and with it the trap. A load whose value the module drops is to be written
// as Touch.

// Load8 reads 8 bits at ea.
func (m Memory) Load8(ea uint64) uint8 {
	return *(*uint8)(unsafe.Add(m.base, ea))
}

// Load16 reads 16 bits at ea.
func (m Memory) Load16(ea uint64) uint16 {
	return *(*uint16)(unsafe.Add(m.base, ea))
}

// Load32 reads 32 bits at ea.
func (m Memory) Load32(ea uint64) uint32 {
	return *(*uint32)(unsafe.Add(m.base, ea))
}

// Load64 reads 64 bits at ea.
func (m Memory) Load64(ea uint64) uint64 {
	return *(*uint64)(unsafe.Add(m.base, ea))
}

// LoadF32 reads a float at ea.
func (m Memory) LoadF32(ea uint64) float32 {
	return *(*float32)(unsafe.Add(m.base, ea))
}

// LoadF64 reads a float at ea.
func (m Memory) LoadF64(ea uint64) float64 {
	return *(*float64)(unsafe.Add(m.base, ea))
}

// Touch traps unless n bytes at ea exist: the load whose value nobody wants.
func (m Memory) Touch(ea, n uint64) { m.within(ea, n) }
