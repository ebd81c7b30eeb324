package persist

import (
	"bytes"
	"errors"

	"github.com/wasm2go/wasm2go/mem/sram"
)

// A serial chip acknowledges nothing: one that is gone takes all writes and reads as all ones or all zeros. So what is written is read
// back, and before what looks like nothing is believed a mark is looked at, which is on the device for certain.

// retries is how often a transfer is repeated, as an array does.
const retries = sram.DefaultRetries

// errSilent is that of a device that does not have what it must have.
var errSilent = errors.New("the chip does not answer: check power, chip select and data lines")

// errNoise is that of a bus that gives other bytes each time.
var errNoise = errors.New("reading twice gives different bytes: look at the wires, or lower the clock")

// again calls f until it succeeds, or was called often enough.
func again(f func() error) error {
	err := f()
	for n := 0; err != nil && n < retries; n++ {
		err = f()
	}
	return err
}

// read reads what has a checksum, or will be compared.
func (s *Store) read(addr uint64, r []byte) error {
	return again(func() error { return s.device.Transfer(0, nil, addr, r) })
}

// write writes b, and reads it back.
func (s *Store) write(addr uint64, b []byte) error {
	for len(b) > 0 {
		part := b[:min(len(b), len(s.back))]
		if err := again(func() error { return s.writePart(addr, part) }); err != nil {
			return err
		}
		addr, b = addr+uint64(len(part)), b[len(part):]
	}
	return nil
}

// writePart writes and reads back in one transaction. Where a chip that is gone would give the same, it has to answer then, and what it has is
// read once more.
func (s *Store) writePart(addr uint64, w []byte) error {
	back := s.back[:len(w)]
	err := same(w, back, s.device.Transfer(addr, w, addr, back))
	if err != nil || !s.doubtful(addr, w) {
		return err
	}
	if err := s.alive(addr, uint64(len(w))); err != nil {
		return err
	}
	return same(w, back, s.device.Transfer(0, nil, addr, back))
}

func same(w, back []byte, err error) error {
	if err == nil && !bytes.Equal(w, back) {
		return sram.ErrVerify
	}
	return err
}

// alive is an error if a chip that has n bytes at addr does not answer. Where that cannot be known, the mark has to be there.
func (s *Store) alive(addr, n uint64) error {
	return again(func() error {
		if chips, err := sram.Answers(s.device, addr, n); chips > 0 || err != nil {
			return err
		}
		err := s.device.Transfer(0, nil, s.markAt(), s.mark[:])
		if err == nil && !similar(s.mark[:], magic) {
			err = errSilent
		}
		return err
	})
}

// markAt is where the magic of the last header is.
func (s *Store) markAt() uint64 { return slotAt(s.last.number) + 8 }

// doubtful tells whether b at addr, or what a chip of several has of it, is what one that is gone would read as.
func (s *Store) doubtful(addr uint64, b []byte) bool {
	const end = 16
	if len(b) <= end || sram.Chips(s.device, addr, uint64(len(b))) == 1 {
		return sram.Silent(b)
	}
	for ; len(b) > end; b = b[end:] {
		if sram.Silent(b[:end]) {
			return true
		}
	}
	return sram.Silent(b)
}

// readTwice reads until it gets the same bytes two times running, for what has no checksum, or whose checksum would be wrong for good
// reasons.
func (s *Store) readTwice(read func() ([]byte, error)) error {
	var former []byte
	var err error
	for range 2 + retries {
		var b []byte
		if b, err = read(); err != nil {
			former = nil
			continue
		}
		if former != nil && bytes.Equal(b, former) {
			return nil
		}
		former = bytes.Clone(b)
		err = errNoise
	}
	return err
}
