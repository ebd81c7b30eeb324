package wasitarget

import (
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

// descriptor is what a guest's file descriptor stands for: a directory (dir), a file of a tree or of the host (file), a socket (sock), or
// a stream of the embedding program (in, out).
type descriptor struct {
	kind  uint8  // file type
	flags uint16 // fdflags

	dir  *directory
	file file
	host *os.File // where file is one of the host's: it can be waited for
	sock *socket
	in   io.Reader
	out  io.Writer
	stream
	std     bool // a standard stream: closing it leaves the host's open
	ordered bool // its position is the host's: it may only be read or written in order
	appends bool // the host has opened it in append mode, which stays
	syncs   bool // the guest wants each write on the disk, see FdFdstatSetFlags

	preopen  bool
	readOnly bool   // a file in a directory that may not be changed
	guest    string // a preopened directory's name

	base, inheriting     uint64 // rights, as fd_fdstat_get reports them
	denied, deniedInside uint64 // rights given up, for this descriptor and for what is opened through it
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
	case d.sock != nil:
		return d.sock.close()
	case d.file != nil && !d.std:
		return d.file.Close()
	}
	return nil
}

// regular reports whether the descriptor is a regular file, which never makes a guest wait.
func (d *descriptor) regular() bool { return d.file != nil && d.kind == typeRegularFile }

// ownsMode reports whether the guest's append mode is that of the file: a standard stream's is other programs', too.
func (d *descriptor) ownsMode() bool { return d.regular() && !d.std }

// seekable reports whether the descriptor has a position that the guest may change.
func (d *descriptor) seekable() bool { return d.regular() && !d.ordered }

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
