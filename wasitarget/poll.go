package wasitarget

import (
	"encoding/binary"
	"syscall"
	"time"
)

// What to wait for ($eventtype), and the events' layout.
const (
	eventClock   = 0
	eventFdRead  = 1
	eventFdWrite = 2

	eventSize = 32

	clockAbsolute = 1 // $subclockflags
	eventHangup   = 1 // $eventrwflags

	maxSubscriptions = 1 << 14
)

// pollMost is the longest single wait; a longer one is made of several.
const pollMost = time.Hour

// pollFd is struct pollfd of poll(2).
type pollFd struct {
	fd              int32
	events, revents int16
}

// Events of poll(2), the same numbers on Linux and macOS.
const (
	pollIn  = 0x01
	pollOut = 0x04
	pollErr = 0x08
	pollHup = 0x10
)

// subscription is a decoded $subscription, and what came of it.
type subscription struct {
	userdata uint64
	kind     uint8
	fd       int32
	realtime bool
	deadline uint64 // of a clock: the time of that clock, in nanoseconds
	host     int    // index into System.polled, or -1

	ready  bool
	err    errno
	nbytes uint64
	flags  uint16
}

// pollLayout is how a subscription lies in memory: its size, and where that of a clock has its fields.
type pollLayout struct {
	size, clock uint64
}

// In the oldest WASI a clock subscription begins with an identifier of its own, which nobody reads.
var (
	pollPreview1 = pollLayout{size: 48, clock: 16}
	pollUnstable = pollLayout{size: 56, clock: 24}
)

// PollOneoff waits until at least one of n subscriptions has something to report, and stores those that have.
//
// Files are always ready. Streams that are files of the host (terminals, pipes) are polled on Linux and macOS; where that is
// not possible, and for an io.Reader or io.Writer of the embedding program, they count as ready, and reading them waits.
//
// What is wrong with a descriptor is reported as its event; an unknown clock, flag or kind of event is errno inval of the call.
func (s *System) PollOneoff(in, out, n, nevents int32) (int32, error) {
	return s.result(s.pollOneoff(pollPreview1, in, out, n, nevents))
}

func (s *System) pollOneoff(l pollLayout, in, out, n, nevents int32) error {
	if n == 0 || addr(n) > maxSubscriptions {
		return errInval
	}
	for _, err := range []error{
		s.check(in, addr(n)*l.size), s.check(out, addr(n)*eventSize), s.check(nevents, 4),
	} {
		if err != nil {
			return err
		}
	}
	if err := s.subscribe(l, in, addr(n)); err != nil {
		return err
	}
	for {
		if err := s.await(); err != nil {
			return err
		}
		if s.collect() {
			break
		}
	}
	return s.putEvents(out, nevents)
}

// subscribe reads the subscriptions into s.subs, and into s.polled what the host has to be asked for them.
func (s *System) subscribe(l pollLayout, in int32, n uint64) error {
	s.subs, s.polled = s.subs[:0], s.polled[:0]
	for i := range n {
		b := s.word[:l.size]
		if err := s.readAt(b, addr(in)+i*l.size); err != nil {
			return err
		}
		sub := subscription{userdata: binary.LittleEndian.Uint64(b), kind: b[8], host: -1}
		switch sub.kind {
		case eventClock:
			if err := s.subscribeClock(&sub, b[l.clock:], n == 1); err != nil {
				return err
			}
		case eventFdRead, eventFdWrite:
			sub.fd = int32(binary.LittleEndian.Uint32(b[16:]))
			s.subscribeFd(&sub)
		default:
			return errInval
		}
		s.subs = append(s.subs, sub)
	}
	return nil
}

// subscribeClock decodes $subscription_clock. A relative time becomes one of the monotonic clock: setting the wall clock must not change
// how long a relative wait is. The clocks that count processor time can be waited for only where that means to sleep: alone, for a
// relative time, as in wasmtime.
func (s *System) subscribeClock(sub *subscription, b []byte, alone bool) error {
	id := int32(binary.LittleEndian.Uint32(b))
	timeout := binary.LittleEndian.Uint64(b[8:])
	flags := binary.LittleEndian.Uint16(b[24:])
	absolute := flags&clockAbsolute != 0
	switch {
	case flags&^clockAbsolute != 0 || id < clockRealtime || id > clockThreadCPU:
		return errInval
	case (id == clockProcessCPU || id == clockThreadCPU) && (absolute || !alone):
		return errInval
	}
	sub.realtime = id == clockRealtime && absolute
	sub.deadline = timeout
	if !absolute {
		now := s.monotonic()
		if sub.deadline = now + timeout; sub.deadline < now {
			sub.deadline = 1<<64 - 1
		}
	}
	return nil
}

