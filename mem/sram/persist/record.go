package persist

import (
	"encoding/binary"
	"hash/crc32"
	"math/bits"
	"math/rand/v2"
	"strconv"
)

// A record is what the Store writes of its own, headers and entries of the journal:
//
//	number of a checkpoint   8 bytes
//	what there is to say
//	checksum of both         4 bytes
//	mark of the number       8 bytes
//
// It is written from its beginning to its end. If the power goes meanwhile, the mark at the end is the one that was there before: that tells
// what was never complete from what was damaged later.
const (
	recordHead  = 8
	recordTail  = 12
	recordBytes = recordHead + recordTail // besides what there is to say
)

// seal makes a record of b, which has room for number, checksum and mark around what there is to say.
func seal(b []byte, n number) {
	sum, tail := len(b)-recordTail, len(b)-8
	binary.LittleEndian.PutUint64(b, uint64(n))
	binary.LittleEndian.PutUint32(b[sum:], crc32.ChecksumIEEE(b[:sum]))
	binary.LittleEndian.PutUint64(b[tail:], n.mark())
}

// condition is what became of a record.
type condition int

const (
	torn    condition = iota // it was never complete, or there never was one
	damaged                  // it was complete
	valid
)

// A record that was read.
type record struct {
	condition
	number number
	tail   uint64 // the mark, or what there is in its place
	mended int    // bits
}

// unseal finds out the condition of a record. Where one bit is wrong it sets that right.
func unseal(b []byte) record {
	sum, tail := len(b)-recordTail, len(b)-8
	r := record{number: numberIn(b), tail: binary.LittleEndian.Uint64(b[tail:])}
	switch want := binary.LittleEndian.Uint32(b[sum:]); {
	case crc32.ChecksumIEEE(b[:sum]) == want:
		if bits.OnesCount64(r.tail^r.number.mark()) == 1 {
			r.mended = 1 // else the power went within the mark, which says nothing new
		}
	case mend(b[:sum], want) && numberIn(b).mark() == r.tail:
		r.number, r.mended = numberIn(b), 1
	case r.endsWith(r.number):
		r.condition = damaged
		return r
	default:
		return r
	}
	r.condition = valid
	seal(b, r.number)
	return r
}

// endsWith tells whether the mark is that of n, but for a few bits: marks of different numbers differ in many.
func (r record) endsWith(n number) bool { return bits.OnesCount64(r.tail^n.mark()) <= fewBits }

// fewBits may be wrong in what is still known for what it was.
const fewBits = 8

func numberIn(b []byte) number { return number(binary.LittleEndian.Uint64(b)) }

// mend flips the bit of b whose flipping gives the checksum, if there is one; or the wrong bit is one of the checksum itself.
func mend(b []byte, sum uint32) bool {
	wrong := crc32.ChecksumIEEE(b) ^ sum
	if wrong&(wrong-1) == 0 {
		return true
	}
	// A wrong bit changes the checksum in a way that depends on its distance from the end alone.
	for change, i := uint32(crc32.IEEE), len(b)*8-1; i >= 0; i-- {
		if change == wrong {
			b[i/8] ^= 1 << (i % 8)
			return true
		}
		low := change & 1
		change = change>>1 ^ -low&crc32.IEEE
	}
	return false
}

// number is that of a checkpoint. They count up from one that has a random upper half, so that no record that an earlier use has left on
// a device is taken for one of this.
type number uint64

func randomNumber() number { return number(rand.Uint64()>>1&^(1<<32-1)) + 1 }

// mark is a number that differs from those of other checkpoints in about half of its bits.
func (n number) mark() uint64 {
	return bits.ReverseBytes64(uint64(n)*0x9e3779b97f4a7c15) * 0x9e3779b97f4a7c15
}

// String leaves the random half out.
func (n number) String() string { return strconv.FormatUint(uint64(uint32(n)), 10) }

// laterThan tells whether n counts up from m.
func (n number) laterThan(m number) bool { return n > m && n-m < 1<<32 }
