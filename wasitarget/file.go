package wasitarget

import (
	"errors"
	"io"
)

// FdRead reads from a descriptor, at its position.
func (s *System) FdRead(fd, iovs, iovsLen, nread int32) (int32, error) {
	d, err := s.lookupOpen(fd, rightFdRead)
	if err != nil {
		return s.result(err)
	}
	if d.regular() {
		s.lock(&d.using)
		defer s.unlock(&d.using)
	}
	read := s.read
	if s.fixed.whole(d) {
		read = s.readFull
	}
	return s.result(s.readTo(iovs, iovsLen, nread, d.regular() || s.fixed.whole(d), func(b []byte) (int, error) { return read(d, b) }))
}

// FdPread reads from a file, at offset.
func (s *System) FdPread(fd, iovs, iovsLen int32, offset int64, nread int32) (int32, error) {
	d, err := s.lookupAt(fd, rightFdRead, offset)
	if err != nil {
		return s.result(err)
	}
	return s.result(s.readTo(iovs, iovsLen, nread, true, func(b []byte) (int, error) {
		n, err := s.readFileAt(d.file, b, offset)
		offset += int64(n)
		return n, err
	}))
}

// readFileAt reads from a file at offset. A file of an fs.FS may take its time to get there.
func (s *System) readFileAt(f file, b []byte, offset int64) (int, error) {
	if f, ok := f.(*fsFile); ok {
		return f.readUntil(s.ended, b, offset)
	}
	return f.ReadAt(b, offset)
}

// readFile is readFileAt at the file's position.
func (s *System) readFile(f file, b []byte) (int, error) {
	if f, ok := f.(*fsFile); ok {
		n, err := f.readUntil(s.ended, b, f.pos)
		f.pos += int64(n)
		return n, err
	}
	return f.Read(b)
}

// readTo fills the vectors from read: until they are full or the end is reached when whole, else with what one read gives.
func (s *System) readTo(iovs, iovsLen, nread int32, whole bool, read func([]byte) (int, error)) error {
	if err := s.check(nread, 4); err != nil {
		return err
	}
	if err := s.vectors(iovs, iovsLen); err != nil {
		return err
	}
	total := uint32(0)
	for len(s.untouched) > 0 {
		b := s.room()
		n, err := read(b)
		if merr := s.scatter(b[:n]); merr != nil {
			return merr
		}
		total += uint32(n)
		if isFatal(err) || err != nil && !errors.Is(err, io.EOF) && total == 0 {
			return err
		}
		if err != nil || n < len(b) || !whole {
			break
		}
	}
	return s.put32(nread, total)
}

// read reads at the descriptor's position.
func (s *System) read(d *descriptor, b []byte) (int, error) {
	if d.regular() {
		return s.readFile(d.file, b)
	}
	return s.readStream(d, b)
}

// readFull reads until b is full, or there is an error or the end.
func (s *System) readFull(d *descriptor, b []byte) (n int, err error) {
	for n < len(b) && err == nil {
		var more int
		more, err = s.read(d, b[n:])
		n += more
	}
	return n, err
}

// FdWrite writes to a descriptor, at its position.
func (s *System) FdWrite(fd, iovs, iovsLen, nwritten int32) (int32, error) {
	d, err := s.lookupOpen(fd, rightFdWrite)
	if err != nil {
		return s.result(err)
	}
	if d.regular() {
		s.lock(&d.using)
		defer s.unlock(&d.using)
	}
	return s.result(s.writeFrom(iovs, iovsLen, nwritten, func(b []byte) (int, error) { return s.write(d, b) }))
}

// FdPwrite writes to a file, at offset, also where the file is in append mode.
func (s *System) FdPwrite(fd, iovs, iovsLen int32, offset int64, nwritten int32) (int32, error) {
	d, err := s.lookupAt(fd, rightFdWrite, offset)
	if err != nil {
		return s.result(err)
	}
	s.lock(&d.using)
	defer s.unlock(&d.using)
	if d.appends { // a host would append, whatever the offset
		if err := d.setAppend(false); err != nil {
			return s.result(err)
		}
		defer d.setAppend(true)
	}
	return s.result(s.writeFrom(iovs, iovsLen, nwritten, func(b []byte) (int, error) {
		n, err := s.writeLimited(d.file, offset, b, func(b []byte) (int, error) { return d.file.WriteAt(b, offset) })
		offset += int64(n)
		return n, d.synced(err)
	}))
}

