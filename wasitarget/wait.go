package wasitarget

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"time"
)

// caller is an instance that knows the context of the call that is running, as the interpreter's do.
type caller interface{ Context() context.Context }

// SetContext puts ctx in the place of Config.Context; nil is none. A host that calls a translated module does so before each call that has
// a context of its own. It must not be called while a call is running.
func (s *System) SetContext(ctx context.Context) { s.ctx = ctx }

// endable reports whether there is a context that can end a wait.
func (s *System) endable() bool { return ends(s.ctx) || s.caller != nil && ends(s.caller.Context()) }

func ends(ctx context.Context) bool { return ctx != nil && ctx.Done() != nil }

// context returns what can end a wait, nil if nothing can; an error where it has ended. release is to be called when the wait is over.
func (s *System) context() (ctx context.Context, release func(), err error) {
	ctx, release = s.ctx, func() {}
	if s.caller != nil {
		if call := s.caller.Context(); !ends(ctx) {
			ctx = call
		} else if ends(call) && call != ctx {
			ctx, release = both(ctx, call)
		}
	}
	if !ends(ctx) {
		return nil, release, nil
	}
	if ctx.Err() != nil {
		release()
		return nil, nil, endError(ctx)
	}
	return ctx, release, nil
}

// both is a context that ends with either of two.
func both(a, b context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(a)
	if b.Err() != nil {
		cancel(context.Cause(b)) // at once, not when another goroutine gets to it
	}
	stop := context.AfterFunc(b, func() { cancel(context.Cause(b)) })
	return ctx, func() {
		stop()
		cancel(nil)
	}
}

// endError says why a context has ended: errors.Is finds the cause, and context.Canceled or context.DeadlineExceeded.
func endError(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if !errors.Is(cause, err) {
		cause = fmt.Errorf("%w: %w", err, cause)
	}
	return fatalError{cause}
}

// pause waits for d, or until a context ends. A Config.Sleep is waited for, however long it takes.
func (s *System) pause(d time.Duration) error {
	if s.sleep == nil || d <= 0 {
		return s.idle(d)
	}
	s.sleep(d)
	return s.idle(0)
}

// idle waits for d on the host's clock, or until a context ends.
func (s *System) idle(d time.Duration) error {
	ctx, release, err := s.context()
	if err != nil {
		return err
	}
	defer release()
	if ctx == nil {
		time.Sleep(d)
		return nil
	}
	if d <= 0 {
		return nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return endError(ctx)
	}
}

// awaitHost waits until a descriptor of the host is ready, or a context ends.
func (s *System) awaitHost(host syscall.Conn, write bool) error {
	s.polled = s.polled[:0]
	if err := s.addPolled(host, write); err != nil {
		return err
	}
	for s.polled[0].revents == 0 {
		if err := s.poll(-1); err != nil {
			return err
		}
	}
	return nil
}

// poll waits for s.polled as pollHost does, or until a context ends.
func (s *System) poll(timeout time.Duration) error {
	ctx, release, err := s.context()
	if err != nil {
		return err
	}
	defer release()
	if ctx == nil {
		return pollHost(s.polled, timeout)
	}
	if err := s.waker.open(); err != nil {
		return err
	}
	n := len(s.polled)
	s.polled = append(s.polled, pollFd{fd: s.waker.fd, events: pollIn})
	stop := context.AfterFunc(ctx, s.waker.wake)
	err = pollHost(s.polled, timeout)
	s.polled = s.polled[:n]
	if !stop() {
		s.waker.clear()
		return endError(ctx)
	}
	return err
}

// waker is a pipe whose other end makes pollHost return. It is made when the first context could end a poll.
type waker struct {
	r, w *os.File
	fd   int32 // of r
}

func (k *waker) open() (err error) {
	if k.r != nil {
		return nil
	}
	if k.r, k.w, err = os.Pipe(); err != nil {
		return err
	}
	return withFd(k.r, func(fd uintptr) error {
		k.fd = int32(fd)
		return nil
	})
}

func (k *waker) wake() { k.w.Write([]byte{0}) }

// clear takes back what wake has done or is about to do.
func (k *waker) clear() { k.r.Read(make([]byte, 1)) }

func (k *waker) close() {
	if k.r != nil {
		k.r.Close()
		k.w.Close()
		*k = waker{}
	}
}

// outcome is what came of a call of the host.
type outcome struct {
	b    []byte // what was read
	n    int    // how much was written
	conn Conn   // what was accepted
	err  error
}

// pending is a call of the host that may outlast the wait for it: then it goes on, and the next wait is for the same call.
type pending struct{ result chan outcome }

// done reports whether the outcome is there.
func (p *pending) done() bool { return len(p.result) > 0 }

// running reports whether there is a call that nobody has seen the outcome of.
func (p *pending) running() bool { return p.result != nil }

// grace is how long a call gets to end once its context has: what does not block is not left running, as a rule.
const grace = 10 * time.Millisecond

// wait waits for the outcome of call or, if there is one, of the call that is still running; ok is false where ctx ended first. Where
// interrupt, which sets a deadline, can end the call, it has then ended; else its goroutine lives as long as it lasts.
func (p *pending) wait(ctx context.Context, interrupt func(time.Time) error, call func() outcome) (o outcome, ok bool) {
	if p.result == nil {
		p.result = make(chan outcome, 1)
		go func(result chan<- outcome) { result <- call() }(p.result)
	}
	select {
	case o = <-p.result:
		p.result = nil
		return o, true
	case <-ctx.Done():
	}
	if interrupt == nil || interrupt(time.Unix(1, 0)) != nil {
		for end := time.Now().Add(grace); !p.done() && time.Now().Before(end); {
			time.Sleep(grace / 10)
		}
		return o, false
	}
	o = <-p.result
	interrupt(time.Time{})
	if len(o.b) == 0 && o.conn == nil && errors.Is(o.err, os.ErrDeadlineExceeded) {
		p.result = nil
	} else {
		p.result <- o // it was faster
	}
	return outcome{}, false
}

// instant reports whether a Reader or Writer never blocks, so that there is no need to use it on another goroutine.
func instant(v any) bool {
	switch v.(type) {
	case *bytes.Buffer, *bytes.Reader, *strings.Builder, *strings.Reader, eof, discard:
		return true
	}
	return false
}

// stream reads from and writes to what may block, so that a context can end that.
type stream struct {
	reading, writing pending
	ahead            []byte // read, but not by the guest
	err              error  // to be reported behind ahead
}

// buffered reports whether a read gives something without asking the host.
func (t *stream) buffered() bool { return len(t.ahead) > 0 || t.err != nil || t.reading.done() }

// read reads from r, or what has been read from it already: at least a byte, if there is no error.
func (t *stream) read(s *System, r io.Reader, b []byte) (int, error) {
	if len(t.ahead) > 0 || t.err != nil {
		return t.take(b)
	}
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
	t.ahead, t.err = o.b, o.err
	return t.take(b)
}

// take moves what was read ahead to b. The error comes with the last of it.
func (t *stream) take(b []byte) (int, error) {
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
