package wasitarget

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// Conn is a connection of the host, as net.Conn. Where it also has the methods of a *net.TCPConn, the guest can close one direction of it
// (CloseRead, CloseWrite) and wait for it in poll_oneoff (SyscallConn); without the latter it counts as ready, and reading it waits.
type Conn interface {
	io.ReadWriteCloser
	SetReadDeadline(time.Time) error
	SetWriteDeadline(time.Time) error
}

// Socket is a listener of the host that a guest accepts connections from. Make it with Listen.
type Socket struct {
	listener any // with all its methods: SetDeadline, SyscallConn
	accept   func() (Conn, error)

	// Several Systems may accept from it. One whose context ends sets the listener's deadline, which the others' calls hit, too.
	ending sync.Mutex   // held while the deadline is set
	ends   atomic.Int64 // odd meanwhile
}

// Listen makes a Socket of a net.Listener. (It is generic so that programs without sockets need not contain package net.)
func Listen[C Conn](l interface{ Accept() (C, error) }) *Socket {
	return &Socket{listener: l, accept: func() (Conn, error) {
		c, err := l.Accept()
		if err != nil {
			return nil, err
		}
		return c, nil
	}}
}

// acceptFor takes a connection for a System whose context is ctx. A deadline that another System has set is not for it.
func (l *Socket) acceptFor(ctx context.Context) (Conn, error) {
	for {
		before := l.ends.Load()
		c, err := l.accept()
		switch {
		case !errors.Is(err, os.ErrDeadlineExceeded), ctx.Err() != nil:
			return c, err
		case before == l.ends.Load() && before%2 == 0: // it is the host's
			return c, err
		}
		time.Sleep(time.Millisecond)
	}
}

// interrupt sets a deadline that ends the calls of accept, and takes it back where the time is zero; nil if the listener has none.
func (l *Socket) interrupt() func(time.Time) error {
	d, ok := l.listener.(interface{ SetDeadline(time.Time) error })
	if !ok {
		return nil
	}
	return func(at time.Time) error {
		if !at.IsZero() {
			l.ending.Lock()
			l.ends.Add(1)
		}
		err := d.SetDeadline(at)
		if at.IsZero() || err != nil {
			l.ends.Add(1)
			l.ending.Unlock()
		}
		return err
	}
}

// Flags of sock_recv and sock_shutdown (typenames.witx, $riflags and $sdflags).
const (
	recvPeek    = 1
	recvWaitall = 2
	recvAll     = recvPeek | recvWaitall

	shutRead  = 1
	shutWrite = 2
	shutAll   = shutRead | shutWrite
)

const (
	listenerRights = rightFdFdstatSetFlags | rightFdFilestatGet | rightPollFdReadwrite | rightSockAccept
	connRights     = streamRights | rightFdRead | rightFdWrite | rightSockShutdown
)

// socket is what a descriptor has that is a socket: a listener, or a connection.
type socket struct {
	listener  *Socket
	accepting pending
	conn      Conn
}

func newListener(l *Socket) *descriptor {
	return &descriptor{opened: &opened{kind: typeSocketStream, sock: &socket{listener: l}}, base: listenerRights, inheriting: connRights}
}

// newConn is a connection that was accepted from a listener, without the rights that the guest gave up there.
func newConn(c Conn, from *descriptor, flags uint16) *descriptor {
	return &descriptor{
		opened: &opened{kind: typeSocketStream, sock: &socket{conn: c}, in: c, out: c},
		flags:  flags, base: connRights &^ from.deniedInside, denied: from.deniedInside,
	}
}

// host is what knows the descriptor of the host, nil if nothing does.
func (t *socket) host() syscall.Conn {
	var v any = t.conn
	if t.listener != nil {
		v = t.listener.listener
	}
	c, _ := v.(syscall.Conn)
	return c
}

// close ends a connection. Listeners belong to the host; one that is still accepting for this guest closes what it gets.
func (t *socket) close() error {
	if t.conn != nil {
		return t.conn.Close()
	}
	if result := t.accepting.result; result != nil {
		go func() {
			if o := <-result; o.conn != nil {
				o.conn.Close()
			}
		}()
	}
	return nil
}

// lookupConn finds a connection.
func (s *System) lookupConn(fd int32, need uint64) (*descriptor, error) {
	d, err := s.lookup(fd, need)
	switch {
	case err != nil:
		return nil, err
	case d.sock == nil:
		return nil, errNotsock
	case d.sock.conn == nil:
		return nil, errNotconn
	}
	return d, nil
}

