package selftest

import (
	"encoding/binary"
	"math/bits"
)

// A pattern is what all cells hold at one time: a word for each multiple of 8, least significant byte first.
type pattern struct {
	name string
	word func(at uint64) uint64
}

// patterns are those of Walk. The first two bring each bit of each cell to 0 and to 1. The third shows cells that have two addresses, the
// fourth cells that disturb each other.
func patterns() []pattern {
	const walking = 0x8040201008040201
	return []pattern{
		{"walking ones", func(uint64) uint64 { return walking }},
		{"walking zeros", func(uint64) uint64 { return ^uint64(walking) }},
		{addresses, address},
		randomPattern(0),
	}
}

// addresses is the name of the pattern whose words tell where they were written.
const addresses = "addresses"

// fill writes what there is from an address on, which is a multiple of 8.
func (p pattern) fill(b []byte, at uint64) {
	var word [8]byte
	for i := 0; i < len(b); i += 8 {
		binary.LittleEndian.PutUint64(word[:], p.word(at+uint64(i)))
		copy(b[i:], word[:])
	}
}

// Devices have less than 2^addrBits bytes.
const addrBits = 40

// address is the word at an address: the address, and bits by which written finds out that it is one.
func address(at uint64) uint64 { return at | ^at>>3<<addrBits }

// written is where a word was written, if it is whole.
func written(word uint64) (at uint64, whole bool) {
	at = word & (1<<addrBits - 1)
	return at, address(at) == word
}

// randomPattern has words that depend on all bits of the address and of the seed.
func randomPattern(seed uint64) pattern {
	return pattern{"random", func(at uint64) uint64 {
		x := (at>>3 ^ bits.Reverse64(seed)) * 0x9e3779b97f4a7c15
		x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
		x = (x ^ x>>27) * 0x94d049bb133111eb
		return x ^ x>>31
	}}
}
