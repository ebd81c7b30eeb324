package wasitarget

import (
	"io"
	"os"
	"reflect"
)

// Stream is a file of the host as a standard stream that a guest may do more with than read or write it in order. As a plain *os.File in
// Config.Stdin, Stdout or Stderr, it may not: the position, the size and the times of the file are the host's, which may go on with it.
//
// What the file was not opened for stays impossible. Where the host opened it in append mode, the guest cannot end that, write at an offset,
// or change its size.
type Stream struct {
	*os.File
	AllowSeek   bool // fd_seek, fd_tell, fd_pread, fd_pwrite, fd_advise, append mode
	AllowResize bool // fd_filestat_set_size, fd_allocate, where AllowSeek is set, too
	AllowTimes  bool // fd_filestat_set_times
}

func inputStream(r io.Reader) *descriptor {
	if s, ok := hostStream(r); ok {
		return standardFile(s, rightFdRead)
	}
	if r == nil {
		r = eof{}
	}
	return &descriptor{opened: &opened{in: r, std: true, users: 1}, base: streamRights | rightFdRead}
}

// outputStreams are the standard output and error. One Writer for both is used by one thread at a time: then both are one file.
func outputStreams(out, err io.Writer) []*descriptor {
	d := outputStream(out)
	if !sameWriter(out, err) {
		return []*descriptor{d, outputStream(err)}
	}
	d.users++
	both := *d
	return []*descriptor{d, &both}
}

func sameWriter(a, b io.Writer) bool {
	return a != nil && b != nil && reflect.TypeOf(a) == reflect.TypeOf(b) && reflect.TypeOf(a).Comparable() && a == b
}

func outputStream(w io.Writer) *descriptor {
	if s, ok := hostStream(w); ok {
		return standardFile(s, rightFdWrite|rightFdDatasync|rightFdSync)
	}
	if w == nil {
		w = discard{}
	}
	return &descriptor{opened: &opened{out: w, std: true, users: 1}, base: streamRights | rightFdWrite | rightFdDatasync | rightFdSync}
}

// hostStream is a stream that is a file of the host.
func hostStream(v any) (Stream, bool) {
	var s Stream
	switch v := v.(type) {
	case *os.File:
		s.File = v
	case Stream:
		s = v
	case *Stream:
		s = *v
	}
	return s, s.File != nil
}

type eof struct{}

func (eof) Read([]byte) (int, error) { return 0, io.EOF }

type discard struct{}

func (discard) Write(b []byte) (int, error) { return len(b), nil }

// standardFile makes a descriptor of a host file. Programs take a character device without the right to seek for a terminal, so the null
// device gets that right.
func standardFile(s Stream, access uint64) *descriptor {
	const resize, times = rightFdAllocate | rightFdFilestatSetSize, rightFdFilestatSetTimes
	d := &descriptor{
		opened: &opened{file: hostFile{s.File}, host: s.File, std: true, ordered: !s.AllowSeek, grows: opensToAppend(s.File), users: 1},
		base:   streamRights | access, denied: resize | times,
	}
	if d.grows {
		d.flags = flagAppend
	}
	fi, err := s.Stat()
	if err != nil {
		return d
	}
	d.kind = fileType(fi.Mode())
	switch d.kind {
	case typeRegularFile:
		if s.AllowSeek {
			d.base |= rightFdSeek | rightFdTell | rightFdAdvise
		}
		if s.AllowSeek && s.AllowResize && !d.grows && access&rightFdWrite != 0 {
			d.base |= resize
			d.denied &^= resize
		}
	case typeCharacterDevice:
		if null, err := os.Stat(os.DevNull); err == nil && os.SameFile(fi, null) {
			d.base |= rightFdSeek | rightFdTell
		}
	}
	if s.AllowTimes {
		d.base |= times
		d.denied &^= times
	}
	return d
}
