package rt

import (
	"reflect"
	"strconv"
	"sync/atomic"

	"github.com/wasm2go/wasm2go/rt/vec"
)

// A Storage is how a field of a struct or an element of an array is stored.
type Storage uint8

// The storages, with their Go types. What takes a number of bytes is the same bytes in Go's type of that size.
const (
	StorageI8     Storage = iota // uint8
	StorageI16                   // uint16
	StorageI32                   // uint32
	StorageI64                   // uint64
	StorageF32                   // float32
	StorageF64                   // float64
	StorageV128                  // vec.V128
	StorageFunc                  // *Func
	StorageExtern                // any, an externref
	StorageAny                   // Ref: what may be an i31 or a value of the host
	StorageObject                // *Object
	StorageExn                   // *Exception
	storages                     // how many
)

var storageTypes = [storages]reflect.Type{
	StorageI8:     reflect.TypeFor[uint8](),
	StorageI16:    reflect.TypeFor[uint16](),
	StorageI32:    reflect.TypeFor[uint32](),
	StorageI64:    reflect.TypeFor[uint64](),
	StorageF32:    reflect.TypeFor[float32](),
	StorageF64:    reflect.TypeFor[float64](),
	StorageV128:   reflect.TypeFor[vec.V128](),
	StorageFunc:   reflect.TypeFor[*Func](),
	StorageExtern: reflect.TypeFor[any](),
	StorageAny:    reflect.TypeFor[Ref](),
	StorageObject: reflect.TypeFor[*Object](),
	StorageExn:    reflect.TypeFor[*Exception](),
}

// Storage is how values of type t are stored in fields, globals and tables.
func (t ValType) Storage() Storage { return t.describe().storage }

// ref is v, a reference as it is stored, as a Ref.
func (s Storage) ref(v any) Ref {
	switch s {
	case StorageFunc:
		return RefFunc(v.(*Func))
	case StorageAny:
		return v.(Ref)
	case StorageObject:
		return RefObject(v.(*Object))
	case StorageExn:
		return RefException(v.(*Exception))
	}
	return RefExtern(v)
}

// Storage is how the field is stored.
func (f Field) Storage() Storage {
	switch f.Packed {
	case 8:
		return StorageI8
	case 16:
		return StorageI16
	}
	return f.Type.Storage()
}

// storage is how field i of a struct type is stored, or with i = 0 the elements of an array type: as the topmost supertype that has it declares it. A
// subtype may narrow it from an anyref to a type that is stored as an *Object, but whoever knows the object by the supertype has to find it.
func (t *Type) storage(i int) Storage {
	for _, super := range t.supers {
		if i < len(super.fields) {
			return super.fields[i].Storage()
		}
	}
	return t.fields[i].Storage()
}

// A Layout says where the fields of a struct type are, or how an array type stores its elements. It is for package abi and the interpreter.
type Layout struct {
	Type   *Type
	Size   uintptr // bytes of a struct; of an array without its elements
	Places []Place // of a struct's fields; those of an array's elements all have the one, Offset aside

	goType reflect.Type
}

// A Place is where a field is: so many bytes behind the beginning of its struct.
type Place struct {
	Offset  uintptr
	Storage Storage
}

// A layouts is the layout of a type, made when it is first asked for.
type layouts struct{ atomic.Pointer[Layout] }

// Layout returns the layout of a struct or array type, the same each time.
func (t *Type) Layout() *Layout {
	if l := t.layout.Load(); l != nil {
		return l
	}
	t.layout.CompareAndSwap(nil, newLayout(t))
	return t.layout.Load()
}

// newLayout has Go lay out the struct which generated code declares for the type.
func newLayout(t *Type) *Layout {
	l := &Layout{Type: t, Places: make([]Place, len(t.fields))}
	parts := []reflect.StructField{{Name: "Object", Type: reflect.TypeFor[Object]()}}
	for i := range t.fields {
		storage := t.storage(i)
		part := reflect.StructField{Name: "F" + strconv.Itoa(i), Type: storageTypes[storage]}
		if t.kind == kindArray {
			part = reflect.StructField{Name: "Elems", Type: reflect.SliceOf(part.Type)}
		}
		l.Places[i].Storage = storage
		parts = append(parts, part)
	}
	l.goType = reflect.StructOf(parts)
	l.Size = l.goType.Size()
	for i := range l.Places {
		l.Places[i].Offset = l.goType.Field(i + 1).Offset
	}
	return l
}

// New makes an object whose fields are all zero, an array without elements. Where a field has no default value it must be set at once.
func (l *Layout) New() *Object {
	o := (*Object)(reflect.New(l.goType).UnsafePointer())
	o.rtt = l.Type
	return o
}

// Header is what an object of the type t begins with.
func (t *Type) Header() Object { return Object{t} }
