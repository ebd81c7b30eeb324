package gotext

import (
	le "encoding/binary"
	"fmt"
)

// V128 is the vector with these bytes, the first ones lowest.
func V128(bytes [16]byte) *Expr {
	return CallIn(Vec, "vec.Of", Hex(le.LittleEndian.Uint64(bytes[:])), Hex(le.LittleEndian.Uint64(bytes[8:])))
}

// Hex is the literal of bits, hexadecimal.
func Hex(bits uint64) *Expr { return Atom(fmt.Sprintf("%#x", bits)) }
