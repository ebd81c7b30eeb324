package wasitarget

import (
	"encoding/binary"
	"errors"
	"io"
	"os"
)

// directory is an open directory: the root of all paths relative to it.
type directory struct {
	root     *os.Root
	readOnly bool

	list  *os.File // open while the directory is being listed
	names []string // the entries listed so far: the entry with cookie i is names[i-2], after "." and ".."
	types []uint8
	done  bool // names is complete
}

func newDirectory(d *directory, base, inheriting uint64) *descriptor {
	if d.readOnly {
		base, inheriting = base&^writeRights, inheriting&^writeRights
	}
	return &descriptor{kind: typeDirectory, dir: d, base: base, inheriting: inheriting}
}

func (d *directory) close() error {
	d.rewind()
	return d.root.Close()
}

func (d *directory) sync() error {
	f, err := d.root.Open(".")
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

// rewind forgets the listing, so that the next one starts anew.
func (d *directory) rewind() {
	if d.list != nil {
		d.list.Close()
	}
	d.list, d.names, d.types, d.done = nil, nil, nil, false
}

// entry is the i-th entry of the directory; io.EOF after the last.
func (d *directory) entry(i uint64) (name string, kind uint8, err error) {
	switch i {
	case 0:
		return ".", typeDirectory, nil
	case 1:
		return "..", typeDirectory, nil
	}
	for i -= 2; i >= uint64(len(d.names)); {
		if d.done {
			return "", 0, io.EOF
		}
		if err := d.more(); err != nil {
			return "", 0, err
		}
	}
	return d.names[i], d.types[i], nil
}

// more lists some more entries. They are kept, for the guest may go back to any cookie.
func (d *directory) more() error {
	if d.list == nil {
		f, err := d.root.Open(".")
		if err != nil {
			return err
		}
		d.list = f
	}
	entries, err := d.list.ReadDir(256)
	for _, e := range entries {
		d.names = append(d.names, e.Name())
		d.types = append(d.types, fileType(e.Type()))
	}
	if errors.Is(err, io.EOF) {
		d.done, err = true, d.list.Close()
		d.list = nil
	}
	return err
}

// FdReaddir stores directory entries ($dirent and the name) from the one with the given cookie on. The last one is cut off
// where the buffer ends; a buffer that is not full means the end.
func (s *System) FdReaddir(fd, buf, bufLen int32, cookie int64, bufUsed int32) (int32, error) {
	d, err := s.lookupDir(fd, rightFdReaddir)
	if err != nil {
		return s.result(err)
	}
	if err := errors.Join(s.check(buf, addr(bufLen)), s.check(bufUsed, 4)); err != nil {
		return s.result(err)
	}
	if cookie == 0 {
		d.dir.rewind()
	}
	used, size := uint64(0), addr(bufLen)
	for i := uint64(cookie); used < size; i++ {
		name, kind, err := d.dir.entry(i)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return s.result(err)
		}
		b := s.dirent(d.dir, i+1, name, kind)
		b = b[:min(uint64(len(b)), size-used)]
		if err := s.writeAt(b, addr(buf)+used); err != nil {
			return s.result(err)
		}
		used += uint64(len(b))
	}
	return s.result(s.put32(bufUsed, uint32(used)))
}

// dirent lays out an entry in s.buf.
func (s *System) dirent(d *directory, next uint64, name string, kind uint8) []byte {
	var id identity
	if name != ".." { // what is above is none of the guest's business
		if fi, err := d.root.Lstat(name); err == nil {
			identify(&id, fi, nil)
		}
	} else if fi, err := d.root.Lstat("."); err == nil {
		identify(&id, fi, nil)
	}
	b := s.buf[:24]
	clear(b)
	binary.LittleEndian.PutUint64(b, next)
	binary.LittleEndian.PutUint64(b[8:], id.ino)
	binary.LittleEndian.PutUint32(b[16:], uint32(len(name)))
	b[20] = kind
	return append(b, name...)
}
