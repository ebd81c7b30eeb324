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
// opened in nonblocking mode, and looked at again and again. ahead is what that has read.
func (s *System) openFile(t tree, name string, o *openRequest) (f file, ahead []byte, err error) {
	if hostNonblock == 0 || o.flags&flagNonblock != 0 {
		f, err := t.open(name, o.mode())
		return f, nil, err
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
func (s *System) awaitWriter(f file, o *openRequest) (file, []byte, error) {
	h, ok := f.(hostFile)
	if !ok || o.writes() {
		return f, nil, nil
	}
	st, err := f.stat()
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	if st.kind != typeUnknown {
		return f, nil, nil
	}
	for wait := fifoFirst; ; wait = min(2*wait, fifoMost) {
		ahead, writer := hasWriter(h.File)
		if writer {
			return f, ahead, nil
		}
		if err := s.idle(wait); err != nil {
			f.Close()
			return nil, nil, err
		}
	}
}
