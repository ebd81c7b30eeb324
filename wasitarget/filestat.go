package wasitarget

import (
	"encoding/binary"
	"os"
	"time"
)

// identity is what os.FileInfo does not tell of a file.
type identity struct {
	dev, ino, nlink uint64
	atime, ctime    time.Time
}

// putFilestat stores a $filestat. f is the open file, if there is one.
func (s *System) putFilestat(p int32, fi os.FileInfo, f *os.File) error {
	id := identity{nlink: 1, atime: fi.ModTime(), ctime: fi.ModTime()}
	identify(&id, fi, f)
	b := s.word[:64]
	clear(b)
	le := binary.LittleEndian
	le.PutUint64(b[0:], id.dev)
	le.PutUint64(b[8:], id.ino)
	b[16] = fileType(fi.Mode())
	le.PutUint64(b[24:], id.nlink)
	le.PutUint64(b[32:], uint64(fi.Size()))
	le.PutUint64(b[40:], uint64(id.atime.UnixNano()))
	le.PutUint64(b[48:], uint64(fi.ModTime().UnixNano()))
	le.PutUint64(b[56:], uint64(id.ctime.UnixNano()))
	return s.writeAt(b, addr(p))
}

// putFilestatAt is putFilestat for a name in a directory.
func (s *System) putFilestatAt(p int32, fi os.FileInfo, root *os.Root, name string) error {
	if !identifyByHandle || fi.Mode()&os.ModeSymlink != 0 {
		return s.putFilestat(p, fi, nil)
	}
	f, err := root.Open(name)
	if err != nil { // not readable: without inode, then
		return s.putFilestat(p, fi, nil)
	}
	defer f.Close()
	return s.putFilestat(p, fi, f)
}

// FdFilestatGet stores the attributes of what is open.
func (s *System) FdFilestatGet(fd, buf int32) (int32, error) {
	d, err := s.lookup(fd, rightFdFilestatGet)
	if err != nil {
		return s.result(err)
	}
	switch {
	case d.dir != nil:
		fi, err := d.dir.root.Stat(".")
		if err != nil {
			return s.result(err)
		}
		return s.result(s.putFilestatAt(buf, fi, d.dir.root, "."))
	case d.file != nil:
		fi, err := d.file.Stat()
		if err != nil {
			return s.result(err)
		}
		return s.result(s.putFilestat(buf, fi, d.file))
	}
	clear(s.word[:])
	s.word[16] = d.kind
	return s.result(s.writeAt(s.word[:64], addr(buf)))
}

// PathFilestatGet stores the attributes of a file or directory.
func (s *System) PathFilestatGet(fd, flags, path, pathLen, buf int32) (int32, error) {
	d, name, err := s.lookupPath(fd, path, pathLen, rightPathFilestatGet)
	if err != nil {
		return s.result(err)
	}
	stat := d.dir.root.Lstat
	if flags&lookupFollow != 0 {
		stat = d.dir.root.Stat
	}
	fi, err := stat(name)
	if err != nil {
		return s.result(err)
	}
	return s.result(s.putFilestatAt(buf, fi, d.dir.root, name))
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
		err = d.dir.root.Chtimes(".", atime, mtime)
	case d.file != nil:
		err = setFileTimes(d.file, atime, mtime)
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
	root := d.dir.root
	if flags&lookupFollow == 0 {
		if fi, err := root.Lstat(name); err == nil && fi.Mode()&os.ModeSymlink != 0 {
			return s.result(setLinkTimes(root, name, atime, mtime))
		}
	}
	return s.result(root.Chtimes(name, atime, mtime))
}
