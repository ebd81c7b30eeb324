//go:build wasip1

// Command guest becomes a WebAssembly module whose exports are the functions that are marked. Texts pass in memory that alloc gave out.
package main

import (
	"slices"
	"strings"
	"unsafe"
)

// index returns the words of a text, sorted, each once and on a line of its own: where they are in the upper half, how many bytes they
// take in the lower. The caller frees them.
//
//go:wasmexport index
func index(text unsafe.Pointer, n uint32) uint64 {
	small := strings.ToLower(string(unsafe.Slice((*byte)(text), n)))
	words := strings.FieldsFunc(small, func(r rune) bool { return r < 'a' || r > 'z' })
	slices.Sort(words)
	out := []byte(strings.Join(slices.Compact(words), "\n"))
	return uint64(uintptr(keep(out)))<<32 | uint64(len(out))
}

// kept is what the host knows of, so that the garbage collector leaves it alone.
var kept = map[unsafe.Pointer][]byte{}

func keep(b []byte) unsafe.Pointer {
	at := unsafe.Pointer(unsafe.SliceData(b))
	kept[at] = b
	return at
}

//go:wasmexport alloc
func alloc(n uint32) unsafe.Pointer { return keep(make([]byte, n)) }

//go:wasmexport free
func free(at unsafe.Pointer) { delete(kept, at) }

func main() {} // is not called: a reactor has _initialize
