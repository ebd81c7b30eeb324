package wasitarget

import (
	"context"
	"os"
	"syscall"
	"time"
)

// pause waits for d, or until a context ends. A Config.Sleep is waited for, however long it takes.
func (s *System) pause(d time.Duration) error {
	if s.sleep == nil || d <= 0 {
		return s.idle(d)
	}
	s.sleep(d)
	return s.idle(0)
}

// ended is the error of a context that has ended.
func (s *System) ended() error { return s.idle(0) }

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
