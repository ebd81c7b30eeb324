//go:build (amd64 || arm64) && (linux || (darwin && !ios) || freebsd || windows)

package guard

import "unsafe"

// The loads of generated code. There is no check: what lies outside the memory lies in the reservation, and faults. The sum has
// 33 bits and cannot wrap.
//
// The Go compiler believes that a load from such a pointer cannot fault. It may therefore drop a load whose value is not used, or
// move it to where it is used, up to the next store or call, and with it the trap. A load whose value the module drops is to be written
// as Touch.

// Load8 reads 8 bits at a+off.
func (m Memory) Load8(a, off uint32) uint8 {
	return *(*uint8)(unsafe.Add(m.base, uint64(a)+uint64(off)))
}

// Load16 reads 16 bits at a+off.
func (m Memory) Load16(a, off uint32) uint16 {
	return *(*uint16)(unsafe.Add(m.base, uint64(a)+uint64(off)))
}

// Load32 reads 32 bits at a+off.
func (m Memory) Load32(a, off uint32) uint32 {
	return *(*uint32)(unsafe.Add(m.base, uint64(a)+uint64(off)))
}

// Load64 reads 64 bits at a+off.
func (m Memory) Load64(a, off uint32) uint64 {
	return *(*uint64)(unsafe.Add(m.base, uint64(a)+uint64(off)))
}

// LoadF32 reads a float at a+off.
func (m Memory) LoadF32(a, off uint32) float32 {
	return *(*float32)(unsafe.Add(m.base, uint64(a)+uint64(off)))
}

// LoadF64 reads a float at a+off.
func (m Memory) LoadF64(a, off uint32) float64 {
	return *(*float64)(unsafe.Add(m.base, uint64(a)+uint64(off)))
}

// Touch traps unless n bytes at a+off exist: the load whose value nobody wants.
func (m Memory) Touch(a, off, n uint32) { m.within(uint64(a)+uint64(off), uint64(n)) }
