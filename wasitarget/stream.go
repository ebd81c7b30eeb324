package wasitarget

import (
	"errors"
	"io"
	"syscall"
)

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
	if len(t.ahead) > 0 {
		return s.readBehind(d, b)
	}
	if !t.buffered() {
		if err := s.awaitStream(d, false); err != nil {
			return 0, err
		}
	}
	if d.file != nil {
		return t.read(s, d.file, b)
	}
	return t.read(s, d.in, b)
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
	more, err := t.read(s, d.in, b[n:])
	if isFatal(err) {
		return n, nil // the next read says so, and nothing is lost
	}
	t.err = err // for the next read
	return n + more, nil
}

// blockingWrite is how much goes into a pipe that is ready without blocking: PIPE_BUF of POSIX.
const blockingWrite = 512

// writeStream writes to what has no position. In nonblocking mode it writes what there is room for.
func (s *System) writeStream(d *descriptor, b []byte) (int, error) {
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
