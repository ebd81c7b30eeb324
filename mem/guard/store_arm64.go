//go:build arm64 && (linux || (darwin && !ios) || freebsd || windows)

package guard

import (
	"runtime"
	"unsafe"
)

// The stores of generated code on arm64. Where an unaligned store runs over an end of the memory, the architecture says of
// the bytes inside that their value is unknown afterwards: the processor may have written them before the fault. A
// module must not see that, because a store that traps changes nothing. So whatever is wider than a byte first reads a byte
// of the aligned eight that hold the first one, and of those that hold the last one, which fault exactly when these do.
//
// The read is Go's own nil check: the compiler does not know that a pointer with bits masked off is not nil. It costs an
// addition, a mask and a load that hits the line the store wants anyway.
//
// runtime.KeepAlive keeps stores apart, as on amd64.

// Store8 writes 8 bits at ea.
func (m Memory) Store8(ea uint64, v uint8) {
	*(*uint8)(unsafe.Add(m.base, ea)) = v
	runtime.KeepAlive(nil)
}

// Store16 writes 16 bits at ea.
func (m Memory) Store16(ea uint64, v uint16) {
	p := unsafe.Add(m.base, ea)
	_ = *(*byte)(unsafe.Pointer(uintptr(p) &^ 7))
	_ = *(*byte)(unsafe.Pointer((uintptr(p) + 1) &^ 7))
	*(*uint16)(p) = v
	runtime.KeepAlive(nil)
}

// Store32 writes 32 bits at ea.
func (m Memory) Store32(ea uint64, v uint32) {
	p := unsafe.Add(m.base, ea)
	_ = *(*byte)(unsafe.Pointer(uintptr(p) &^ 7))
	_ = *(*byte)(unsafe.Pointer((uintptr(p) + 3) &^ 7))
	*(*uint32)(p) = v
	runtime.KeepAlive(nil)
}

// Store64 writes 64 bits at ea.
func (m Memory) Store64(ea uint64, v uint64) {
	p := unsafe.Add(m.base, ea)
	_ = *(*byte)(unsafe.Pointer(uintptr(p) &^ 7))
	_ = *(*byte)(unsafe.Pointer((uintptr(p) + 7) &^ 7))
	*(*uint64)(p) = v
	runtime.KeepAlive(nil)
}

// StoreF32 writes a float at ea.
func (m Memory) StoreF32(ea uint64, v float32) {
	p := unsafe.Add(m.base, ea)
	_ = *(*byte)(unsafe.Pointer(uintptr(p) &^ 7))
	_ = *(*byte)(unsafe.Pointer((uintptr(p) + 3) &^ 7))
	*(*float32)(p) = v
	runtime.KeepAlive(nil)
}

// StoreF64 writes a float at ea.
func (m Memory) StoreF64(ea uint64, v float64) {
	p := unsafe.Add(m.base, ea)
	_ = *(*byte)(unsafe.Pointer(uintptr(p) &^ 7))
	_ = *(*byte)(unsafe.Pointer((uintptr(p) + 7) &^ 7))
	*(*float64)(p) = v
	runtime.KeepAlive(nil)
}
