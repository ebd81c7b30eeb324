// Package vec has V128, the 128-bit vector as hosts see it. Exported functions take and return it, so do functions of the host, globals
// and objects.
//
// What a vector's bits mean is up to the instruction that uses them: 16 bytes, four floats, or lanes of another width. So there is a
// constructor and a method for each. Lane 0 is the one that stands first in memory, and a lane is in little-endian order there, on
// all machines.
package vec

import "fmt"

// V128 is a v128. Two are equal (==) when all bits are. The zero value has no bit set.
type V128 struct {
	lo, hi uint64 // lo has the bytes that come first in memory
}

// Of makes a vector of its halves, which are the lanes of an i64x2: lo has the bytes that come first in memory.
func Of(lo, hi uint64) V128 { return V128{lo, hi} }

// Lo is the half that comes first in memory.
func (v V128) Lo() uint64 { return v.lo }

// Hi is the other half.
func (v V128) Hi() uint64 { return v.hi }

// String gives the vector as the text format writes it, as four lanes of 32 bits: i32x4 0x00000001 0x00000002 0x00000003 0x00000004.
func (v V128) String() string {
	return fmt.Sprintf("i32x4 0x%08x 0x%08x 0x%08x 0x%08x", uint32(v.lo), uint32(v.lo>>32), uint32(v.hi), uint32(v.hi>>32))
}
