package wasitarget

import (
	"io"
	"os"
	"sync"
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

// descriptor is what a guest's file descriptor stands for. It does not change: process.change puts another one in its place.
type descriptor struct {
	*opened
	flags                uint16 // fdflags
	syncs                bool   // the guest wants each write on the disk, see FdFdstatSetFlags
	base, inheriting     uint64 // rights, as fd_fdstat_get reports them
	denied, deniedInside uint64 // rights given up, for this descriptor and for what is opened through it
}

// opened is what is open behind a descriptor: a directory (dir), a file of a tree or of the host (file), a socket (sock), or a stream of the
// embedding program (in, out).
type opened struct {
	users int // numbers of the table, and calls that run; guarded by process.table

	using   sync.Mutex // a regular file: held while something happens at its position, or depends on its mode
	appends bool       // the file is in append mode by setAppend

	kind uint8 // file type
	dir  *directory
	file file
	host *os.File // where file is one of the host's: it can be waited for
	sock *socket
	in   io.Reader
	out  io.Writer
	stream
	std     bool // a standard stream: closing it leaves the host's open
	ordered bool // its position is the host's: it may only be read or written in order
	grows   bool // the host has opened it in append mode, which stays

	preopen  bool
	readOnly bool   // a file in a directory that may not be changed
	guest    string // a preopened directory's name
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

// close releases what the host holds.
func (d *opened) close() error {
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
func (d *opened) regular() bool { return d.file != nil && d.kind == typeRegularFile }

// ownsMode reports whether the guest's append mode is that of the file: a standard stream's is other programs', too.
func (d *opened) ownsMode() bool { return d.regular() && !d.std }

// seekable reports whether the descriptor has a position that the guest may change.
func (d *opened) seekable() bool { return d.regular() && !d.ordered }

// closeOpened releases what nobody uses any more, a listing that is under way included.
func (p *process) closeOpened(o *opened) error {
	if o.dir != nil {
		p.rewind(o.dir)
	}
	return o.close()
}

// FdClose closes a descriptor: at once, or when the last call has ended that uses it on another thread.
func (s *System) FdClose(fd int32) (int32, error) {
	d, err := s.take(fd)
	if err == nil {
		err = s.drop(d.opened)
	}
	return s.result(err)
}

// FdRenumber closes the descriptor to, and gives its number to fd. Both must be open.
func (s *System) FdRenumber(fd, to int32) (int32, error) {
	old, err := s.move(fd, to)
	if old != nil {
		err = s.drop(old.opened)
	}
	return s.result(err)
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
