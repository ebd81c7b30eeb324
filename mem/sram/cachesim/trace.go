package cachesim

import "math/bits"

// BlockSize is what traces count in, in bytes: the shortest line of a cache.
const BlockSize = 32

// A Run is one access or several in a row to the same block. Neither cache nor bus can tell them from one.
type Run struct {
	Block    uint32 // address / BlockSize
	Accesses uint32
	Written  uint32 // bytes of the block, a bit each
}

// writtenRange is the range of bytes that were written, as places in the block; hi is 0 if there are none.
func (r *Run) writtenRange() (lo, hi int) {
	if r.Written == 0 {
		return 0, 0
	}
	return bits.TrailingZeros32(r.Written), bits.Len32(r.Written)
}

// A Trace is what a program accessed, in order.
type Trace []Run

// Accesses is the number of loads and stores; of bulk operations, 8 bytes count as one.
func (t Trace) Accesses() uint64 {
	n := uint64(0)
	for i := range t {
		n += uint64(t[i].Accesses)
	}
	return n
}

// lines is one more than the largest number of a line.
func (t Trace) lines(shift uint) int {
	most := uint32(0)
	for i := range t {
		most = max(most, t[i].Block>>shift)
	}
	return int(most) + 1
}

// add notes an access to n bytes at ea, in as many blocks as they lie in.
func (t *Trace) add(ea, n uint64, write bool) {
	for n > 0 {
		at := ea % BlockSize
		size := min(n, BlockSize-at)
		written := uint32(0)
		if write {
			written = uint32((uint64(1)<<size - 1) << at)
		}
		t.addToBlock(uint32(ea/BlockSize), written)
		ea, n = ea+size, n-size
	}
}

func (t *Trace) addToBlock(block, written uint32) {
	if n := len(*t); n > 0 && (*t)[n-1].Block == block {
		(*t)[n-1].Accesses++
		(*t)[n-1].Written |= written
		return
	}
	*t = append(*t, Run{block, 1, written})
}

// addRange notes a bulk operation: accesses of 8 bytes, aligned.
func (t *Trace) addRange(ea, n uint64, write bool) {
	for n > 0 {
		size := min(n, 8-ea%8)
		t.add(ea, size, write)
		ea, n = ea+size, n-size
	}
}
