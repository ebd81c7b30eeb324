package wasitarget

import (
	"errors"
	"syscall"
	"time"
)

// How often a named pipe is looked at whose other end nobody has open.
const (
	fifoFirst = time.Millisecond
	fifoMost  = 16 * time.Millisecond
)

// openFile opens a file of a tree. A named pipe waits for its other end, but not inside the host's open, where nothing could end that: it is
// opened in nonblocking mode, and looked at again and again. The stream has what that has read.
func (s *System) openFile(t tree, name string, o *openRequest) (file, *stream, error) {
	if hostNonblock == 0 || o.flags&flagNonblock != 0 {
		f, err := t.open(name, o.mode())
		return f, new(stream), err
	}
	for wait := fifoFirst; ; wait = min(2*wait, fifoMost) {
		f, err := t.open(name, o.mode()|hostNonblock)
		if err == nil {
			return s.awaitWriter(f, o)
		}
		if !errors.Is(err, syscall.ENXIO) || !isFifo(t, name) { // sockets give that error, too
			return nil, nil, err
		}
		if err := s.idle(wait); err != nil {
			return nil, nil, err
		}
	}
}

// isFifo tells named pipes, which preview 1 has no type for.
func isFifo(t tree, name string) bool {
	st, err := t.lstat(name)
	return err == nil && st.kind == typeUnknown
}

// awaitWriter waits until the named pipe that f may be has somebody who writes to it.
func (s *System) awaitWriter(f file, o *openRequest) (file, *stream, error) {
	h, ok := f.(hostFile)
	if !ok || o.writes() {
		return f, new(stream), nil
	}
	st, err := f.stat()
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	if st.kind != typeUnknown {
		return f, new(stream), nil
	}
	for wait := fifoFirst; ; wait = min(2*wait, fifoMost) {
		ahead, writer := hasWriter(h.File)
		if writer {
			return f, &stream{ahead: ahead}, nil
		}
		if err := s.idle(wait); err != nil {
			f.Close()
			return nil, nil, err
		}
	}
}
