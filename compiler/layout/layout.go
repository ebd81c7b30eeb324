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
	var l layout
	data := findData(m)
	l.add(staticData, data.start, data.end, fmt.Sprintf("%d bytes of it in segments", data.bytes))
	top, pointer := findPointer(m, data)
	end, known := symbol(m, dataEnd)
	known = known && end >= data.end
	zeroEnd, zeroHow := max(data.end, end), dataEnd
	base, hasBase := symbol(m, heapBase)

	switch above := top > zeroEnd && zeroEnd > 0; {
	case data.bytes > 0 && top == zeroEnd && data.start < top: // no room for a stack
		top = 0
	case above:
		low, hasLow := symbol(m, stackLow)
		switch {
		case hasLow && !known:
			zeroEnd, zeroHow, known = low, stackLow, true
		case !hasLow:
			low = zeroEnd
			known = known || bits.OnesCount64(top-align(data.end)) == 1 // the size of a stack is a round number, that of both is not
		}
		if known {
			l.add(zeroedData, data.end, zeroEnd, "by "+zeroHow)
			l.add(stack, low, top, "by "+pointer)
		} else {
			l.add(zeroedOrStack, data.end, top, unknown)
		}
	default:
		if !known && hasBase && top <= data.start {
			zeroEnd, zeroHow, known = base, heapBase, data.end > 0 || top > 0 // nothing else lies in between
		}
		if known {
			l.add(zeroedData, max(data.end, top), zeroEnd, "by "+zeroHow)
		}
		l.add(stack, 0, top, "by "+pointer)
	}

	behind := max(zeroEnd, top)
	switch {
	case hasBase:
		l.rest(heap, base, "by "+heapBase)
	case top > zeroEnd && zeroEnd > 0:
		l.rest(heap, align(top), "by the end of the stack")
	case known:
		l.rest(heap, align(behind), "by "+zeroHow)
	case behind > 0:
		l.rest(zeroedOrHeap, behind, unknown)
	}
	return l
}

// A layout is a list of regions in the making.
type layout []Region

// add adds a region unless it is empty.
func (l *layout) add(name string, from, to uint64, how string) {
	if from < to {
		*l = append(*l, Region{name, from, to, how})
	}
}

// rest adds what reaches to the end of the memory.
func (l *layout) rest(name string, from uint64, how string) {
	*l = append(*l, Region{name, from, 0, how})
}

// align rounds up to what wasm-ld aligns stack and heap to.
func align(addr uint64) uint64 { return (addr + 15) &^ 15 }
