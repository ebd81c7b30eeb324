package wasitarget

import (
	"context"
	"errors"
	"os"
	"sync"
	"time"
)

// outcome is what came of a call of the host.
type outcome struct {
	b    []byte // what was read
	n    int    // how much was written
	conn Conn   // what was accepted
	err  error
}

// pending is a call of the host that may outlast the wait for it: then it goes on, and the next wait is for the same call. Who has the turn
// uses it; other threads wait for that.
type pending struct {
	mu     sync.Mutex    // held while these change, which they do for who has the turn
	turn   chan struct{} // has an element while somebody has the turn
	result chan outcome
}

// takeTurn waits until no other thread uses p, or a context ends. In nonblocking mode that is errno again.
func (s *System) takeTurn(p *pending, d *descriptor) error {
	if !s.shared {
		return nil
	}
	turn := p.turns()
	select {
	case turn <- struct{}{}:
		return nil
	default:
	}
	if d.flags&flagNonblock != 0 && s.pollable(d) != nil {
		return errAgain
	}
	ctx, release, err := s.context()
	if err != nil {
		return err
	}
	defer release()
	if ctx == nil {
		ctx = context.Background()
	}
	select {
	case turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return endError(ctx)
	}
}

func (p *pending) turns() chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.turn == nil {
		p.turn = make(chan struct{}, 1)
	}
	return p.turn
}

// pass ends the turn.
func (s *System) pass(p *pending) {
	if s.shared {
		<-p.turn
	}
}

// done reports whether the outcome is there.
func (p *pending) done() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.result) > 0
}

// set sets what is waited for.
func (p *pending) set(result chan outcome) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.result = result
}

// running reports whether there is a call that nobody has seen the outcome of.
func (p *pending) running() bool { return p.result != nil }

// grace is how long a call gets to end once its context has: what does not block is not left running, as a rule.
const grace = 10 * time.Millisecond

// wait waits for the outcome of call or, if there is one, of the call that is still running; ok is false where ctx ended first. Where
// interrupt, which sets a deadline, can end the call, it has then ended; else its goroutine lives as long as it lasts.
func (p *pending) wait(ctx context.Context, interrupt func(time.Time) error, call func() outcome) (o outcome, ok bool) {
	if p.result == nil {
		p.set(make(chan outcome, 1))
		go func(result chan<- outcome) { result <- call() }(p.result)
	}
	select {
	case o = <-p.result:
		p.set(nil)
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
		p.set(nil)
	} else {
		p.result <- o // it was faster
	}
	return outcome{}, false
}
