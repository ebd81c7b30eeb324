//go:build amd64 && (linux || (darwin && !ios) || freebsd || windows)

package guard

import (
	"runtime"
	"unsafe"
)

// The stores of generated code. A store that straddles the end of the memory faults before it writes anything.
//
// The Go compiler makes one store of two, or leaves out one that another overwrites. If the second faults, the first must still have
// happened: runtime.KeepAlive is no instruction, but nothing is made one across it.

// Store8 writes 8 bits at ea.
func (m Memory) Store8(ea uint64, v uint8) {
	*(*uint8)(unsafe.Add(m.base, ea)) = v
	runtime.KeepAlive(nil)
}

// Store16 writes 16 bits at ea.
func (m Memory) Store16(ea uint64, v uint16) {
	*(*uint16)(unsafe.Add(m.base, ea)) = v
	runtime.KeepAlive(nil)
}

// Store32 writes 32 bits at ea.
func (m Memory) Store32(ea uint64, v uint32) {
	*(*uint32)(unsafe.Add(m.base, ea)) = v
	runtime.KeepAlive(nil)
}

// Store64 writes 64 bits at ea.
func (m Memory) Store64(ea uint64, v uint64) {
	*(*uint64)(unsafe.Add(m.base, ea)) = v
	runtime.KeepAlive(nil)
}

// StoreF32 writes a float at ea.
func (m Memory) StoreF32(ea uint64, v float32) {
	*(*float32)(unsafe.Add(m.base, ea)) = v
	runtime.KeepAlive(nil)
}

// StoreF64 writes a float at ea.
func (m Memory) StoreF64(ea uint64, v float64) {
	*(*float64)(unsafe.Add(m.base, ea)) = v
	runtime.KeepAlive(nil)
}
