package sram

import (
	"errors"
	"hash/crc32"
)

// With ArrayOpts.Checksum a memory knows the checksum of each line that the array holds: CRC-32C, of the whole line, as it was last written.
// All that is read is compared with it, so lines go past the cache whole or not at all.
//
// A sum of 0 is not known: that of a line which a layout brought without one, or which a transfer that failed may have changed. It is
// learned from two reads of the line that agree.

// ErrChecksum is the cause of a DeviceError where what was read is not what was written before, by its checksum.
var ErrChecksum = errors.New("what was read has the wrong checksum")

const unknownSum = 0

// sum is the checksum of a line. One that happens to be 0 is taken for 1.
func (a *Array) sum(line []byte) uint32 { return max(1, crc32.Checksum(line, a.sums)) }

// grownSums returns the sums with room for n lines.
func grownSums(sums []uint32, n uint64) []uint32 {
	need := int(n) // of another type, 32-bit processors would allocate it twice
	return append(sums, make([]uint32, need-min(need, len(sums)))...)
}

// sumsOf are the sums of lines that begin with the one at addr and have n bytes together; nil if they are not kept.
func (c *cache) sumsOf(addr uint64, n int) []uint32 {
	if c.sums == nil {
		return nil
	}
	return c.sums[addr>>c.shift:][:n>>c.shift]
}

// noteSums notes that the array has the lines.
func (c *cache) noteSums(addr uint64, lines []byte) {
	sums := c.sumsOf(addr, len(lines))
	for i := range sums {
		sums[i] = c.array.sum(lines[i<<c.shift:][:c.line])
	}
}

// checkSums compares what was read with what is known of it.
func (t *exchange) checkSums() error {
	for i := range t.sums {
		at := uint64(i) * t.array.line
		line := t.r[at:][:t.array.line]
		sum := t.array.sum(line)
		if t.sums[i] == unknownSum {
			same, err := t.readsAs(t.raddr+at, line)
			if err != nil {
				return err
			}
			if same {
				t.sums[i] = sum
			}
		}
		if t.sums[i] != sum {
			return ErrChecksum
		}
	}
	return nil
}
