package data

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"unicode/utf16"

	"github.com/wasm2go/wasm2go/mem"
)

// CString returns the string at an address that ends before the first byte of zero. It has at most so many bytes: where there is no end
// within that, or within the memory, that is an error, and so is null.
func CString[A Address](m mem.Memory, at A, most int) (string, error) {
	addr := unsigned(at)
	if addr == 0 {
		return "", errors.New("data: a C string at null")
	}
	if err := mem.Check(addr, 1, m.Size()); err != nil {
		return "", err
	}
	room := min(uint64(max(most, 0))+1, m.Size()-addr)
	if local, ok := m.(mem.Local); ok {
		return borrowCString(local, addr, room)
	}
	return readCString(m, addr, room)
}

// borrowCString looks for the end of a C string where it lies.
func borrowCString(m mem.Local, addr, room uint64) (s string, err error) {
	err = m.Borrow(addr, room, func(b []byte) error {
		end := bytes.IndexByte(b, 0)
		if end < 0 {
			return endless(addr, room)
		}
		s = string(b[:end])
		return nil
	})
	return s, err
}

// A C string on a device is read in pieces that begin where lines of a cache may. The first is a line of most; each is twice as long as the
// one before, so that long strings come in few transactions, and not much is read behind the end.
const firstPiece, lastPiece = 64, 4096

func readCString(m mem.Memory, addr, room uint64) (string, error) {
	var b []byte
	piece := uint64(firstPiece)
	for done := uint64(0); done < room; done = uint64(len(b)) {
		n := min(piece-(addr+done)%piece, room-done)
		b = slices.Grow(b, int(n))[:done+n]
		if err := m.ReadAt(b[done:], addr+done); err != nil {
			return "", err
		}
		if end := bytes.IndexByte(b[done:], 0); end >= 0 {
			return text(b[:done+uint64(end)]), nil
		}
		piece = min(2*piece, lastPiece)
	}
	return "", endless(addr, room)
}

func endless(addr, room uint64) error {
	return fmt.Errorf("data: the C string at %#x has no end within %d bytes", addr, room)
}

// ASString returns the AssemblyScript string at an address: UTF-16, with the size in front. Half a surrogate pair becomes U+FFFD.
func ASString[A Address](m mem.Memory, at A) (string, error) {
	addr := unsigned(at)
	size, err := Load[uint32](m, addr-4)
	if err != nil {
		return "", err
	}
	if size%2 != 0 {
		return "", fmt.Errorf("data: the string at %#x has %d bytes, which is odd", addr, size)
	}
	units, err := Slice[uint16](m, addr, size/2)
	return string(utf16.Decode(units)), err
}
