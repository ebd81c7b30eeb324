package data

import (
	"encoding/binary"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"unsafe"
)

// A layout is what a Go type looks like in a module's memory, by the rules of C on Wasm: each number is aligned to its size, little endian,
// an array to its elements, a struct to its fields.
type layout struct {
	size, align uint64
	goSize      uintptr
	plain       bool // the bytes are those in Go, and none is padding

	number reflect.Kind // of a type that is no composite, else Invalid
	elem   *layout      // of an array
	count  int          // likewise
	fields []field      // of a struct, those that have names
}

type field struct {
	*layout
	at   uint64  // in memory
	inGo uintptr // in the Go struct
}

// layouts are those of all types that were asked for, by reflect.Type: a type never changes.
var layouts sync.Map

// layoutOf is the layout of a type, or says why it has none.
func layoutOf(t reflect.Type) (*layout, error) {
	if l, ok := layouts.Load(t); ok {
		return l.(*layout), nil
	}
	l, err := newLayout(t, t.String())
	if err != nil {
		return nil, err
	}
	layouts.Store(t, l)
	return l, nil
}

// newLayout computes a layout; path says in an error where the type stands.
func newLayout(t reflect.Type, path string) (*layout, error) {
	switch t.Kind() {
	case reflect.Bool, reflect.Int8, reflect.Uint8, reflect.Int16, reflect.Uint16, reflect.Int32, reflect.Uint32, reflect.Float32,
		reflect.Int64, reflect.Uint64, reflect.Float64:
		size := uint64(t.Size())
		plain := t.Kind() != reflect.Bool && (size == 1 || littleEndian()) // a bool in memory may be any byte
		return &layout{size: size, align: size, goSize: t.Size(), plain: plain, number: t.Kind()}, nil
	case reflect.Array:
		return newArray(t, path)
	case reflect.Struct:
		return newStruct(t, path)
	}
	return nil, fmt.Errorf("data: %s: %s", path, refusal(t))
}

// refusal says why a type has no layout, and what to do.
func refusal(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Int, reflect.Uint, reflect.Uintptr:
		return fmt.Sprintf("the size of %v is not the same everywhere: use one of 32 or 64 bits", t)
	case reflect.Pointer, reflect.UnsafePointer, reflect.String, reflect.Slice, reflect.Func:
		return fmt.Sprintf("%v is a pointer of Go: use the address in memory, a uint32, or a uint64 with 64-bit memories", t)
	}
	return fmt.Sprintf("%v has no layout in C", t)
}

func newArray(t reflect.Type, path string) (*layout, error) {
	elem, err := newLayout(t.Elem(), path+"[]")
	if err != nil {
		return nil, err
	}
	if t.Len() == 0 {
		return nil, fmt.Errorf("data: %s: %v has no size", path, t)
	}
	return &layout{size: uint64(t.Len()) * elem.size, align: elem.align, goSize: t.Size(), plain: elem.plain, elem: elem, count: t.Len()}, nil
}

func newStruct(t reflect.Type, path string) (*layout, error) {
	l := &layout{align: 1, goSize: t.Size(), plain: true}
	for i := range t.NumField() {
		f := t.Field(i)
		inner, err := newLayout(f.Type, path+"."+f.Name)
		if err != nil {
			return nil, err
		}
		at := roundUp(l.size, inner.align)
		l.plain = l.plain && inner.plain && at == l.size && at == uint64(f.Offset) && f.Name != "_"
		if f.Name != "_" {
			l.fields = append(l.fields, field{inner, at, f.Offset})
		}
		l.size, l.align = at+inner.size, max(l.align, inner.align)
	}
	if l.size == 0 {
		return nil, fmt.Errorf("data: %s: %v has no size", path, t)
	}
	end := l.size
	l.size = roundUp(end, l.align)
	l.plain = l.plain && end == l.size && end == uint64(l.goSize)
	return l, nil
}

// roundUp rounds up to a multiple of a power of two.
func roundUp(n, to uint64) uint64 { return (n + to - 1) &^ (to - 1) }

func littleEndian() bool { return binary.NativeEndian.Uint16([]byte{1, 0}) == 1 }

// pack writes the value at p to b, which is zero.
func (l *layout) pack(b []byte, p unsafe.Pointer) {
	switch {
	case l.plain || l.number != reflect.Invalid:
		l.reverse(b[:copy(b, unsafe.Slice((*byte)(p), l.size))])
	case l.elem != nil:
		for i := range l.count {
			l.elem.pack(b[uint64(i)*l.elem.size:], unsafe.Add(p, uintptr(i)*l.elem.goSize))
		}
	default:
		for _, f := range l.fields {
			f.pack(b[f.at:], unsafe.Add(p, f.inGo))
		}
	}
}

// unpack sets the value at p to what b holds. It leaves alone what has no name.
func (l *layout) unpack(p unsafe.Pointer, b []byte) {
	switch {
	case l.number == reflect.Bool:
		*(*bool)(p) = b[0] != 0
	case l.plain || l.number != reflect.Invalid:
		to := unsafe.Slice((*byte)(p), l.size)
		l.reverse(to[:copy(to, b)])
	case l.elem != nil:
		for i := range l.count {
			l.elem.unpack(unsafe.Add(p, uintptr(i)*l.elem.goSize), b[uint64(i)*l.elem.size:])
		}
	default:
		for _, f := range l.fields {
			f.unpack(unsafe.Add(p, f.inGo), b[f.at:])
		}
	}
}

// reverse turns the bytes of a number around where the processor has the other order.
func (l *layout) reverse(b []byte) {
	if !l.plain && l.number != reflect.Bool {
		slices.Reverse(b)
	}
}
