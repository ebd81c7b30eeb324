package gotext

import "fmt"

// V128 is the vector with these bytes, the first ones lowest.
func V128(bytes [16]byte) *Expr { return CallIn(Vec, "vec.Of", half(bytes[:8]), half(bytes[8:])) }

// half is the literal of 8 bytes, hexadecimal.
func half(bytes []byte) *Expr {
	var bits uint64
	for i, b := range bytes {
		bits |= uint64(b) << (8 * i)
	}
	return Atom(fmt.Sprintf("%#x", bits))
}
