package wasitarget

import (
	"encoding/binary"
	"errors"
	"io"
	"sync"
)

// directory is an open directory: the root of all paths relative to it.
type directory struct {
	tree     tree
	depth    int // how deep paths may lead
	readOnly bool

	listing sync.Mutex // held while these change
	list    listing    // open while the directory is being listed
	entries []entry    // some of those listed so far: the one with cookie i is entries[i-2-dropped], after "." and ".."
	dropped uint64     // how many listed before these are forgotten
	done    bool       // all are listed
}

func newDirectory(d *directory, base, inheriting uint64) *descriptor {
	if d.readOnly {
		base, inheriting = base&^writeRights, inheriting&^writeRights
	}
	return &descriptor{opened: &opened{kind: typeDirectory, dir: d}, base: base, inheriting: inheriting}
}

// rewind forgets the listing, so that the next one starts anew.
func (p *process) rewind(d *directory) {
	p.closeList(d)
	d.entries, d.dropped, d.done = nil, 0, false
}

func (p *process) closeList(d *directory) error {
	if d.list == nil {
		return nil
	}
	err := d.list.close()
	d.list = nil
	p.giveDescriptor()
	return err
}

// entry is the i-th entry of the directory; io.EOF after the last.
func (s *System) entry(d *directory, i uint64) (entry, error) {
	switch i {
	case 0:
		return entry{".", typeDirectory}, nil
	case 1:
		return entry{"..", typeDirectory}, nil
	}
	i -= 2
	if i < d.dropped { // far back: once more from the start
		s.rewind(d)
	}
	for i-d.dropped >= uint64(len(d.entries)) {
		if d.done {
			return entry{}, io.EOF
		}
		d.forget()
		if err := s.more(d); err != nil {
			return entry{}, err
		}
	}
	return d.entries[i-d.dropped], nil
}

// keptEntries is how many entries are kept of a listing: the guest goes back a little, to the entry that was cut off.
const keptEntries = 4096

// forget drops what was listed long ago, if there is much of it.
func (d *directory) forget() {
	if len(d.entries) >= keptEntries {
		d.dropped += keptEntries / 2
		d.entries = append(d.entries[:0], d.entries[keptEntries/2:]...)
	}
}

// more lists some more entries. A directory may be long, of an fs.FS without end: a context ends that.
func (s *System) more(d *directory) error {
	if err := s.idle(0); err != nil {
		return err
	}
	if d.list == nil {
		if err := s.takeDescriptor(); err != nil {
			return err
		}
		l, err := d.tree.list()
		if err != nil {
			s.giveDescriptor()
			return err
		}
		d.list = l
	}
	entries, err := d.list.next(256)
	d.entries = append(d.entries, entries...)
	if errors.Is(err, io.EOF) {
		d.done, err = true, s.closeList(d)
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
	s.lock(&d.dir.listing)
	defer s.unlock(&d.dir.listing)
	if cookie == 0 {
		s.rewind(d.dir)
	}
	if s.fixed != nil {
		if err := s.sort(d.dir); err != nil {
			return s.result(err)
		}
	}
	used, size := uint64(0), addr(bufLen)
	for i := uint64(cookie); used < size; i++ {
		e, err := s.entry(d.dir, i)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return s.result(err)
		}
		b := s.dirent(d.dir, i+1, e)
		b = b[:min(uint64(len(b)), size-used)]
		if err := s.writeAt(b, addr(buf)+used); err != nil {
			return s.result(err)
		}
		used += uint64(len(b))
	}
	return s.result(s.put32(bufUsed, uint32(used)))
}

// dirent lays out an entry in s.buf.
func (s *System) dirent(d *directory, next uint64, e entry) []byte {
	name := e.name
	if name == ".." { // what is above is none of the guest's business
		name = "."
	}
	st, err := d.tree.lstat(name)
	if err != nil { // gone meanwhile
		st = filestat{}
	}
	s.fixed.stat(&st)
	b := s.buf[:24]
	clear(b)
	binary.LittleEndian.PutUint64(b, next)
	binary.LittleEndian.PutUint64(b[8:], st.ino)
	binary.LittleEndian.PutUint32(b[16:], uint32(len(e.name)))
	b[20] = e.kind
	return append(b, e.name...)
}
