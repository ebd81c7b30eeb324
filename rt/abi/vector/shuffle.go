package vector

import (
	"encoding/binary"

	"github.com/wasm2go/wasm2go/rt/vec"
)

// I8x16Swizzle is i8x16.swizzle: each byte of indices picks one of v, or 0 from 16 on. What is too large is made 16 to 31, where the table
// has zeros.
func I8x16Swizzle(v, indices vec.V128) vec.V128 {
	var table [32]byte
	binary.LittleEndian.PutUint64(table[:], v.Lo())
	binary.LittleEndian.PutUint64(table[8:], v.Hi())
	return vec.Of(pick(&table, within(indices.Lo())), pick(&table, within(indices.Hi())))
}

// within makes indices of bytes above 15 some number from 16 to 31.
func within(indices uint64) uint64 {
	return indices&0x0f0f0f0f0f0f0f0f | nonzero(indices&0xf0f0f0f0f0f0f0f0, high8)>>3
}

// pick replaces each byte, an index below 32, by what the table has there.
func pick(table *[32]byte, i uint64) uint64 {
	return uint64(table[i&31]) | uint64(table[i>>8&31])<<8 | uint64(table[i>>16&31])<<16 | uint64(table[i>>24&31])<<24 |
		uint64(table[i>>32&31])<<32 | uint64(table[i>>40&31])<<40 | uint64(table[i>>48&31])<<48 | uint64(table[i>>56&31])<<56
}

// I8x16Shuffle is i8x16.shuffle. The mask's halves have the indices, one a byte, all below 32: from 16 on they are lanes of b.
func I8x16Shuffle(a, b vec.V128, maskLo, maskHi uint64) vec.V128 {
	var table [32]byte
	binary.LittleEndian.PutUint64(table[:], a.Lo())
	binary.LittleEndian.PutUint64(table[8:], a.Hi())
	binary.LittleEndian.PutUint64(table[16:], b.Lo())
	binary.LittleEndian.PutUint64(table[24:], b.Hi())
	return vec.Of(pick(&table, maskLo), pick(&table, maskHi))
}
