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

// FdFdstatSetFlags sets append, nonblock and, for regular files, dsync, rsync and sync: each write is then followed by what fd_sync does,
// since hosts take such flags only when a file is opened. For what is no regular file they are errno notsup.
//
// nonblock is not set on the host, where it would also hit the other programs on the same terminal: the System asks whether
// the file is ready before it touches it.
func (s *System) FdFdstatSetFlags(fd, flags int32) (int32, error) {
	d, err := s.lookup(fd, rightFdFdstatSetFlags)
	if err != nil {
		return s.result(err)
	}
	s.lock(&d.using)
	defer s.unlock(&d.using)
	return s.result(s.change(fd, func(altered *descriptor) error {
		if altered.opened != d.opened { // another thread was faster
			return errBadf
		}
		return altered.setFlags(flags)
	}))
}

// setFlags sets the flags of a descriptor, of which nobody uses the file.
func (d *descriptor) setFlags(flags int32) error {
	changed := flags ^ int32(d.flags)
	switch {
	case flags&^flagsAll != 0:
		return errInval
	case changed&flagsSync != 0 && !d.regular():
		return errNotsup
	case changed&flagAppend != 0 && d.grows:
		return errPerm // the host's file stays in append mode
	case changed&flagAppend != 0 && d.regular() && d.ordered:
		return errNotcapable
	case changed&flagAppend != 0 && d.ownsMode():
		if err := d.setAppend(flags&flagAppend != 0); err != nil {
			return err
		}
	}
	d.flags = uint16(flags)
	d.syncs = d.regular() && flags&flagsSync != 0
	return nil
}

// setAppend sets whether what is written goes to the end of the file.
func (d *opened) setAppend(on bool) error {
	err := d.file.setAppend(on)
	if err == nil {
		d.appends = on
	}
	return err
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
	case d.regular():
		err = d.file.Sync()
	}
	return s.result(err) // streams keep nothing back
}
