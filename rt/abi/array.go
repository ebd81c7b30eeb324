package abi

import (
	"encoding/binary"
	"math"
	"unsafe"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/vec"
)

// AsArray is the array o, whose elements are stored as T.
func AsArray[T any](o *rt.Object) *rt.Array[T] { return (*rt.Array[T])(unsafe.Pointer(o)) }

// ArrayLen is array.len.
func ArrayLen(o *rt.Object) uint32 {
	if o == nil {
		Throw(rt.NullReference)
	}
	return AsArray[uint8](o).Len() // of whatever type the elements are
}

// NewArray is array.new_default: n elements, of which each is zero or null.
func NewArray[T any](c *Core, t *rt.Type, n uint32) *rt.Object {
	var none T
	size := uint64(n) * uint64(unsafe.Sizeof(none))
	c.heap.room(size)
	a := makeArray[T](n)
	a.Object = t.Header()
	c.Allocated(&a.Object, int(unsafe.Sizeof(*a))+int(size))
	return &a.Object
}

// Small arrays are one piece, in rooms of a few sizes.
type (
	room4[T any] struct {
		rt.Array[T]
		room [4]T
	}
	room8[T any] struct {
		rt.Array[T]
		room [8]T
	}
	room16[T any] struct {
		rt.Array[T]
		room [16]T
	}
	room32[T any] struct {
		rt.Array[T]
		room [32]T
	}
)

func makeArray[T any](n uint32) *rt.Array[T] {
	switch {
	case n == 0:
		return &rt.Array[T]{}
	case n <= 4:
		a := &room4[T]{}
		a.Elems = a.room[:n:n]
		return &a.Array
	case n <= 8:
		a := &room8[T]{}
		a.Elems = a.room[:n:n]
		return &a.Array
	case n <= 16:
		a := &room16[T]{}
		a.Elems = a.room[:n:n]
		return &a.Array
	case n <= 32:
		a := &room32[T]{}
		a.Elems = a.room[:n:n]
		return &a.Array
	}
	return &rt.Array[T]{Elems: make([]T, n)}
}

// FilledArray is array.new: n elements, of which each is v.
func FilledArray[T any](c *Core, t *rt.Type, v T, n uint32) *rt.Object {
	o := NewArray[T](c, t, n)
	fill(AsArray[T](o).Elems, v)
	return o
}

// fill makes all elements v: the first one by one, the others by copies of those, many at a time.
func fill[T any](elems []T, v T) {
	n := min(len(elems), 16)
	for i := range elems[:n] {
		elems[i] = v
	}
	for n < len(elems) {
		n += copy(elems[n:], elems[:min(n, 1024)])
	}
}

// ArrayOf is array.new_fixed, and array.new_elem with a part of a segment.
func ArrayOf[T any](c *Core, t *rt.Type, elems ...T) *rt.Object {
	o := NewArray[T](c, t, uint32(len(elems)))
	copy(AsArray[T](o).Elems, elems)
	return o
}

// ArrayOfSegment is array.new_elem: n elements of a segment, from s.
func ArrayOfSegment[T any](c *Core, t *rt.Type, segment []T, s, n uint32) *rt.Object {
	return ArrayOf(c, t, elements(segment, s, n)...)
}

// A number is what elements are stored as that array.new_data and array.init_data can make.
type number interface {
	uint8 | uint16 | uint32 | int64 | uint64 | float32 | float64 | vec.V128
}

// ArrayOfData is array.new_data: n elements from the bytes of a segment, from s.
func ArrayOfData[T number](c *Core, t *rt.Type, segment string, s, n uint32) *rt.Object {
	bytes := data[T](segment, s, n)
	o := NewArray[T](c, t, n)
	decode(AsArray[T](o).Elems, bytes)
	return o
}

// ArrayFill is array.fill: n elements from i become v.
func ArrayFill[T any](o *rt.Object, i uint32, v T, n uint32) {
	fill(elementsOf[T](o, i, n), v)
}

// ArrayCopy is array.copy: n elements from index s of src go to index d of dst. The ranges may overlap.
func ArrayCopy[T any](dst *rt.Object, d uint32, src *rt.Object, s, n uint32) {
	if src == nil {
		Throw(rt.NullReference)
	}
	to := elementsOf[T](dst, d, n)
	copy(to, elementsOf[T](src, s, n))
}

// ArrayInitSegment is array.init_elem: n elements of a segment, from s, go to index d.
func ArrayInitSegment[T any](o *rt.Object, d uint32, segment []T, s, n uint32) {
	to := elementsOf[T](o, d, n)
	copy(to, elements(segment, s, n))
}

// ArrayInitData is array.init_data: n elements from the bytes of a segment, from s, go to index d.
func ArrayInitData[T number](o *rt.Object, d uint32, segment string, s, n uint32) {
	to := elementsOf[T](o, d, n)
	decode(to, data[T](segment, s, n))
}

// elementsOf are n elements of an array from i. It traps where there are fewer.
func elementsOf[T any](o *rt.Object, i, n uint32) []T {
	if o == nil {
		Throw(rt.NullReference)
	}
	elems := AsArray[T](o).Elems
	if uint64(i)+uint64(n) > uint64(len(elems)) {
		Throw(rt.OutOfBoundsArray)
	}
	return elems[i:][:n]
}

// elements are n elements of a segment from s. It traps where there are fewer.
func elements[T any](segment []T, s, n uint32) []T {
	if uint64(s)+uint64(n) > uint64(len(segment)) {
		Throw(rt.OutOfBoundsTable)
	}
	return segment[s:][:n]
}

// data are the bytes of n numbers from s. It traps where there are fewer.
func data[T number](segment string, s, n uint32) string {
	var none T
	size := uint64(n) * uint64(unsafe.Sizeof(none))
	if uint64(s)+size > uint64(len(segment)) {
		Throw(rt.OutOfBoundsMemory)
	}
	return segment[s:][:size]
}

// decode makes numbers of bytes, which are in little-endian order whatever the machine's is.
func decode[T number](to []T, bytes string) {
	from := unsafe.Slice(unsafe.StringData(bytes), len(bytes))
	switch to := any(to).(type) {
	case []uint8:
		copy(to, from)
	case []uint16:
		for i := range to {
			to[i] = binary.LittleEndian.Uint16(from[2*i:])
		}
	case []uint32:
		for i := range to {
			to[i] = binary.LittleEndian.Uint32(from[4*i:])
		}
	case []int64:
		for i := range to {
			to[i] = int64(binary.LittleEndian.Uint64(from[8*i:]))
		}
	case []uint64:
		for i := range to {
			to[i] = binary.LittleEndian.Uint64(from[8*i:])
		}
	case []float32:
		for i := range to {
			to[i] = math.Float32frombits(binary.LittleEndian.Uint32(from[4*i:]))
		}
	case []float64:
		for i := range to {
			to[i] = math.Float64frombits(binary.LittleEndian.Uint64(from[8*i:]))
		}
	case []vec.V128:
		for i := range to {
			to[i] = vec.Of(binary.LittleEndian.Uint64(from[16*i:]), binary.LittleEndian.Uint64(from[16*i+8:]))
		}
	}
}
