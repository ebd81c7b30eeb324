package wasitarget

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// caller is an instance that knows the context of the call that is running, as the interpreter's do.
type caller interface{ Context() context.Context }

// SetContext puts ctx in the place of Config.Context; nil is none. A host that calls a translated module does so before each call that has
// a context of its own. It must not be called while a call is running.
func (s *System) SetContext(ctx context.Context) { s.ctx = ctx }

// endable reports whether there is a context that can end a wait.
func (s *System) endable() bool { return len(s.contexts(nil)) > 0 }

// contexts appends those that can end a wait: the System's, the call's and that of all threads.
func (s *System) contexts(list []context.Context) []context.Context {
	add := func(ctx context.Context) {
		if ctx != nil && ctx.Done() != nil && !slices.Contains(list, ctx) {
			list = append(list, ctx)
		}
	}
	add(s.ctx)
	if s.caller != nil {
		add(s.caller.Context())
	}
	if s.group != nil {
		add(s.group.ctx)
	}
	return list
}

// context returns what can end a wait, nil if nothing can; an error where it has ended. release is to be called when the wait is over.
func (s *System) context() (ctx context.Context, release func(), err error) {
	var room [3]context.Context
	list := s.contexts(room[:0])
	release = func() {}
	if len(list) == 0 {
		return nil, release, nil
	}
	ctx = list[0]
	for _, other := range list[1:] {
		inner, done := release, func() {}
		ctx, done = either(ctx, other)
		release = func() {
			done()
			inner()
		}
	}
	if ctx.Err() != nil {
		release()
		return nil, nil, endError(ctx)
	}
	return ctx, release, nil
}

// either is a context that ends with either of two.
func either(a, b context.Context) (context.Context, func()) {
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
