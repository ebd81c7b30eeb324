// Command reactor is a library in Go: its allocator keeps what it gives out, so that the garbage collector leaves it alone.
package main

import (
	"runtime"
	"strings"
	"unsafe"
)

var given = map[unsafe.Pointer][]byte{}

//go:wasmexport malloc
func malloc(n uint32) unsafe.Pointer {
	b := make([]byte, n)
	p := unsafe.Pointer(unsafe.SliceData(b))
	given[p] = b
	return p
}

//go:wasmexport free
func free(p unsafe.Pointer) { delete(given, p) }

//go:wasmexport live
func live() uint32 { return uint32(len(given)) }

// upper returns a string that is the caller's, as address and length in one number.
//
//go:wasmexport upper
func upper(p unsafe.Pointer, n uint32) uint64 {
	runtime.GC()
	up := strings.ToUpper(unsafe.String((*byte)(p), n))
	q := malloc(uint32(len(up)))
	copy(given[q], up)
	return uint64(uintptr(q))<<32 | uint64(len(up))
}

func main() {}
