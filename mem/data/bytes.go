package data

import (
	"unsafe"

	"github.com/wasm2go/wasm2go/mem"
)

// Bytes returns a copy of the n bytes at an address. A range that does not lie in the memory is a *mem.RangeError, and nothing is allocated
// for it, whatever n a module gives.
func Bytes[A, N Address](m mem.Memory, at A, n N) ([]byte, error) {
	addr, size := unsigned(at), unsigned(n)
	if err := check(m, addr, size); err != nil {
		return nil, err
	}
	b := make([]byte, size)
	if err := m.ReadAt(b, addr); err != nil {
		return nil, err
	}
	return b, nil
}

// String returns the n bytes at an address as a string, as Bytes does. They may be any bytes: utf8.ValidString tells.
func String[A, N Address](m mem.Memory, at A, n N) (string, error) {
	b, err := Bytes(m, at, n)
	return text(b), err
}

// text is b as a string. Nobody else has b.
func text(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// Borrow calls f with the n bytes at an address of the memory itself, without a copy, and returns what f returns. They are borrowed: f keeps
// no reference to them, and uses them no more once the memory has grown, which a call into the module may make it. See mem.Local, which
// memories on chips are not.
func Borrow[A, N Address](m mem.Local, at A, n N, f func(b []byte) error) error {
	return m.Borrow(unsigned(at), unsigned(n), f)
}
