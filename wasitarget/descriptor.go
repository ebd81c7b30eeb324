package wasitarget

import (
	"container/heap"
	"io"
	"os"
)

// File types (typenames.witx, $filetype).
const (
	typeUnknown         = 0
	typeBlockDevice     = 1
	typeCharacterDevice = 2
	typeDirectory       = 3
	typeRegularFile     = 4
	typeSocketStream    = 6
	typeSymbolicLink    = 7
)

// descriptor is what a guest's file descriptor stands for: a directory (dir), a file of a tree or of the host (file), or a
// stream of the embedding program (in, out).
type descriptor struct {
	kind  uint8  // file type
	flags uint16 // fdflags

	dir  *directory
	file file
	host *os.File // where file is one of the host's: it can be waited for
	in   io.Reader
	out  io.Writer
	std  bool // a standard stream: closing it leaves the host's open

	preopen  bool
	readOnly bool   // a file in a directory that may not be changed
	guest    string // a preopened directory's name

	base, inheriting     uint64 // rights, as fd_fdstat_get reports them
	denied, deniedInside uint64 // rights given up, for this descriptor and for what is opened through it
}

func inputStream(r io.Reader) *descriptor {
	if f, ok := r.(*os.File); ok && f != nil {
		return standardFile(f, rightFdRead)
	}
	if r == nil {
		r = eof{}
	}
	return &descriptor{in: r, std: true, base: streamRights | rightFdRead}
}

func outputStream(w io.Writer) *descriptor {
	if f, ok := w.(*os.File); ok && f != nil {
		return standardFile(f, rightFdWrite|rightFdDatasync|rightFdSync)
	}
	if w == nil {
		w = io.Discard
	}
	return &descriptor{out: w, std: true, base: streamRights | rightFdWrite | rightFdDatasync | rightFdSync}
}

type eof struct{}

func (eof) Read([]byte) (int, error) { return 0, io.EOF }

// standardFile makes a descriptor of a host file. Programs take a character device without the right to seek for a
// terminal, so the null device gets that right.
func standardFile(f *os.File, access uint64) *descriptor {
	d := &descriptor{file: hostFile{f}, host: f, std: true, base: streamRights | access}
	fi, err := f.Stat()
	if err != nil {
		return d
	}
	d.kind = fileType(fi.Mode())
	switch d.kind {
	case typeRegularFile:
		d.base |= rightFdSeek | rightFdTell | rightFdAdvise
	case typeCharacterDevice:
		if null, err := os.Stat(os.DevNull); err == nil && os.SameFile(fi, null) {
			d.base |= rightFdSeek | rightFdTell
		}
	}
	return d
}

func fileType(m os.FileMode) uint8 {
	switch {
	case m.IsRegular():
		return typeRegularFile
	case m.IsDir():
		return typeDirectory
	case m&os.ModeSymlink != 0:
		return typeSymbolicLink
	case m&os.ModeCharDevice != 0:
		return typeCharacterDevice
	case m&os.ModeDevice != 0:
		return typeBlockDevice
	case m&os.ModeSocket != 0:
		return typeSocketStream
	}
	return typeUnknown // preview 1 has no pipes
}

// close releases what the host holds for the descriptor.
func (d *descriptor) close() error {
	switch {
	case d.dir != nil:
		return d.dir.tree.close()
	case d.file != nil && !d.std:
		return d.file.Close()
	}
	return nil
}

// seekable reports whether the descriptor has a position.
func (d *descriptor) seekable() bool { return d.file != nil && d.kind == typeRegularFile }

// lookup finds a descriptor. need are rights that must not have been given up.
func (s *System) lookup(fd int32, need uint64) (*descriptor, error) {
	if uint32(fd) >= uint32(len(s.fds)) || s.fds[fd] == nil {
		return nil, errBadf
	}
	d := s.fds[fd]
	if d.denied&need != 0 {
		return nil, errNotcapable
	}
	return d, nil
}

// lookupFile finds a descriptor that is no directory.
func (s *System) lookupFile(fd int32, need uint64) (*descriptor, error) {
	d, err := s.lookup(fd, need)
	if err == nil && d.dir != nil {
		return nil, errBadf
	}
	return d, err
}

// lookupOpen finds a file that was opened for access, reading or writing.
func (s *System) lookupOpen(fd int32, access uint64) (*descriptor, error) {
	d, err := s.lookupFile(fd, access)
	if err == nil && d.base&access != access {
		return nil, errBadf
	}
	return d, err
}

// lookupDir finds a directory.
func (s *System) lookupDir(fd int32, need uint64) (*descriptor, error) {
	d, err := s.lookup(fd, need)
	if err == nil && d.dir == nil {
		return nil, errNotdir
	}
	return d, err
}

// install gives a descriptor the lowest free number.
func (s *System) install(d *descriptor) (int32, error) {
	if err := s.takeDescriptor(); err != nil {
		return 0, err
	}
	if len(s.free) > 0 {
		fd := heap.Pop(&s.free).(int32)
		s.fds[fd] = d
		return fd, nil
	}
	s.fds = append(s.fds, d)
	return int32(len(s.fds) - 1), nil
}

// forget takes a descriptor from the table.
func (s *System) forget(fd int32) {
	s.fds[fd] = nil
	heap.Push(&s.free, fd)
	s.spent.descriptors--
}

// closeDescriptor releases what is behind a descriptor, a listing that is under way included.
func (s *System) closeDescriptor(d *descriptor) error {
	if d.dir != nil {
		s.rewind(d.dir)
	}
	return d.close()
}

// FdClose closes a descriptor.
func (s *System) FdClose(fd int32) (int32, error) {
	d, err := s.lookup(fd, 0)
	if err != nil {
		return s.result(err)
	}
	s.forget(fd)
	return s.result(s.closeDescriptor(d))
}

// FdRenumber closes the descriptor to, and gives its number to fd. Both must be open.
func (s *System) FdRenumber(fd, to int32) (int32, error) {
	d, err := s.lookup(fd, 0)
	if err != nil {
		return s.result(err)
	}
	old, err := s.lookup(to, 0)
	if err != nil || fd == to {
		return s.result(err)
	}
	s.forget(fd)
	s.fds[to] = d
	return s.result(s.closeDescriptor(old))
}

// FdPrestatGet describes a preopened directory: $prestat, with the length of its name. errno badf ends the guest's search.
func (s *System) FdPrestatGet(fd, buf int32) (int32, error) {
	d, err := s.lookup(fd, 0)
	if err != nil {
		return s.result(err)
	}
	if !d.preopen {
		return s.result(errBadf)
	}
	clear(s.word[:4]) // tag 0: a directory
	le32(s.word[4:], uint32(len(d.guest)))
	return s.result(s.writeAt(s.word[:8], addr(buf)))
}

// FdPrestatDirName stores the name of a preopened directory, without a NUL.
func (s *System) FdPrestatDirName(fd, path, pathLen int32) (int32, error) {
	d, err := s.lookup(fd, 0)
	if err != nil {
		return s.result(err)
	}
	if !d.preopen {
		return s.result(errBadf)
	}
	if addr(pathLen) < uint64(len(d.guest)) {
		return s.result(errNametoolong)
	}
	return s.result(s.writeAt(append(s.buf[:0], d.guest...), addr(path)))
}