// subscribeFd finds out whether a descriptor is ready anyway, or has to be polled.
func (s *System) subscribeFd(sub *subscription) {
	write := sub.kind == eventFdWrite
	d, err := s.lookupPoll(sub.fd, write)
	switch {
	case err != nil:
		sub.ready, sub.err = true, s.errno(err)
	case d.regular():
		sub.ready, sub.nbytes = true, s.remaining(d)
	default:
		if n, ok := d.buffered(); ok && !write {
			sub.ready, sub.nbytes = true, max(1, uint64(n))
			return
		}
		s.subscribeHost(sub, s.pollable(d), write)
	}
}

// subscribeHost has the host asked whether one of its descriptors is ready; where it cannot be, nil, it is.
func (s *System) subscribeHost(sub *subscription, host syscall.Conn, write bool) {
	if host == nil {
		sub.ready = true
		return
	}
	sub.host = len(s.polled)
	if err := s.addPolled(host, write); err != nil {
		sub.ready, sub.err, sub.host = true, s.errno(err), -1
	}
}

// lookupPoll finds a descriptor that may be waited for.
func (s *System) lookupPoll(fd int32, write bool) (*descriptor, error) {
	right := uint64(rightFdRead)
	if write {
		right = rightFdWrite
	}
	if d, err := s.lookup(fd, rightPollFdReadwrite); err != nil {
		return nil, err
	} else if d.sock != nil && d.sock.listener != nil && !write {
		return d, nil // a connection that waits is what there is to read
	}
	return s.lookupOpen(fd, right)
}

// addPolled makes a descriptor of the host one of s.polled.
func (s *System) addPolled(host syscall.Conn, write bool) error {
	p := pollFd{events: pollIn}
	if write {
		p.events = pollOut
	}
	return withFd(host, func(fd uintptr) error {
		p.fd = int32(fd)
		s.polled = append(s.polled, p)
		return nil
	})
}

// remaining is how much of a regular file lies behind its position.
func (s *System) remaining(d *descriptor) uint64 {
	st, err := d.file.stat()
	if err != nil {
		return 0
	}
	s.lock(&d.using)
	defer s.unlock(&d.using)
	pos, err := d.file.Seek(0, 1)
	if err != nil || pos > st.size {
		return 0
	}
	return uint64(st.size - pos)
}

// collect marks the subscriptions that are due and reports whether there are any.
func (s *System) collect() bool {
	due := false
	for i := range s.subs {
		sub := &s.subs[i]
		switch {
		case sub.ready:
		case sub.kind == eventClock:
			sub.ready = s.left(sub) == 0
		case sub.host >= 0 && s.polled[sub.host].revents != 0:
			sub.ready = true
			sub.report(&s.polled[sub.host])
		}
		due = due || sub.ready
	}
	return due
}

// report takes over what the host says of a descriptor: how much there is to read, and whether the other end is closed.
func (sub *subscription) report(p *pollFd) {
	if p.revents&pollIn != 0 {
		n, known := readable(p.fd)
		if !known {
			n = 1 // at least
		}
		sub.nbytes = uint64(n)
	}
	if p.revents&(pollHup|pollErr) != 0 {
		sub.flags = eventHangup
	}
}

// left is how long a clock subscription still has to wait.
func (s *System) left(sub *subscription) time.Duration {
	now := s.monotonic()
	if sub.realtime {
		now = uint64(s.time().UnixNano())
	}
	if sub.deadline <= now {
		return 0
	}
	return wait(sub.deadline - now)
}

// await waits for the host's descriptors and the earliest clock, whichever comes first. Where a subscription is ready
// already, it only asks.
func (s *System) await() error {
	timeout := time.Duration(-1)
	for i := range s.subs {
		sub := &s.subs[i]
		if sub.ready {
			timeout = 0
			break
		}
		if sub.kind == eventClock {
			if left := s.left(sub); timeout < 0 || left < timeout {
				timeout = left
			}
		}
	}
	if len(s.polled) > 0 {
		return s.poll(timeout)
	}
	return s.pause(min(timeout, pollMost))
}

// putEvents stores the subscriptions that are ready, as $event.
func (s *System) putEvents(out, nevents int32) error {
	n := uint64(0)
	for i := range s.subs {
		sub := &s.subs[i]
		if !sub.ready {
			continue
		}
		b := s.word[:eventSize]
		clear(b)
		binary.LittleEndian.PutUint64(b, sub.userdata)
		binary.LittleEndian.PutUint16(b[8:], uint16(sub.err))
		b[10] = sub.kind
		binary.LittleEndian.PutUint64(b[16:], sub.nbytes)
		binary.LittleEndian.PutUint16(b[24:], sub.flags)
		if err := s.writeAt(b, addr(out)+n*eventSize); err != nil {
			return err
		}
		n++
	}
	return s.put32(nevents, uint32(n))
}

// readyNow asks whether a stream of the host can be read or written without waiting.
func readyNow(host syscall.Conn, write bool) bool {
	p := []pollFd{{events: pollIn}}
	if write {
		p[0].events = pollOut
	}
	err := withFd(host, func(fd uintptr) error {
		p[0].fd = int32(fd)
		return pollHost(p, 0)
	})
	return err != nil || p[0].revents != 0
}
