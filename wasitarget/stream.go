package wasitarget

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// stream reads from and writes to what may block, so that a context can end that. Who reads or writes has the turn of reading or writing.
type stream struct {
	reading, writing pending

	mu    sync.Mutex // held while these change, which they do for who has the turn of reading
	ahead []byte     // read, but not by the guest
	err   error      // to be reported behind ahead
}

// buffered reports how much a read gives without asking the host, and whether it gives anything, be it an error.
func (t *stream) buffered() (n int, ok bool) {
	n, end := t.has()
	return n, n > 0 || end || t.reading.done()
}

// has reports how much was read ahead, and whether an error follows.
func (t *stream) has() (n int, end bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.ahead), t.err != nil
}

// put keeps what was read as the bytes from at on of what was read ahead, and the error that came with it.
func (t *stream) put(at int, b []byte, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ahead = slices.Insert(t.ahead, at, b...)
	if err != nil {
		t.err = err
	}
}

// fetch reads from r, not from ahead: at least a byte, if there is no error. What it has read beyond b it keeps.
func (t *stream) fetch(s *System, r io.Reader, b []byte) (int, error) {
	ctx, release, err := s.context()
	if err != nil {
		return 0, err
	}
	defer release()
	if ctx == nil || instant(r) {
		if !t.reading.running() {
			return io.ReadAtLeast(r, b, 1) // no bytes and no error would look like the end
		}
		ctx = context.Background()
	}
	var interrupt func(time.Time) error
	if d, ok := r.(interface{ SetReadDeadline(time.Time) error }); ok {
		interrupt = d.SetReadDeadline
	}
	buf := make([]byte, len(b)) // b is the guest's again once the wait is over
	o, ok := t.reading.wait(ctx, interrupt, func() outcome {
		n, err := io.ReadAtLeast(r, buf, 1)
		return outcome{b: buf[:n], err: err}
	})
	if !ok {
		return 0, endError(ctx)
	}
	n := copy(b, o.b)
	if n == len(o.b) {
		return n, o.err
	}
	before, _ := t.has()
	t.put(before, o.b[n:], o.err)
	return n, nil
}

// look copies what was read ahead to b, or gives the error.
func (t *stream) look(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if n := copy(b, t.ahead); n > 0 {
		return n, nil
	}
	return 0, t.err
}

// take moves what was read ahead to b. The error comes with the last of it.
func (t *stream) take(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := copy(b, t.ahead)
	if t.ahead = t.ahead[n:]; len(t.ahead) > 0 {
		return n, nil
	}
	err := t.err
	t.ahead, t.err = nil, nil
	return n, err
}

// write writes to w, behind what an earlier write is still writing.
func (t *stream) write(s *System, w io.Writer, b []byte) (int, error) {
	ctx, release, err := s.context()
	if err != nil {
		return 0, err
	}
	defer release()
	if ctx == nil || instant(w) {
		if !t.writing.running() {
			return w.Write(b)
		}
		ctx = context.Background()
	}
	var interrupt func(time.Time) error
	if d, ok := w.(interface{ SetWriteDeadline(time.Time) error }); ok {
		interrupt = d.SetWriteDeadline
	}
	if t.writing.running() {
		old, ok := t.writing.wait(ctx, interrupt, nil)
		switch {
		case !ok:
			return 0, endError(ctx)
		case old.err != nil:
			return 0, old.err
		}
	}
	own := bytes.Clone(b) // b is the guest's again once the wait is over
	o, ok := t.writing.wait(ctx, interrupt, func() outcome {
		n, err := w.Write(own)
		return outcome{n: n, err: err}
	})
	if !ok {
		return 0, endError(ctx)
	}
	return o.n, o.err
}

// instant reports whether a Reader or Writer never blocks, so that there is no need to use it on another goroutine.
func instant(v any) bool {
	switch v.(type) {
	case *bytes.Buffer, *bytes.Reader, *strings.Builder, *strings.Reader, eof, discard:
		return true
	}
	return false
}

// pollable is what the host can be asked whether it is ready, nil if there is nothing.
func (s *System) pollable(d *descriptor) syscall.Conn {
	switch {
	case !canPoll || s.fixed != nil:
	case d.host != nil:
		return d.host
	case d.sock != nil:
		return d.sock.host()
	}
	return nil
}

// readStream reads from what has no position: at least a byte, but at the end.
func (s *System) readStream(d *descriptor, b []byte) (int, error) {
	t := &d.stream
	if err := s.takeTurn(&t.reading, d); err != nil {
		return 0, err
	}
	defer s.pass(&t.reading)
	switch n, end := t.has(); {
	case n > 0:
		return s.readBehind(d, b)
	case end:
		return t.take(b)
	}
	return s.fetch(d, b)
}

// fetch reads from the host, for who has the turn of reading.
func (s *System) fetch(d *descriptor, b []byte) (int, error) {
	if !d.reading.done() {
		if err := s.awaitStream(d, false); err != nil {
			return 0, err
		}
	}
	if d.file != nil {
		return d.stream.fetch(s, d.file, b)
	}
	return d.stream.fetch(s, d.in, b)
}

// readBehind reads what is there ahead and, if there is room, what a socket has ready behind it: that a part of a message was peeked at
// does not divide it.
func (s *System) readBehind(d *descriptor, b []byte) (int, error) {
	t := &d.stream
	n, err := t.take(b)
	host := s.pollable(d)
	if err != nil || n == len(b) || d.sock == nil || host == nil || !readyNow(host, false) {
		return n, err
	}
	more, err := t.fetch(s, d.in, b[n:])
	if isFatal(err) {
		return n, nil // the next read says so, and nothing is lost
	}
	if err != nil {
		t.put(0, nil, err) // for the next read
	}
	return n + more, nil
}

// blockingWrite is how much goes into a pipe that is ready without blocking: PIPE_BUF of POSIX.
const blockingWrite = 512

// writeStream writes to what has no position. In nonblocking mode it writes what there is room for.
func (s *System) writeStream(d *descriptor, b []byte) (int, error) {
	if err := s.takeTurn(&d.writing, d); err != nil {
		return 0, err
	}
	defer s.pass(&d.writing)
	var w io.Writer = d.out
	if d.file != nil {
		w = d.file
	}
	// A connection has deadlines that end a write of any length; a pipe may not.
	piecewise := d.flags&flagNonblock != 0 || d.host != nil && s.endable()
	if !piecewise || s.pollable(d) == nil {
		return d.stream.write(s, w, b)
	}
	total := 0
	for {
		err := s.awaitStream(d, true)
		if err == nil {
			n := 0
			n, err = d.stream.write(s, w, b[total:min(len(b), total+blockingWrite)])
			total += n
		}
		switch {
		case errors.Is(err, errAgain) && total > 0:
			return total, nil
		case err != nil || total == len(b):
			return total, err
		}
	}
}

// awaitStream waits until a stream of the host is ready, where a context may end that; in nonblocking mode it is errno again if it is not.
func (s *System) awaitStream(d *descriptor, write bool) error {
	host := s.pollable(d)
	switch {
	case host == nil:
		return nil
	case d.flags&flagNonblock != 0:
		if !readyNow(host, write) {
			return errAgain
		}
		return nil
	case s.endable():
		return s.awaitHost(host, write)
	}
	return nil
}
