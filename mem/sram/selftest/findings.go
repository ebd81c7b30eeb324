package selftest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"

	"github.com/wasm2go/wasm2go/mem/sram/chip"
)

// findings are what is known of a pattern that was read back.
type findings struct {
	pattern     pattern
	read, wrong uint64 // bytes
	first       uint64 // address of the first that is wrong
	wrote, got  byte   // there
	ever, never byte   // bits that were ever 1, and never 0, in blocks with something wrong
	again       bool   // all that was wrong was right when it was read again

	strayed  bool   // a word of addresses was read at to that was written at from
	from, to uint64 //
}

func newFindings(p pattern) *findings { return &findings{pattern: p, never: 0xff, again: true} }

// add counts a block in which something is wrong.
func (f *findings) add(at uint64, want, got []byte) {
	for i := range got {
		f.ever |= got[i]
		f.never &= got[i]
		if got[i] == want[i] {
			continue
		}
		if f.wrong == 0 {
			f.first, f.wrote, f.got = at+uint64(i), want[i], got[i]
		}
		f.wrong++
	}
	if f.pattern.name != addresses || f.strayed {
		return
	}
	for i := 0; i+8 <= len(got); i += 8 {
		from, whole := written(binary.LittleEndian.Uint64(got[i:]))
		if to := at + uint64(i); whole && from != to {
			f.strayed, f.from, f.to = true, from, to
			return
		}
	}
}

// err says what seems to be wrong, nil for nothing.
func (f *findings) err() error {
	if f.wrong == 0 {
		return nil
	}
	silent := chip.Silent([]byte{f.ever, f.never})
	high, low := f.never, ^f.ever
	switch {
	case silent != "":
		return errors.New(silent)
	case f.strayed:
		return fmt.Errorf("at %#x is read what was written at %#x: two chip selects lead to one chip, or the chip has fewer bytes than its name says",
			f.to, f.from)
	case f.again:
		return fmt.Errorf("%d of %d bytes were wrong, the first at %#x, and right when they were read again: bits flip on the wires", f.wrong, f.read, f.first)
	case high != 0:
		return fmt.Errorf("bit %d of all bytes is always 1 from %#x on: the chip is broken", bits.TrailingZeros8(high), f.first)
	case low != 0:
		return fmt.Errorf("bit %d of all bytes is always 0 from %#x on: the chip is broken", bits.TrailingZeros8(low), f.first)
	}
	return fmt.Errorf("%d of %d bytes are wrong, the first at %#x: wrote %02x, read %02x", f.wrong, f.read, f.first, f.wrote, f.got)
}
