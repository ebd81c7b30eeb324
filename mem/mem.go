// Package mem is what a host sees of a WebAssembly linear memory.
//
// The bytes may lie in an ordinary Go slice (mem/slice), behind guard pages (mem/guard), or outside the processor on a
// serial RAM chip: therefore no method of Memory hands out a []byte of the memory itself. Everything is copied in and out. The first two
// kinds are a Local, which lends its bytes besides. Package mem/data passes strings, numbers and structs.
package mem

import "fmt"

//go:generate go run ./internal/gen

// Memory is a linear memory as hosts use it. It is not safe for concurrent use, no more than the instance that owns it, but where its type is
// shared: see Atomic.
//
// Addresses and sizes are in bytes, numbers are little endian. A method that returns an error returns a *RangeError
// where the range does not lie inside the memory, and has then copied nothing; a backend on a device may return errors
// of its own besides.
type Memory interface {
	Type() Type       // the limits as of now: Min is the current size
	Size() uint64     // bytes
	PageSize() uint64 // bytes a page: 65536, or 1 (custom-page-sizes proposal)
	Pages() uint64    // Size / PageSize

	// Grow adds delta pages of zeros and returns the previous size in pages, or -1 where the limits or the host refuse.
	Grow(delta uint64) int64

	ReadAt(p []byte, addr uint64) error
	WriteAt(p []byte, addr uint64) error

	Uint8(addr uint64) (uint8, error)
	Uint16(addr uint64) (uint16, error)
	Uint32(addr uint64) (uint32, error)
	Uint64(addr uint64) (uint64, error)
	PutUint8(addr uint64, v uint8) error
	PutUint16(addr uint64, v uint16) error
	PutUint32(addr uint64, v uint32) error
	PutUint64(addr uint64, v uint64) error

	// Close releases the memory. Later accesses find it empty. Closing twice is fine.
	Close() error
}

// RangeError says that [Addr, Addr+Len) does not lie inside a memory of Size bytes.
type RangeError struct {
	Addr, Len, Size uint64
}

func (e *RangeError) Error() string {
	return fmt.Sprintf("memory range out of bounds: %d bytes at %#x, memory has %d bytes", e.Len, e.Addr, e.Size)
}

// Check returns a *RangeError unless [addr, addr+n) lies inside a memory of size bytes. It cannot be fooled by sums that wrap.
func Check(addr, n, size uint64) error {
	if InRange(addr, n, size) {
		return nil
	}
	return &RangeError{Addr: addr, Len: n, Size: size}
}

// InRange reports whether [addr, addr+n) lies inside [0, size).
func InRange(addr, n, size uint64) bool {
	return n <= size && addr <= size-n
}
