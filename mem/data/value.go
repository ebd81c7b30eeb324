package data

import (
	"fmt"
	"math/bits"
	"reflect"
	"unsafe"

	"github.com/wasm2go/wasm2go/mem"
)

// Load reads a number, a struct or an array, laid out as C does it: see the package's comment for the types that it takes.
func Load[T any, A Address](m mem.Memory, at A) (T, error) {
	var v T
	l, err := layoutOf(reflect.TypeFor[T]())
	if err != nil {
		return v, err
	}
	return v, row{l, unsafe.Pointer(&v), 1}.read(m, unsigned(at))
}

// Slice reads n values, one after the other, each of them as Load does. A range that does not lie in the memory is a *mem.RangeError, and
// nothing is allocated for it.
func Slice[T any, A, N Address](m mem.Memory, at A, n N) ([]T, error) {
	l, err := layoutOf(reflect.TypeFor[T]())
	if err != nil {
		return nil, err
	}
	addr, count := unsigned(at), unsigned(n)
	over, size := bits.Mul64(count, l.size)
	if over != 0 {
		return nil, &mem.RangeError{Addr: addr, Len: ^uint64(0), Size: m.Size()}
	}
	if err := check(m, addr, size); err != nil {
		return nil, err
	}
	v := make([]T, count)
	if err := (row{l, unsafe.Pointer(unsafe.SliceData(v)), len(v)}).read(m, addr); err != nil {
		return nil, err
	}
	return v, nil
}

// Store writes a number, a struct, an array, or a slice of these as an array, as Load and Slice read them. Padding becomes zero.
func Store[T any, A Address](m mem.Memory, at A, v T) error {
	r, err := rowOf(&v)
	if err != nil {
		return err
	}
	return r.write(m, unsigned(at))
}

// Sizeof is how many bytes a T takes in memory, as sizeof is in C.
func Sizeof[T any]() (int, error) {
	l, err := layoutOf(reflect.TypeFor[T]())
	if err != nil {
		return 0, err
	}
	return int(l.size), nil
}

// A row is Go values in a row, and what they look like in memory.
type row struct {
	layout *layout
	first  unsafe.Pointer
	n      int
}

// rowOf is the elements of a slice, or else one value.
func rowOf[T any](v *T) (row, error) {
	t := reflect.TypeFor[T]()
	if t.Kind() != reflect.Slice {
		l, err := layoutOf(t)
		return row{l, unsafe.Pointer(v), 1}, err
	}
	l, err := layoutOf(t.Elem())
	if err != nil {
		return row{}, fmt.Errorf("%w (element of %v)", err, t)
	}
	s := reflect.ValueOf(v).Elem()
	return row{l, s.UnsafePointer(), s.Len()}, nil
}

// size is how many bytes the row takes in memory. It cannot wrap, since the values are there in Go, too.
func (r row) size() uint64 { return uint64(r.n) * r.layout.size }

// goBytes are the bytes that the row has in Go.
func (r row) goBytes() []byte {
	return unsafe.Slice((*byte)(r.first), uint64(r.n)*uint64(r.layout.goSize))
}

// read fills the values from memory, and leaves them alone where that fails, but for what a device may have copied.
func (r row) read(m mem.Memory, addr uint64) error {
	if r.layout.plain {
		return m.ReadAt(r.goBytes(), addr)
	}
	b, err := Bytes(m, addr, r.size())
	if err != nil {
		return err
	}
	for i := range r.n {
		r.layout.unpack(r.at(i), b[uint64(i)*r.layout.size:])
	}
	return nil
}

// write writes the values at once.
func (r row) write(m mem.Memory, addr uint64) error {
	if r.layout.plain {
		return m.WriteAt(r.goBytes(), addr)
	}
	if err := check(m, addr, r.size()); err != nil {
		return err
	}
	b := make([]byte, r.size())
	for i := range r.n {
		r.layout.pack(b[uint64(i)*r.layout.size:], r.at(i))
	}
	return m.WriteAt(b, addr)
}

// at is value i.
func (r row) at(i int) unsafe.Pointer { return unsafe.Add(r.first, uintptr(i)*r.layout.goSize) }
