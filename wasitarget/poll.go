package wasitarget

import (
	"encoding/binary"
	"os"
	"time"
)

// What to wait for ($eventtype), and the events' layout.
const (
	eventClock   = 0
	eventFdRead  = 1
	eventFdWrite = 2

	subscriptionSize = 48
	eventSize        = 32

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

// PollOneoff waits until at least one of n subscriptions has something to report, and stores those that have.
//
// Files are always ready. Streams that are files of the host (terminals, pipes) are polled on Linux and macOS; where that is
// not possible, and for an io.Reader or io.Writer of the embedding program, they count as ready, and reading them waits.
func (s *System) PollOneoff(in, out, n, nevents int32) (int32, error) {
	if n == 0 || addr(n) > maxSubscriptions {
		return s.result(errInval)
	}
	for _, err := range []error{
		s.check(in, addr(n)*subscriptionSize), s.check(out, addr(n)*eventSize), s.check(nevents, 4),
	} {
		if err != nil {
			return s.result(err)
		}
	}
	if err := s.subscribe(in, addr(n)); err != nil {
		return s.result(err)
	}
	for {
		if err := s.await(); err != nil {
			return s.result(err)
		}
		if s.collect() {
			break
		}
	}
	return s.result(s.putEvents(out, nevents))
}

// subscribe reads the subscriptions into s.subs, and into s.polled what the host has to be asked for them.
func (s *System) subscribe(in int32, n uint64) error {
	s.subs, s.polled = s.subs[:0], s.polled[:0]
	for i := range n {
		b := s.word[:subscriptionSize]
		if err := s.readAt(b, addr(in)+i*subscriptionSize); err != nil {
			return err
		}
		sub := subscription{userdata: binary.LittleEndian.Uint64(b), kind: b[8], host: -1}
		switch sub.kind {
		case eventClock:
			s.subscribeClock(&sub, b[16:])
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

// subscribeClock decodes $subscription_clock. A relative time becomes one of the clock it counts by.
func (s *System) subscribeClock(sub *subscription, b []byte) {
	id := int32(binary.LittleEndian.Uint32(b))
	timeout := binary.LittleEndian.Uint64(b[8:])
	flags := binary.LittleEndian.Uint16(b[24:])
	if id != clockRealtime && id != clockMonotonic {
		sub.ready, sub.err = true, errInval
		return
	}
	// Setting the wall clock must not change how long a relative wait is.
	sub.realtime = id == clockRealtime && flags&clockAbsolute != 0
	sub.deadline = timeout
	if flags&clockAbsolute == 0 {
		now := s.monotonic()
		if sub.deadline = now + timeout; sub.deadline < now {
			sub.deadline = 1<<64 - 1
		}
	}
}

// subscribeFd finds out whether a descriptor is ready anyway, or has to be polled.
func (s *System) subscribeFd(sub *subscription) {
	right, events := uint64(rightFdRead), int16(pollIn)
	if sub.kind == eventFdWrite {
		right, events = rightFdWrite, pollOut
	}
	d, err := s.lookupOpen(sub.fd, right)
	switch {
	case err != nil:
		sub.ready, sub.err = true, s.errno(err)
	case d.denied&rightPollFdReadwrite != 0:
		sub.ready, sub.err = true, errNotcapable
	case d.seekable():
		sub.ready, sub.nbytes = true, d.remaining()
	case d.host == nil || !canPoll:
		sub.ready = true
	default:
		err := withFd(d.host, func(fd uintptr) error {
			sub.host = len(s.polled)
			s.polled = append(s.polled, pollFd{fd: int32(fd), events: events})
			return nil
		})
		if err != nil {
			sub.ready, sub.err = true, s.errno(err)
		}
	}
}

// remaining is how much of a regular file lies behind its position.
func (d *descriptor) remaining() uint64 {
	st, err := d.file.stat()
	if err != nil {
		return 0
	}
	pos, err := d.file.Seek(0, 1)
	if err != nil || pos > st.size {
		return 0
	}
	return uint64(st.size - pos)
}

// collect marks the subscriptions that are due and reports whether there are any.
func (s *System) collect() bool {
	any := false
	for i := range s.subs {
		sub := &s.subs[i]
		switch {
		case sub.ready:
		case sub.kind == eventClock:
			sub.ready = s.left(sub) == 0
		case sub.host >= 0 && s.polled[sub.host].revents != 0:
			got := s.polled[sub.host].revents
			sub.ready = true
			if got&pollIn != 0 {
				sub.nbytes = 1 // at least
			}
			if got&(pollHup|pollErr) != 0 {
				sub.flags = eventHangup
			}
		}
		any = any || sub.ready
	}
	return any
}

// left is how long a clock subscription still has to wait.
func (s *System) left(sub *subscription) time.Duration {
	now := s.monotonic()
	if sub.realtime {
		now = uint64(s.now().UnixNano())
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
		return pollHost(s.polled, timeout)
	}
	if timeout > 0 {
		s.sleep(min(timeout, pollMost))
	}
	return nil
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
func readyNow(f *os.File, write bool) bool {
	if !canPoll {
		return true
	}
	p := []pollFd{{events: pollIn}}
	if write {
		p[0].events = pollOut
	}
	err := withFd(f, func(fd uintptr) error {
		p[0].fd = int32(fd)
		return pollHost(p, 0)
	})
	return err != nil || p[0].revents != 0
}
