// Package park has goroutines wait at addresses of a shared memory: memory.atomic.wait and memory.atomic.notify of the threads proposal.
// Who waits takes no processor time. It belongs to what memories are made of; hosts have no need of it, but to wake a module that waits for them.
package park

import (
	"sync"
	"time"
)

// A Result says how a wait ended.
type Result uint32

// The first three are what memory.atomic.wait returns.
const (
	Woken    Result = iota // by Notify
	NotEqual               // it did not begin, as the condition did not hold
	TimedOut               // the time was over
	Ended                  // done was closed
	Closed                 // the lot is closed
)

// A Lot is where the goroutines wait that wait at one memory. The zero value is ready for use.
type Lot struct {
	shards  [16]shard
	waiters sync.Pool // of *waiter: those that have waited
}

// A shard has the queues of some of the addresses, so that threads which wait and wake elsewhere seldom get in each other's way.
type shard struct {
	sync.Mutex
	queues map[uint64]*queue // by address: those where somebody waits
	spare  *queue            // the last one that nobody waited in any more
	closed bool
}

// at is the shard of an address. What threads wait for is 4 bytes long at the least.
func (l *Lot) at(addr uint64) *shard { return &l.shards[addr/4%uint64(len(l.shards))] }

// Wait waits at an address until Notify wakes it, time is over, done is closed or the lot is. A negative timeout is none, and so is a nil done. It
// begins only if the condition holds, which nobody can change and then notify in between. The condition may panic.
func (l *Lot) Wait(addr uint64, holds func() bool, timeout time.Duration, done <-chan struct{}) Result {
	s := l.at(addr)
	w, ok := l.waiters.Get().(*waiter)
	if !ok {
		w = &waiter{woken: make(chan Result, 1)}
	}
	defer l.waiters.Put(w) // out of the queue, and its channel is empty
	if r := s.enter(addr, w, holds, timeout); r != Woken {
		return r
	}
	if timeout < 0 && done == nil {
		return <-w.woken
	}
	var late <-chan time.Time
	if timeout > 0 {
		timer := time.NewTimer(timeout)
		defer timer.Stop()
		late = timer.C
	}
	select {
	case r := <-w.woken:
		return r
	case <-late:
		return s.leave(addr, w, TimedOut)
	case <-done:
		return s.leave(addr, w, Ended)
	}
}

// enter puts w at the end of the queue, unless it need not wait: then the result is another than Woken.
func (s *shard) enter(addr uint64, w *waiter, holds func() bool, timeout time.Duration) Result {
	s.Lock()
	defer s.Unlock() // also where the condition panics
	switch {
	case s.closed:
		return Closed
	case !holds():
		return NotEqual
	case timeout == 0:
		return TimedOut
	}
	q := s.queues[addr]
	if q == nil {
		if s.queues == nil {
			s.queues = map[uint64]*queue{}
		}
		q, s.spare = s.spare, nil
		if q == nil {
			q = &queue{}
		}
		s.queues[addr] = q
	}
	q.push(w)
	return Woken
}

// leave takes w out of the queue, because of what the result says, unless it was woken at the same time.
func (s *shard) leave(addr uint64, w *waiter, because Result) Result {
	s.Lock()
	defer s.Unlock()
	if w.queue == nil {
		return <-w.woken
	}
	w.queue.remove(w)
	s.tidy(addr)
	return because
}

// tidy forgets a queue that is empty.
func (s *shard) tidy(addr uint64) {
	if q := s.queues[addr]; q.first == nil {
		delete(s.queues, addr)
		s.spare = q
	}
}

// Notify wakes at most n of those that wait at an address, in the order in which they came, and returns how many.
func (l *Lot) Notify(addr uint64, n uint32) uint32 {
	s := l.at(addr)
	s.Lock()
	defer s.Unlock()
	q := s.queues[addr]
	if q == nil {
		return 0
	}
	woken := uint32(0)
	for ; woken < n && q.first != nil; woken++ {
		q.wake(Woken)
	}
	s.tidy(addr)
	return woken
}

// Waiting is how many wait at an address.
func (l *Lot) Waiting(addr uint64) int {
	s := l.at(addr)
	s.Lock()
	defer s.Unlock()
	if q := s.queues[addr]; q != nil {
		return q.length
	}
	return 0
}

// Close ends all waits, and those to come. Closing twice is fine.
func (l *Lot) Close() {
	for i := range l.shards {
		l.shards[i].close()
	}
}

func (s *shard) close() {
	s.Lock()
	defer s.Unlock()
	s.closed = true
	for _, q := range s.queues {
		for q.first != nil {
			q.wake(Closed)
		}
	}
	s.queues = nil
}
