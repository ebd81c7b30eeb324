//go:build (amd64 || arm64) && (linux || (darwin && !ios) || freebsd || windows)

package guard

import (
	"runtime"
	"unsafe"
)

// The loads of generated code. There is no check: what lies outside the memory lies in the reservation, and faults. The effective
// address has 33 bits: an i32 and an offset of 32 bits.
//
// The Go compiler believes that a load from such a pointer cannot fault. Left to itself it drops a load whose value it does not need,
// makes one of a byte of one that is masked, and moves it into the branch that uses it, up to the next store or call; with it go traps.
// runtime.KeepAlive prevents that. It is no instruction, but in the compiler's eyes both a use of its argument and, like a store,
// a change of memory, which no load moves across. So a load of an integer, whose value is made a pointer for that, has to be
// complete where it stands.
//
// KeepAlive comes first, too, with nothing: else the compiler may put another use before the one that matters, and then, so as to have
// the value for that, copies it to the stack. checkptr would not like the pointers, of which nothing is ever made.

// Load8 reads 8 bits at ea.
//
//go:nocheckptr
func (m Memory) Load8(ea uint64) uint8 {
	runtime.KeepAlive(nil)
	v := *(*uint8)(unsafe.Add(m.base, ea))
	runtime.KeepAlive(unsafe.Add(nil, v))
	return v
}

// Load16 reads 16 bits at ea.
//
//go:nocheckptr
func (m Memory) Load16(ea uint64) uint16 {
	runtime.KeepAlive(nil)
	v := *(*uint16)(unsafe.Add(m.base, ea))
	runtime.KeepAlive(unsafe.Add(nil, v))
	return v
}

// Load32 reads 32 bits at ea.
//
//go:nocheckptr
func (m Memory) Load32(ea uint64) uint32 {
	runtime.KeepAlive(nil)
	v := *(*uint32)(unsafe.Add(m.base, ea))
	runtime.KeepAlive(unsafe.Add(nil, v))
	return v
}

// Load64 reads 64 bits at ea.
//
//go:nocheckptr
func (m Memory) Load64(ea uint64) uint64 {
	runtime.KeepAlive(nil)
	v := *(*uint64)(unsafe.Add(m.base, ea))
	runtime.KeepAlive(unsafe.Add(nil, v))
	return v
}

// The loads of floats stay where they are, but the compiler drops them if it does not need the value: a float cannot be made a pointer
// for nothing. The translator writes them only where that cannot be, else loads of integers (see passes.Floats).

// LoadF32 reads a float at ea, which the caller must use.
func (m Memory) LoadF32(ea uint64) float32 {
	v := *(*float32)(unsafe.Add(m.base, ea))
	runtime.KeepAlive(nil)
	return v
}

// LoadF64 reads a float at ea, which the caller must use.
func (m Memory) LoadF64(ea uint64) float64 {
	v := *(*float64)(unsafe.Add(m.base, ea))
	runtime.KeepAlive(nil)
	return v
}

// Touch traps unless n bytes at ea exist: the load whose value nobody wants.
func (m Memory) Touch(ea, n uint64) { m.within(ea, n) }
