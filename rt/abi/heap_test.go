package abi_test

import (
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// makePoint is what generated code makes objects by.
func makePoint(c *abi.Core, t *rt.Type, next *rt.Object) *rt.Object {
	o := &point{t.Header(), 1, next}
	c.Allocated(&o.Object, int(unsafe.Sizeof(*o)))
	return &o.Object
}

const heapLimit = 2 << 20

// TestHeap: what is dropped can be made again without end, what is kept traps near the limit.
func TestHeap(t *testing.T) {
	types, c := arrayTypes(t), open(rt.WithHeap(heapLimit))
	const size = int(unsafe.Sizeof(point{}))
	for range 5 * heapLimit / size {
		makePoint(c, types[0], nil)
	}
	for range 6 {
		var list *rt.Object
		for range heapLimit / 2 / size {
			list = makePoint(c, types[0], list)
		}
		require.Equal(t, types[0], list.Type())
	}
	for range 2 {
		var list *rt.Object
		n := 0
		require.Equal(t, rt.OutOfMemory, trap(func() {
			for ; n < 4*heapLimit/size; n++ {
				list = makePoint(c, types[0], list)
			}
		}))
		require.InEpsilon(t, heapLimit, n*size, 0.2)
		list = nil
	}
	makePoint(c, types[0], nil)
}

// TestHeapArrays: large arrays are refused before they are made, and count when they are.
func TestHeapArrays(t *testing.T) {
	types, c := arrayTypes(t), open(rt.WithHeap(heapLimit))
	require.Equal(t, rt.OutOfMemory, trap(func() { abi.NewArray[uint64](c, types[4], heapLimit/8+1) }))
	for range 20 {
		abi.NewArray[uint64](c, types[4], heapLimit/16)
	}
	var kept []*rt.Object
	require.Equal(t, rt.OutOfMemory, trap(func() {
		for range 10 {
			kept = append(kept, abi.NewArray[uint64](c, types[4], heapLimit/32))
		}
	}))
	require.InDelta(t, 3.5, len(kept), 1)
}

// TestHeapExceptions: exceptions count, too.
func TestHeapExceptions(t *testing.T) {
	c, tag := open(rt.WithHeap(heapLimit)), rt.NewTag(rt.FuncType(nil, nil))
	var kept []*rt.Exception
	require.Equal(t, rt.OutOfMemory, trap(func() {
		for range heapLimit / 100 {
			kept = append(kept, c.NewException(tag))
		}
	}))
	require.InEpsilon(t, heapLimit/448, len(kept), 0.2)
}
