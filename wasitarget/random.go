package wasitarget

import "io"

// RandomGet fills a buffer with random bytes.
func (s *System) RandomGet(buf, bufLen int32) (int32, error) {
	if err := s.check(buf, addr(bufLen)); err != nil {
		return s.result(err)
	}
	at, end := addr(buf), addr(buf)+addr(bufLen)
	for at < end {
		b := s.buf[:min(end-at, bufSize)]
		if err := s.randomBytes(b); err != nil {
			return s.result(errIO)
		}
		if err := s.writeAt(b, at); err != nil {
			return s.result(err)
		}
		at += uint64(len(b))
	}
	return s.result(nil)
}

// randomBytes fills b.
func (p *process) randomBytes(b []byte) error {
	p.randomize.Lock()
	defer p.randomize.Unlock()
	_, err := io.ReadFull(p.random, b)
	return err
}
