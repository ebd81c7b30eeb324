package wasitarget

import "encoding/binary"

// FdFdstatGet stores a descriptor's type, flags and rights ($fdstat).
func (s *System) FdFdstatGet(fd, buf int32) (int32, error) {
	d, err := s.lookup(fd, 0)
	if err != nil {
		return s.result(err)
	}
	b := s.word[:24]
	clear(b)
	b[0] = d.kind
	binary.LittleEndian.PutUint16(b[2:], d.flags)
	binary.LittleEndian.PutUint64(b[8:], d.base)
	binary.LittleEndian.PutUint64(b[16:], d.inheriting)
	return s.result(s.writeAt(b, addr(buf)))
}

// FdFdstatSetFlags sets append and nonblock. How a file is synchronized is decided when it is opened.
//
// nonblock is not set on the host, where it would also hit the other programs on the same terminal: the System asks whether
// the file is ready before it touches it.
func (s *System) FdFdstatSetFlags(fd, flags int32) (int32, error) {
	d, err := s.lookup(fd, rightFdFdstatSetFlags)
	if err != nil {
		return s.result(err)
	}
	if flags&^flagsAll != 0 || (uint16(flags)^d.flags)&flagsSync != 0 {
		return s.result(errInval)
	}
	d.flags = uint16(flags)
	return s.result(nil)
}

// FdAdvise takes note of how a file will be used. The host is left to find out for itself. Offsets are unsigned, and may lie
// anywhere; a length must fit a file.
func (s *System) FdAdvise(fd int32, offset, length int64, advice int32) (int32, error) {
	d, err := s.lookupFile(fd, rightFdAdvise)
	switch {
	case err != nil:
	case advice < 0 || advice > 5 || length < 0:
		err = errInval
	case !d.seekable():
		err = errSpipe
	}
	return s.result(err)
}

// FdDatasync writes a file's data to the disk.
func (s *System) FdDatasync(fd int32) (int32, error) { return s.sync(fd, rightFdDatasync) }

// FdSync writes a file's data and metadata to the disk.
func (s *System) FdSync(fd int32) (int32, error) { return s.sync(fd, rightFdSync) }

func (s *System) sync(fd int32, right uint64) (int32, error) {
	d, err := s.lookup(fd, right)
	switch {
	case err != nil:
	case d.dir != nil:
		err = d.dir.tree.sync()
	case d.seekable():
		err = d.file.Sync()
	}
	return s.result(err) // streams keep nothing back
}
