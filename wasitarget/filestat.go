package wasitarget

import (
	"encoding/binary"
	"time"
)

// statLayout is how a $filestat lies in memory: its size, where the number of links is and how wide, and where the file's size and times
// follow.
type statLayout struct {
	size, links, linksSize, dataSize int
}

var (
	statPreview1 = statLayout{size: 64, links: 24, linksSize: 8, dataSize: 32}
	statUnstable = statLayout{size: 56, links: 20, linksSize: 4, dataSize: 24}
)

// putFilestat stores a $filestat.
func (s *System) putFilestat(l *statLayout, p int32, st filestat) error {
	s.fixed.stat(&st)
	b := s.word[:l.size]
	clear(b)
	le := binary.LittleEndian
	le.PutUint64(b[0:], st.dev)
	le.PutUint64(b[8:], st.ino)
	b[16] = st.kind
	if l.linksSize == 4 {
		le.PutUint32(b[l.links:], uint32(min(st.nlink, 1<<32-1)))
	} else {
		le.PutUint64(b[l.links:], st.nlink)
	}
	le.PutUint64(b[l.dataSize:], uint64(st.size))
	for i, t := range [...]time.Time{st.atime, st.mtime, st.ctime} {
		if !t.IsZero() { // else it is not known
			le.PutUint64(b[l.dataSize+8+8*i:], uint64(t.UnixNano()))
		}
	}
	return s.writeAt(b, addr(p))
}

// FdFilestatGet stores the attributes of what is open.
func (s *System) FdFilestatGet(fd, buf int32) (int32, error) {
	return s.result(s.fdFilestat(&statPreview1, fd, buf))
}

func (s *System) fdFilestat(l *statLayout, fd, buf int32) error {
	d, err := s.lookup(fd, rightFdFilestatGet)
	if err != nil {
		return err
	}
	st := filestat{kind: d.kind}
	switch {
	case d.dir != nil:
		st, err = d.dir.tree.lstat(".")
	case d.file != nil:
		st, err = d.file.stat()
	}
	if err != nil {
		return err
	}
	if s.fixed != nil && d.std && !d.regular() { // when a pipe was made, or last used, is the host's matter
		st.atime, st.mtime, st.ctime = time.Time{}, time.Time{}, time.Time{}
	}
	return s.putFilestat(l, buf, st)
}

// PathFilestatGet stores the attributes of a file or directory.
func (s *System) PathFilestatGet(fd, flags, path, pathLen, buf int32) (int32, error) {
	return s.result(s.pathFilestat(&statPreview1, fd, flags, path, pathLen, buf))
}

func (s *System) pathFilestat(l *statLayout, fd, flags, path, pathLen, buf int32) error {
	d, name, err := s.lookupPath(fd, path, pathLen, rightPathFilestatGet)
	if err != nil {
		return err
	}
	p, err := d.dir.find(name, flags&lookupFollow != 0)
	if err != nil {
		return err
	}
	return s.putFilestat(l, buf, p.stat)
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
			return s.time()
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
