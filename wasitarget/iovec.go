package wasitarget

import (
	"encoding/binary"

	"github.com/wasm2go/wasm2go/mem"
)

// iovec is a range of guest memory, inside of it.
type iovec struct{ addr, len uint64 }

const (
	maxIovecs   = 1024       // vectors of a call; the rest is left to the guest's next call, as after any short transfer
	maxTransfer = 0x7ffff000 // bytes of a call, as on Linux: counts stay positive
)

// vectors reads the list of n vectors at p into s.untouched. All of them are checked before anything is transferred. Empty ones
// are left out.
func (s *System) vectors(p, n int32) error {
	s.iovs = s.iovs[:0]
	if err := s.check(p, addr(n)*8); err != nil {
		return err
	}
	size, total := s.mem.Size(), uint64(0)
	at, end := addr(p), addr(p)+addr(n)*8
	for at < end && len(s.iovs) < maxIovecs && total < maxTransfer {
		b := s.word[:min(end-at, uint64(len(s.word)))]
		if err := s.readAt(b, at); err != nil {
			return err
		}
		at += uint64(len(b))
		for ; len(b) > 0; b = b[8:] {
			v := iovec{uint64(binary.LittleEndian.Uint32(b)), uint64(binary.LittleEndian.Uint32(b[4:]))}
			if v.len == 0 {
				continue // its address does not matter
			}
			if !mem.InRange(v.addr, v.len, size) {
				return errFault
			}
			v.len = min(v.len, maxTransfer-total)
			if v.len > 0 {
				total += v.len
				s.iovs = append(s.iovs, v)
			}
		}
	}
	s.untouched = s.iovs
	return nil
}

// gather takes the next bytes of the pending vectors, as many as s.buf holds.
func (s *System) gather() ([]byte, error) {
	n := 0
	for len(s.untouched) > 0 && n < len(s.buf) {
		v := &s.untouched[0]
		b := s.buf[n:min(uint64(len(s.buf)), uint64(n)+v.len)]
		if err := s.readAt(b, v.addr); err != nil {
			return nil, err
		}
		n += len(b)
		s.advance(uint64(len(b)))
	}
	return s.buf[:n], nil
}

// room is as much of s.buf as the vectors have place for.
func (s *System) room() []byte {
	n := uint64(0)
	for _, v := range s.untouched {
		if n += v.len; n >= uint64(len(s.buf)) {
			return s.buf
		}
	}
	return s.buf[:n]
}

// scatter stores b in the vectors, which have room for it.
func (s *System) scatter(b []byte) error {
	for len(b) > 0 {
		v := s.untouched[0]
		n := min(uint64(len(b)), v.len)
		if err := s.writeAt(b[:n], v.addr); err != nil {
			return err
		}
		b = b[n:]
		s.advance(n)
	}
	return nil
}

// advance drops the first n bytes of the first vector.
func (s *System) advance(n uint64) {
	v := &s.untouched[0]
	v.addr += n
	if v.len -= n; v.len == 0 {
		s.untouched = s.untouched[1:]
	}
}

// le32 stores v in b, little endian.
func le32(b []byte, v uint32) []byte {
	binary.LittleEndian.PutUint32(b, v)
	return b
}
