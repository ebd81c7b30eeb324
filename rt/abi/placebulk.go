package abi

import (
	"fmt"
	"reflect"

	"github.com/wasm2go/wasm2go/rt"
)

// MakeArray is array.new_default for an array type's layout.
func MakeArray(c *Core, l *rt.Layout, n uint32) *rt.Object {
	return arrays[l.Places[0].Storage].make(c, l.Type, n)
}

// FillNumbers is array.fill of numbers.
func FillNumbers(o *rt.Object, s rt.Storage, i uint32, v uint64, n uint32) {
	arrays[s].numbers(o, i, v, n)
}

// FillVectors is array.fill of v128.
func FillVectors(o *rt.Object, i uint32, v rt.V128, n uint32) { ArrayFill(o, i, v, n) }

// FillReferences is array.fill of references.
func FillReferences(o *rt.Object, s rt.Storage, i uint32, r rt.Ref, n uint32) {
	arrays[s].refs(o, i, r, n)
}

// CopyElements is array.copy, from elements that are stored as from to those that are stored as to.
func CopyElements(to rt.Storage, dst *rt.Object, d uint32, from rt.Storage, src *rt.Object, s, n uint32) {
	if to == from {
		arrays[to].copy(dst, d, src, s, n)
		return
	}
	if src == nil {
		Throw(rt.NullReference)
	}
	elementsOf[uint8](dst, d, n) // for its checks, the type does not matter
	elementsOf[uint8](src, s, n)
	for i := range n { // not the same array, whose elements would be stored alike
		SetReferenceAt(dst, to, d+i, ReferenceAt(src, from, s+i))
	}
}

// InitNumbers is array.init_data, and what array.new_data does behind MakeArray, once DataRange has not trapped.
func InitNumbers(o *rt.Object, s rt.Storage, d uint32, segment string, at, n uint32) {
	arrays[s].data(o, d, segment, at, n)
}

// DataRange traps unless a segment has the bytes of n numbers from s.
func DataRange(s rt.Storage, segment string, at, n uint32) {
	if uint64(at)+uint64(n)*uint64(sizes[s]) > uint64(len(segment)) {
		Throw(rt.OutOfBoundsMemory)
	}
}

// InitReferences is array.init_elem, and what array.new_elem does behind MakeArray, once ElemRange has not trapped. The segment is a slice of the type
// that its references are stored as.
func InitReferences(o *rt.Object, s rt.Storage, d uint32, segment any, at, n uint32) {
	elementsOf[uint8](o, d, n) // for its checks, the type does not matter
	ElemRange(segment, at, n)
	for i := range n {
		SetReferenceAt(o, s, d+i, segmentRef(segment, at+i))
	}
}

// ElemRange traps unless a segment has n references from at.
func ElemRange(segment any, at, n uint32) {
	if uint64(at)+uint64(n) > uint64(reflect.ValueOf(segment).Len()) {
		Throw(rt.OutOfBoundsTable)
	}
}

// segmentRef is reference i of a segment.
func segmentRef(segment any, i uint32) rt.Ref {
	switch s := segment.(type) {
	case []*rt.Func:
		return rt.RefFunc(s[i])
	case []*rt.Object:
		return rt.RefObject(s[i])
	case []*rt.Exception:
		return rt.RefException(s[i])
	case []rt.Ref:
		return s[i]
	case []any:
		return rt.RefExtern(s[i])
	}
	panic(fmt.Sprintf("abi: a %T is no segment", segment))
}

// arrays are the array instructions by storage.
var arrays = [...]struct {
	make    func(c *Core, t *rt.Type, n uint32) *rt.Object
	copy    func(dst *rt.Object, d uint32, src *rt.Object, s, n uint32)
	numbers func(o *rt.Object, i uint32, v uint64, n uint32)
	refs    func(o *rt.Object, i uint32, r rt.Ref, n uint32)
	data    func(o *rt.Object, d uint32, segment string, s, n uint32)
}{
	rt.StorageI8: {make: NewArray[uint8], copy: ArrayCopy[uint8], data: ArrayInitData[uint8],
		numbers: func(o *rt.Object, i uint32, v uint64, n uint32) { ArrayFill(o, i, uint8(v), n) }},
	rt.StorageI16: {make: NewArray[uint16], copy: ArrayCopy[uint16], data: ArrayInitData[uint16],
		numbers: func(o *rt.Object, i uint32, v uint64, n uint32) { ArrayFill(o, i, uint16(v), n) }},
	rt.StorageI32: {make: NewArray[uint32], copy: ArrayCopy[uint32], data: ArrayInitData[uint32],
		numbers: func(o *rt.Object, i uint32, v uint64, n uint32) { ArrayFill(o, i, uint32(v), n) }},
	rt.StorageI64: {make: NewArray[uint64], copy: ArrayCopy[uint64], data: ArrayInitData[uint64], numbers: ArrayFill[uint64]},
	rt.StorageF32: {make: NewArray[float32], copy: ArrayCopy[uint32], data: ArrayInitData[uint32],
		numbers: func(o *rt.Object, i uint32, v uint64, n uint32) { ArrayFill(o, i, uint32(v), n) }},
	rt.StorageF64:    {make: NewArray[float64], copy: ArrayCopy[uint64], data: ArrayInitData[uint64], numbers: ArrayFill[uint64]},
	rt.StorageV128:   {make: NewArray[rt.V128], copy: ArrayCopy[rt.V128], data: ArrayInitData[rt.V128]},
	rt.StorageFunc:   {make: NewArray[*rt.Func], copy: ArrayCopy[*rt.Func], refs: func(o *rt.Object, i uint32, r rt.Ref, n uint32) { ArrayFill(o, i, r.Func(), n) }},
	rt.StorageExtern: {make: NewArray[any], copy: ArrayCopy[any], refs: func(o *rt.Object, i uint32, r rt.Ref, n uint32) { ArrayFill(o, i, r.Extern(), n) }},
	rt.StorageAny:    {make: NewArray[rt.Ref], copy: ArrayCopy[rt.Ref], refs: ArrayFill[rt.Ref]},
	rt.StorageObject: {make: NewArray[*rt.Object], copy: ArrayCopy[*rt.Object], refs: func(o *rt.Object, i uint32, r rt.Ref, n uint32) { ArrayFill(o, i, r.Object(), n) }},
	rt.StorageExn:    {make: NewArray[*rt.Exception], copy: ArrayCopy[*rt.Exception], refs: func(o *rt.Object, i uint32, r rt.Ref, n uint32) { ArrayFill(o, i, r.Exception(), n) }},
}
