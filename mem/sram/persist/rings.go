package persist

import (
	"errors"
	"fmt"

	"github.com/wasm2go/wasm2go/mem/sram"
)

// A ring is the place of eight headers. Checkpoint n has its header in slot n%8. There are two rings, one at each end of the device, with the
// same headers; one in the first is complete before that in the second is begun.
type ring [headers]slot

func slotAt(n number) uint64 { return uint64(n) % headers * headerBytes }

// secondRing is where the second ring is.
func secondRing(size uint64) uint64 { return size - ringBytes }

// last is the latest valid header, the zero slot if there is none.
func (r *ring) last() slot {
	var last slot
	for _, s := range r {
		if s.condition == valid && s.number > last.number {
			last = s
		}
	}
	return last
}

func (r *ring) slot(n number) slot { return r[n%headers] }

// mended counts the bits that had to be set right.
func (r *ring) mended() (n int) {
	for _, s := range r {
		n += s.mended
	}
	return n
}

// readRings reads both rings, and fails where they are not of this format. What looks like no header at all may be a chip that does not
// answer: it is asked, between reading once and again. If it cannot be asked, the rings are said to be doubtful.
func (s *Store) readRings() (first, second ring, doubtful bool, err error) {
	size := s.device.Size()
	if size < 2*ringBytes+scratchBytes {
		return first, second, false, fmt.Errorf("the device has only %d bytes", size)
	}
	b := make([]byte, 2*ringBytes)
	err = s.readTwice(func() ([]byte, error) {
		if err := s.device.Transfer(0, nil, 0, b[:ringBytes]); err != nil {
			return nil, err
		}
		if err := s.device.Transfer(0, nil, secondRing(size), b[ringBytes:]); err != nil {
			return nil, err
		}
		if !anySilent(b) {
			return b, nil
		}
		answer, err := s.ringsAnswer()
		doubtful = !answer
		return b, err
	})
	if err == nil {
		err = otherFormat(b[:ringBytes])
	}
	for i := range first {
		first[i] = decodeSlot(b[i*headerBytes:][:headerBytes])
		second[i] = decodeSlot(b[ringBytes+i*headerBytes:][:headerBytes])
	}
	return first, second, doubtful, err
}

// anySilent tells whether a slot is what a chip that is gone would read as.
func anySilent(rings []byte) bool {
	for ; len(rings) > 0; rings = rings[headerBytes:] {
		if sram.Silent(rings[:headerBytes]) {
			return true
		}
	}
	return false
}

// ringsAnswer tells whether the chips that have the rings answer; false if that cannot be known, an error if one does not.
func (s *Store) ringsAnswer() (bool, error) {
	first, err := sram.Answers(s.device, 0, ringBytes)
	second, err2 := sram.Answers(s.device, secondRing(s.device.Size()), ringBytes)
	return first > 0 && second > 0, errors.Join(err, err2)
}

// decide finds the last header that both rings tell of. It must be explained by one write that was cut, or by damage that the other ring
// makes good; all else is an error.
func (s *Store) decide(first, second *ring) (header, error) {
	a, b := first.last(), second.last()
	for _, h := range []header{a.header, b.header} {
		if size := s.device.Size(); h.number != 0 && h.size != size {
			return h, fmt.Errorf("they are of a device of %d bytes, this one has %d", h.size, size)
		}
	}
	switch {
	case a.header == b.header:
		return a.header, missed(a.number, first, second)
	case a.header.follows(b.header):
		return a.header, nil // the second was being written, or is damaged
	case b.header.follows(a.header):
		if s := first.slot(b.number); s.looks && s.condition != valid {
			return b.header, nil // the first is damaged
		}
	}
	return header{}, fmt.Errorf("the first bytes of the device tell of checkpoint %v, the last ones of %v: other chips, in another order, or damaged",
		a.number, b.number)
}

// follows tells whether h is the header after g, or the first ever if there is none.
func (h header) follows(g header) bool {
	if g.number == 0 {
		return uint32(h.number) == 1
	}
	return h.number == g.number+1
}

// missed is an error where a header after number n was complete and is damaged in both rings. One that was cut as it was written to the
// first ring has left the second alone.
func missed(n number, first, second *ring) error {
	for i := range first {
		a, b := first[i], second[i]
		switch {
		case n > 0 && uint64(i) != uint64(n+1)%headers, a.condition == valid || b.condition == valid: // older ones
		case b.looks && !(b.condition == damaged && b.number+headers == n+1), a.looks && a.condition == damaged && a.number+headers != n+1:
			return fmt.Errorf("a header is damaged in both places: checkpoint %v can be read, and there was a later one", n)
		}
	}
	return nil
}

// heal writes the last header once more where it is damaged, or was not written, and labels.
func (s *Store) heal(first, second *ring) error {
	if s.last.number == 0 {
		return nil
	}
	for _, c := range []struct {
		ring *ring
		at   uint64
	}{{first, 0}, {second, secondRing(s.device.Size())}} {
		if have := c.ring.slot(s.last.number); have.header == s.last && have.mended == 0 && have.tail == s.last.number.mark() {
			continue
		}
		if err := s.write(c.at+slotAt(s.last.number), s.last.encode()); err != nil {
			return err
		}
	}
	if err := s.healLabels(); err != nil {
		return err
	}
	return sram.Sync(s.device)
}
