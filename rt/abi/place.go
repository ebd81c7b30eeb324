package abi

import (
	"unsafe"

	"github.com/wasm2go/wasm2go/rt"
)

// What the interpreter does with objects, which has no type of Go for them: a place tells where a value is and how it is stored. Numbers are as in slots:
// an i32 zero-extended, floats as bits. A place must be one of the object's own layout.

// MakeStruct is struct.new_default.
func MakeStruct(c *Core, l *rt.Layout) *rt.Object {
	o := l.New()
	c.Allocated(o, int(l.Size))
	return o
}

// Number is a field that is a number, zero-extended.
func Number(o *rt.Object, p rt.Place) uint64 { return loadNumber(pointer(o, p.Offset), p.Storage) }

// SetNumber sets a field that is a number.
func SetNumber(o *rt.Object, p rt.Place, v uint64) { storeNumber(pointer(o, p.Offset), p.Storage, v) }

// Vector is a field that is a v128.
func Vector(o *rt.Object, p rt.Place) rt.V128 { return *(*rt.V128)(pointer(o, p.Offset)) }

// SetVector sets a field that is a v128.
func SetVector(o *rt.Object, p rt.Place, v rt.V128) { *(*rt.V128)(pointer(o, p.Offset)) = v }

// Reference is a field that is a reference.
func Reference(o *rt.Object, p rt.Place) rt.Ref { return loadRef(pointer(o, p.Offset), p.Storage) }

// SetReference sets a field that is a reference.
func SetReference(o *rt.Object, p rt.Place, r rt.Ref) { storeRef(pointer(o, p.Offset), p.Storage, r) }

// Signed is what a packed field's number is for struct.get_s and array.get_s, as an i32 in a slot.
func Signed(v uint64, s rt.Storage) uint64 {
	if s == rt.StorageI8 {
		return uint64(uint32(int8(v)))
	}
	return uint64(uint32(int16(v)))
}

// ArrayLen is array.len.
func ArrayLen(o *rt.Object) uint32 {
	if o == nil {
		Throw(rt.NullReference)
	}
	return AsArray[uint8](o).Len()
}

// NumberAt is element i of an array of numbers, zero-extended.
func NumberAt(o *rt.Object, s rt.Storage, i uint32) uint64 { return loadNumber(element(o, s, i), s) }

// SetNumberAt sets element i of an array of numbers.
func SetNumberAt(o *rt.Object, s rt.Storage, i uint32, v uint64) { storeNumber(element(o, s, i), s, v) }

// VectorAt is element i of an array of v128.
func VectorAt(o *rt.Object, i uint32) rt.V128 { return *(*rt.V128)(element(o, rt.StorageV128, i)) }

// SetVectorAt sets element i of an array of v128.
func SetVectorAt(o *rt.Object, i uint32, v rt.V128) { *(*rt.V128)(element(o, rt.StorageV128, i)) = v }

// ReferenceAt is element i of an array of references.
func ReferenceAt(o *rt.Object, s rt.Storage, i uint32) rt.Ref { return loadRef(element(o, s, i), s) }

// SetReferenceAt sets element i of an array of references.
func SetReferenceAt(o *rt.Object, s rt.Storage, i uint32, r rt.Ref) { storeRef(element(o, s, i), s, r) }

func pointer(o *rt.Object, offset uintptr) unsafe.Pointer {
	if o == nil {
		Throw(rt.NullReference)
	}
	return unsafe.Add(unsafe.Pointer(o), offset)
}

// sizes are the bytes of elements.
var sizes = [...]uintptr{
	rt.StorageI8: 1, rt.StorageI16: 2, rt.StorageI32: 4, rt.StorageI64: 8, rt.StorageF32: 4, rt.StorageF64: 8, rt.StorageV128: 16,
	rt.StorageFunc: unsafe.Sizeof(uintptr(0)), rt.StorageExtern: 2 * unsafe.Sizeof(uintptr(0)), rt.StorageAny: 2 * unsafe.Sizeof(uintptr(0)),
	rt.StorageObject: unsafe.Sizeof(uintptr(0)), rt.StorageExn: unsafe.Sizeof(uintptr(0)),
}

func element(o *rt.Object, s rt.Storage, i uint32) unsafe.Pointer {
	if o == nil {
		Throw(rt.NullReference)
	}
	elems := AsArray[uint8](o).Elems // of whatever type they are, the length counts them
	if uint64(i) >= uint64(len(elems)) {
		Throw(rt.OutOfBoundsArray)
	}
	return unsafe.Add(unsafe.Pointer(unsafe.SliceData(elems)), uintptr(i)*sizes[s])
}

func loadNumber(p unsafe.Pointer, s rt.Storage) uint64 {
	switch s {
	case rt.StorageI8:
		return uint64(*(*uint8)(p))
	case rt.StorageI16:
		return uint64(*(*uint16)(p))
	case rt.StorageI32, rt.StorageF32:
		return uint64(*(*uint32)(p))
	}
	return *(*uint64)(p)
}

func storeNumber(p unsafe.Pointer, s rt.Storage, v uint64) {
	switch s {
	case rt.StorageI8:
		*(*uint8)(p) = uint8(v)
	case rt.StorageI16:
		*(*uint16)(p) = uint16(v)
	case rt.StorageI32, rt.StorageF32:
		*(*uint32)(p) = uint32(v)
	default:
		*(*uint64)(p) = v
	}
}

func loadRef(p unsafe.Pointer, s rt.Storage) rt.Ref {
	switch s {
	case rt.StorageObject:
		return rt.RefObject(*(**rt.Object)(p))
	case rt.StorageFunc:
		return rt.RefFunc(*(**rt.Func)(p))
	case rt.StorageExn:
		return rt.RefException(*(**rt.Exception)(p))
	}
	return *(*rt.Ref)(p) // an any has the same words
}

func storeRef(p unsafe.Pointer, s rt.Storage, r rt.Ref) {
	switch s {
	case rt.StorageObject:
		*(**rt.Object)(p) = r.Object()
	case rt.StorageFunc:
		*(**rt.Func)(p) = r.Func()
	case rt.StorageExn:
		*(**rt.Exception)(p) = r.Exception()
	default:
		*(*rt.Ref)(p) = r
	}
}
