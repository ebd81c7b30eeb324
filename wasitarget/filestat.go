package wasitarget

import (
	"encoding/binary"
	"time"
)

// putFilestat stores a $filestat.
func (s *System) putFilestat(p int32, st filestat) error {
	b := s.word[:64]
	clear(b)
	le := binary.LittleEndian
	le.PutUint64(b[0:], st.dev)
	le.PutUint64(b[8:], st.ino)
	b[16] = st.kind
	le.PutUint64(b[24:], st.nlink)
	le.PutUint64(b[32:], uint64(st.size))
	for i, t := range [...]time.Time{st.atime, st.mtime, st.ctime} {
		if !t.IsZero() { // else it is not known
			le.PutUint64(b[40+8*i:], uint64(t.UnixNano()))
		}
	}
	return s.writeAt(b, addr(p))
}

// FdFilestatGet stores the attributes of what is open.
func (s *System) FdFilestatGet(fd, buf int32) (int32, error) {
	d, err := s.lookup(fd, rightFdFilestatGet)
	if err != nil {
		return s.result(err)
	}
	st := filestat{kind: d.kind}
	switch {
	case d.dir != nil:
		st, err = d.dir.tree.lstat(".")
	case d.file != nil:
		st, err = d.file.stat()
	}
	if err != nil {
		return s.result(err)
	}
	return s.result(s.putFilestat(buf, st))
}

// PathFilestatGet stores the attributes of a file or directory.
func (s *System) PathFilestatGet(fd, flags, path, pathLen, buf int32) (int32, error) {
	d, name, err := s.lookupPath(fd, path, pathLen, rightPathFilestatGet)
	if err != nil {
		return s.result(err)
	}
	p, err := d.dir.find(name, flags&lookupFollow != 0)
	if err != nil {
		return s.result(err)
	}
	return s.result(s.putFilestat(buf, p.stat))
}

// Which times to set, and to what ($fstflags).
const (
	setAtime    = 1 << 0
	setAtimeNow = 1 << 1
	setMtime    = 1 << 2
	setMtimeNow = 1 << 3
)

// times resolves $fstflags. A zero time.Time is left as it is.
func (s *System) times(atim, mtim int64, flags int32) (atime, mtime time.Time, err error) {
	const bothA, bothM = setAtime | setAtimeNow, setMtime | setMtimeNow
	if flags&^(bothA|bothM) != 0 || flags&bothA == bothA || flags&bothM == bothM {
		return atime, mtime, errInval
	}
	pick := func(ns int64, set, now int32) time.Time {
		switch {
		case flags&set != 0:
			return time.Unix(0, ns)
		case flags&now != 0:
			return s.now()
		}
		return time.Time{}
	}
	return pick(atim, setAtime, setAtimeNow), pick(mtim, setMtime, setMtimeNow), nil
}

// FdFilestatSetTimes sets the times of what is open.
func (s *System) FdFilestatSetTimes(fd int32, atim, mtim int64, flags int32) (int32, error) {
	d, err := s.lookup(fd, rightFdFilestatSetTimes)
	if err != nil {
		return s.result(err)
	}
	atime, mtime, err := s.times(atim, mtim, flags)
	switch {
	case err != nil:
	case d.dir != nil && d.dir.readOnly || d.file != nil && d.readOnly:
		err = errRofs
	case d.dir != nil:
		err = d.dir.tree.setTimes(".", atime, mtime)
	case d.file != nil:
		err = d.file.setTimes(atime, mtime)
	default:
		err = errInval
	}
	return s.result(err)
}

// PathFilestatSetTimes sets the times of a file or directory.
func (s *System) PathFilestatSetTimes(fd, flags, path, pathLen int32, atim, mtim int64, fstFlags int32) (int32, error) {
	d, name, err := s.lookupWritable(fd, path, pathLen, rightPathFilestatSetTimes)
	if err != nil {
		return s.result(err)
	}
	atime, mtime, err := s.times(atim, mtim, fstFlags)
	if err != nil {
		return s.result(err)
	}
	p, err := d.dir.find(name, flags&lookupFollow != 0)
	if err == nil {
		err = d.dir.tree.setTimes(p.name, atime, mtime)
	}
	return s.result(err)
}
