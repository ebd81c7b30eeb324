package wasitarget

import (
	"errors"

	"github.com/wasm2go/wasm2go/mem"
)

// addr is a guest address: the i32 read as unsigned.
func addr(p int32) uint64 { return uint64(uint32(p)) }

// memErr tells a bad address, the guest's mistake, from a memory whose device failed.
func memErr(err error) error {
	if err == nil {
		return nil
	}
	if r := (*mem.RangeError)(nil); errors.As(err, &r) {
		return err
	}
	return memoryError{err}
}

// check reports errno fault unless n bytes at p lie in the guest's memory. Functions with effects check their results'
// addresses first, so that a bad address has no effect.
func (s *System) check(p int32, n uint64) error {
	if s.mem == nil || !mem.InRange(addr(p), n, s.mem.Size()) {
		return errFault
	}
	return nil
}

func (s *System) readAt(b []byte, p uint64) error {
	if s.mem == nil {
		return errFault
	}
	return memErr(s.mem.ReadAt(b, p))
}

func (s *System) writeAt(b []byte, p uint64) error {
	if s.mem == nil {
		return errFault
	}
	return memErr(s.mem.WriteAt(b, p))
}

func (s *System) put32(p int32, v uint32) error {
	if s.mem == nil {
		return errFault
	}
	return memErr(s.mem.PutUint32(addr(p), v))
}

func (s *System) put64(p int32, v uint64) error {
	if s.mem == nil {
		return errFault
	}
	return memErr(s.mem.PutUint64(addr(p), v))
}

// guestString copies a string of n bytes out of the guest's memory. Strings here are paths.
func (s *System) guestString(p, n int32) (string, error) {
	if err := s.check(p, addr(n)); err != nil {
		return "", err
	}
	if addr(n) > uint64(s.limits.PathBytes) {
		return "", errNametoolong
	}
	b := s.buf[:n]
	if err := s.readAt(b, addr(p)); err != nil {
		return "", err
	}
	return string(b), nil
}
