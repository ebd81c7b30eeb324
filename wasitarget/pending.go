package wasitarget

import (
	"context"
	"errors"
	"os"
	"time"
)

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