// SockAccept waits for a connection, unless the listener is in nonblocking mode, and stores its descriptor. flags are fdflags: only
// nonblock means something to a socket.
func (s *System) SockAccept(fd, flags, newFd int32) (int32, error) {
	d, err := s.lookup(fd, rightSockAccept)
	switch {
	case err != nil:
	case d.sock == nil:
		err = errNotsock
	case d.sock.listener == nil || flags&^flagNonblock != 0:
		err = errInval
	case s.full(): // before a connection is taken
		err = errMfile
	default:
		err = s.check(newFd, 4)
	}
	if err != nil {
		return s.result(err)
	}
	c, err := s.accept(d)
	if err != nil {
		return s.result(err)
	}
	n, err := s.install(newConn(c, d, uint16(flags)))
	if err != nil {
		c.Close()
		return s.result(err)
	}
	return s.result(s.put32(newFd, uint32(n)))
}

// accept takes a connection from a listener.
func (s *System) accept(d *descriptor) (Conn, error) {
	t := d.sock
	if err := s.takeTurn(&t.accepting, d); err != nil {
		return nil, err
	}
	defer s.pass(&t.accepting)
	if host := s.pollable(d); host != nil && d.flags&flagNonblock != 0 && !t.accepting.done() && !readyNow(host, false) {
		return nil, errAgain
	}
	ctx, release, err := s.context()
	if err != nil {
		return nil, err
	}
	defer release()
	if ctx == nil {
		if !t.accepting.running() {
			return t.listener.acceptFor(context.Background())
		}
		ctx = context.Background()
	}
	o, ok := t.accepting.wait(ctx, t.listener.interrupt(), func() outcome {
		c, err := t.listener.acceptFor(ctx)
		return outcome{conn: c, err: err}
	})
	if !ok {
		return nil, endError(ctx)
	}
	return o.conn, o.err
}

// SockRecv reads from a connection. With recv_peek what it gives stays there to be read again, at most 64 KiB of it; with recv_waitall it
// waits until the vectors are full or the connection ends.
func (s *System) SockRecv(fd, iovs, iovsLen, riFlags, roDatalen, roFlags int32) (int32, error) {
	d, err := s.lookupConn(fd, rightFdRead)
	switch {
	case err != nil:
	case riFlags&^recvAll != 0:
		err = errInval
	default:
		err = s.check(roFlags, 2)
	}
	if err != nil {
		return s.result(err)
	}
	all := riFlags&recvWaitall != 0
	switch {
	case riFlags&recvPeek != 0: // one buffer is all there is of it
		err = s.readTo(iovs, iovsLen, roDatalen, false, func(b []byte) (int, error) { return s.peek(d, b, all) })
	case all:
		err = s.readTo(iovs, iovsLen, roDatalen, true, func(b []byte) (int, error) { return s.readFull(d, b) })
	default:
		err = s.readTo(iovs, iovsLen, roDatalen, false, func(b []byte) (int, error) { return s.read(d, b) })
	}
	if err != nil {
		return s.result(err)
	}
	clear(s.word[:2]) // data of a stream is not truncated
	return s.result(s.writeAt(s.word[:2], addr(roFlags)))
}

// peek copies to b what is to be read next: as much as b holds if all, else what is there.
func (s *System) peek(d *descriptor, b []byte, all bool) (int, error) {
	t := &d.stream
	if err := s.takeTurn(&t.reading, d); err != nil {
		return 0, err
	}
	defer s.pass(&t.reading)
	for n, end := t.has(); !end && (n == 0 || all && n < len(b)); n, end = t.has() {
		more := make([]byte, len(b)-n)
		got, err := s.fetch(d, more)
		switch {
		case isFatal(err): // the connection goes on
			return 0, err
		case errors.Is(err, errAgain):
			if n == 0 {
				return 0, err
			}
			all = false
		default:
			t.put(n, more[:got], err)
		}
	}
	return t.look(b)
}

// SockSend writes to a connection. There are no flags.
func (s *System) SockSend(fd, iovs, iovsLen, siFlags, soDatalen int32) (int32, error) {
	d, err := s.lookupConn(fd, rightFdWrite)
	if err == nil && siFlags != 0 {
		err = errInval
	}
	if err != nil {
		return s.result(err)
	}
	return s.result(s.writeFrom(iovs, iovsLen, soDatalen, func(b []byte) (int, error) { return s.write(d, b) }))
}

// SockShutdown closes one direction of a connection, or both.
func (s *System) SockShutdown(fd, how int32) (int32, error) {
	d, err := s.lookupConn(fd, rightSockShutdown)
	if err == nil && (how == 0 || how&^shutAll != 0) {
		err = errInval
	}
	if err != nil {
		return s.result(err)
	}
	r, canRead := d.sock.conn.(interface{ CloseRead() error })
	w, canWrite := d.sock.conn.(interface{ CloseWrite() error })
	if how&shutRead != 0 && !canRead || how&shutWrite != 0 && !canWrite {
		return s.result(errNotsup)
	}
	if how&shutRead != 0 {
		err = r.CloseRead()
	}
	if how&shutWrite != 0 {
		err = errors.Join(err, w.CloseWrite())
	}
	return s.result(err)
}
