// Package layout, internal to this project and without a promise of stability, finds out how a module uses its memory, from what
// linkers leave behind.
package layout

import (
	"fmt"
	"math/bits"

	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A Region is a part of the memory with a purpose, in bytes.
type Region struct {
	Name     string
	From, To uint64 // To is 0 for the end of the memory
	How      string // it was found: "by __heap_base"
}

// The names of regions. Where nothing tells the border of two they are one.
const (
	staticData    = "static data" // filled by segments
	zeroedData    = "zeroed data" // .bss
	stack         = "auxiliary stack"
	heap          = "heap"
	zeroedOrStack = "zeroed data and auxiliary stack"
	zeroedOrHeap  = "zeroed data and heap"
)

// What wasm-ld says where it is told to (--export), and of what it leaves the names in debug builds.
const (
	dataEnd      = "__data_end" // behind zeroed data
	heapBase     = "__heap_base"
	stackPointer = "__stack_pointer"
	stackLow     = "__stack_low"
)

const (
	guessed = "global 0 as a guess"
	unknown = "where one ends is not known"
)

// Find returns the parts of the first memory, as far as they can be told. wasm-ld puts static data and zeroed data one behind the other,
// and the auxiliary stack, which grows down from __stack_pointer, either between them and the heap or, with --stack-first (the default for
// Rust, and of later versions), at address 0.
func Find(m *wasm.Module) []Region {
	f := finder{m: m, data: findData(m)}
	f.add(staticData, f.data.start, f.data.end, fmt.Sprintf("%d bytes of it in segments", f.data.bytes))
	f.top, f.pointer = findPointer(m, f.data)
	end, ok := symbol(m, dataEnd)
	f.end, f.by, f.known = max(f.data.end, end), dataEnd, ok && end >= f.data.end
	switch {
	case f.data.bytes > 0 && f.top == f.end && f.data.start < f.top:
		f.top = 0 // no room for a stack
	case f.stackIsBehind():
		f.stackBehind()
	default:
		f.stackFirst()
	}
	f.heap()
	return f.regions
}

// A finder is what is known of a memory so far.
type finder struct {
	m       *wasm.Module
	regions []Region
	data    segments

	top     uint64 // of the stack, 0 if there is none
	pointer string // what says so

	end   uint64 // of zeroed data, if known; else data's
	by    string // what says so
	known bool
}

// stackIsBehind tells whether the stack lies between zeroed data and the heap.
func (f *finder) stackIsBehind() bool { return f.top > f.end && f.end > 0 }

// stackBehind adds zeroed data and the stack behind it. Without __data_end or __stack_low only the stack's size tells them apart: it is a
// round number, that of both is not.
func (f *finder) stackBehind() {
	low, hasLow := symbol(f.m, stackLow)
	switch {
	case hasLow && !f.known:
		f.end, f.by, f.known = low, stackLow, true
	case !hasLow:
		low = f.end
		f.known = f.known || bits.OnesCount64(f.top-align(f.data.end)) == 1
	}
	if !f.known {
		f.add(zeroedOrStack, f.data.end, f.top, unknown)
		return
	}
	f.add(zeroedData, f.data.end, f.end, "by "+f.by)
	f.add(stack, low, f.top, "by "+f.pointer)
}

// stackFirst adds the stack at address 0, if there is one, and zeroed data behind data.
func (f *finder) stackFirst() {
	if base, ok := symbol(f.m, heapBase); ok && !f.known && f.top <= f.data.start {
		f.end, f.by, f.known = base, heapBase, f.data.end > 0 || f.top > 0 // nothing else lies in between
	}
	if f.known {
		f.add(zeroedData, max(f.data.end, f.top), f.end, "by "+f.by)
	}
	f.add(stack, 0, f.top, "by "+f.pointer)
}

// heap adds what is behind all of that.
func (f *finder) heap() {
	behind := max(f.end, f.top)
	base, hasBase := symbol(f.m, heapBase)
	switch {
	case hasBase:
		f.rest(heap, base, "by "+heapBase)
	case f.stackIsBehind():
		f.rest(heap, align(f.top), "by the end of the stack")
	case f.known:
		f.rest(heap, align(behind), "by "+f.by)
	case behind > 0:
		f.rest(zeroedOrHeap, behind, unknown)
	}
}

// add adds a region unless it is empty.
func (f *finder) add(name string, from, to uint64, how string) {
	if from < to {
		f.regions = append(f.regions, Region{name, from, to, how})
	}
}

// rest adds what reaches to the end of the memory.
func (f *finder) rest(name string, from uint64, how string) {
	f.regions = append(f.regions, Region{name, from, 0, how})
}

// align rounds up to what wasm-ld aligns stack and heap to.
func align(addr uint64) uint64 { return (addr + 15) &^ 15 }