// writeFrom hands the vectors' bytes to write, together where they are small.
func (s *System) writeFrom(iovs, iovsLen, nwritten int32, write func([]byte) (int, error)) error {
	if err := s.check(nwritten, 4); err != nil {
		return err
	}
	if err := s.vectors(iovs, iovsLen); err != nil {
		return err
	}
	total := uint32(0)
	for len(s.untouched) > 0 {
		b, err := s.gather()
		if err != nil {
			return err
		}
		n, err := write(b)
		total += uint32(n)
		if isFatal(err) || err != nil && total == 0 {
			return err
		}
		if err != nil || n < len(b) {
			break
		}
	}
	return s.put32(nwritten, total)
}

// write writes at the descriptor's position, or at the end in append mode.
func (s *System) write(d *descriptor, b []byte) (int, error) {
	if !d.regular() {
		return s.writeStream(d, b)
	}
	n, err := s.writeRegular(d, b)
	return n, d.synced(err)
}

// synced puts what was just written on the disk, if the guest wants that.
func (d *descriptor) synced(err error) error {
	if err == nil && d.syncs {
		return d.file.Sync()
	}
	return err
}

// writeRegular writes to a regular file. Where the host has opened it in append mode, the host finds the end.
func (s *System) writeRegular(d *descriptor, b []byte) (int, error) {
	var pos int64
	var err error
	switch {
	case d.flags&flagAppend != 0 && !d.grows:
		pos, err = d.file.Seek(0, io.SeekEnd)
	case s.limits.Written > 0:
		pos, err = d.file.Seek(0, io.SeekCurrent)
	}
	if err != nil {
		return 0, err
	}
	return s.writeLimited(d.file, pos, b, d.file.Write)
}

// lookupAt finds a file for access at an offset.
func (s *System) lookupAt(fd int32, access uint64, offset int64) (*descriptor, error) {
	d, err := s.lookupOpen(fd, access)
	switch {
	case err != nil:
		return nil, err
	case d.denied&rightFdSeek != 0:
		return nil, errNotcapable
	case !d.seekable():
		return nil, errSpipe
	case d.grows && access == rightFdWrite:
		return nil, errNotcapable
	case offset < 0:
		return nil, errInval
	}
	return d, nil
}

// FdSeek moves a file's position and stores the new one.
func (s *System) FdSeek(fd int32, offset int64, whence, newOffset int32) (int32, error) {
	d, err := s.lookupFile(fd, rightFdSeek)
	if err != nil {
		return s.result(err)
	}
	if whence < io.SeekStart || whence > io.SeekEnd { // $whence numbers them as Go does
		return s.result(errInval)
	}
	return s.result(s.seek(d, offset, int(whence), newOffset))
}

// FdTell stores a file's position.
func (s *System) FdTell(fd, offset int32) (int32, error) {
	d, err := s.lookupFile(fd, rightFdTell)
	if err != nil {
		return s.result(err)
	}
	return s.result(s.seek(d, 0, io.SeekCurrent, offset))
}

func (s *System) seek(d *descriptor, offset int64, whence int, result int32) error {
	if !d.seekable() {
		return errSpipe
	}
	if err := s.check(result, 8); err != nil {
		return err
	}
	s.lock(&d.using)
	defer s.unlock(&d.using)
	pos, err := d.file.Seek(offset, whence)
	if err != nil {
		return err
	}
	return s.put64(result, uint64(pos))
}

// FdAllocate makes a file at least offset+length bytes long.
func (s *System) FdAllocate(fd int32, offset, length int64) (int32, error) {
	d, err := s.lookupOpen(fd, rightFdWrite)
	switch {
	case err != nil:
	case d.denied&rightFdAllocate != 0:
		err = errNotcapable
	case !d.seekable():
		err = errSpipe
	case offset < 0 || length <= 0:
		err = errInval
	case offset+length < 0:
		err = errFbig
	default:
		err = s.growLimited(d.file, offset+length, func() error { return d.file.allocate(offset, length) })
	}
	return s.result(err)
}

// FdFilestatSetSize cuts a file, or extends it with zeros.
func (s *System) FdFilestatSetSize(fd int32, size int64) (int32, error) {
	d, err := s.lookupOpen(fd, rightFdWrite)
	switch {
	case err != nil:
	case d.denied&rightFdFilestatSetSize != 0:
		err = errNotcapable
	case !d.seekable() || size < 0:
		err = errInval
	default:
		err = s.growLimited(d.file, size, func() error { return d.file.Truncate(size) })
	}
	return s.result(err)
}
