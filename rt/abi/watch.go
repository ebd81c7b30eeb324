package abi

import (
	"context"

	"github.com/wasm2go/wasm2go/rt"
)

// watched is a context whose end ends the calls that run.
type watched struct {
	ctx     context.Context
	outer   *watched        // of the call that this one is nested in
	all     context.Context // ends with ctx, and with the outer ones
	release func()
}

// Context is the context of the call that is running, for host functions that wait: it ends with that of each call that the running one
// is nested in.
func (t *Meter) Context() context.Context {
	if w := t.innermost(); w != nil {
		return w.all
	}
	return context.Background()
}

// innermost is the context that is watched last.
func (t *Meter) innermost() *watched {
	t.watching.Lock()
	defer t.watching.Unlock()
	return t.watched
}

// Watch makes ctx that of what is called until end is called, besides those that are watched already. stops tells whether its end ends code, too, or
// only what waits in the host.
func (t *Meter) Watch(ctx context.Context, stops bool) (end func()) {
	if ctx == nil || ctx.Done() == nil {
		return func() {}
	}
	w := t.nest(ctx)
	if stops {
		t.stopAfter(w)
	}
	return func() { t.forget(w) }
}

// nest begins to watch ctx.
func (t *Meter) nest(ctx context.Context) *watched {
	t.watching.Lock()
	defer t.watching.Unlock()
	w := &watched{ctx: ctx, outer: t.watched, all: ctx, release: func() {}}
	if w.outer != nil {
		w.all, w.release = either(ctx, w.outer.all)
	}
	t.watched = w
	return w
}

// stopAfter sets Stop when the context of w ends, or has ended already, but not once it is watched no more.
func (t *Meter) stopAfter(w *watched) {
	stop := func() {
		t.watching.Lock()
		defer t.watching.Unlock()
		if t.watches(w) {
			t.Stop.Store(stopped)
		}
	}
	if w.ctx.Err() != nil {
		stop() // at once, not when another goroutine gets to it
		return
	}
	unregister, release := context.AfterFunc(w.ctx, stop), w.release
	w.release = func() {
		unregister()
		release()
	}
}

// watches tells whether w is still watched.
func (t *Meter) watches(w *watched) bool {
	for x := t.watched; x != nil; x = x.outer {
		if x == w {
			return true
		}
	}
	return false
}

// forget ends the watch of w and what was watched after it, if it has not ended yet.
func (t *Meter) forget(w *watched) {
	t.watching.Lock()
	defer t.watching.Unlock()
	if t.watches(w) {
		t.unwind(w.outer)
	}
}

// unwind ends all watches after that of outer.
func (t *Meter) unwind(outer *watched) {
	for ; t.watched != outer; t.watched = t.watched.outer {
		t.watched.release()
	}
	stop := uintptr(0)
	for w := outer; w != nil; w = w.outer {
		if w.ctx.Err() != nil {
			stop = stopped
		}
	}
	t.Stop.Store(stop)
}

// SetContext is Watch where a translated package has no context of a single call. While no call runs it takes the place of what was set
// before; while one does it is for what the host calls from there.
func (c *Core) SetContext(ctx context.Context) (end func()) {
	if c.running.Load()&^closed == 0 {
		c.watching.Lock()
		c.unwind(c.base)
		c.watching.Unlock()
	}
	return c.Watch(ctx, true)
}

// Lend makes the context of the running call that of a call of another instance's function, whose owner is given beside the instance's own, until end
// is called.
func (t *Meter) Lend(own, other *rt.Owner) (end func()) {
	if other == nil || other == own || other.Watch == nil {
		return func() {}
	}
	return other.Watch(t.Context(), true)
}

// Lends tells whether there is a context to lend.
func (t *Meter) Lends() bool { return t.innermost() != nil }

// either is a context that ends with ctx or outer. Release it.
func either(ctx, outer context.Context) (context.Context, func()) {
	if ctx == outer {
		return ctx, func() {}
	}
	all, cancel := context.WithCancelCause(ctx)
	stop := context.AfterFunc(outer, func() { cancel(context.Cause(outer)) })
	return all, func() {
		stop()
		cancel(nil)
	}
}

// WithFuel is the option of packages that are translated with -fuel, and of the interpreter.
func WithFuel(units int64) rt.Option { return func(c *rt.Config) { c.Fuel = units } }

// WithContext is the option of packages that are translated with -interruptible.
func WithContext(ctx context.Context) rt.Option {
	return func(c *rt.Config) {
		c.Watch = func(core any) (end func()) { return core.(*Core).Watch(ctx, true) }
	}
}

// meter sets what the options say of fuel and of the context that holds for all calls.
func (c *Core) meter(config *rt.Config) {
	c.SetFuel(config.Fuel)
	if config.Watch != nil {
		c.Own(closer(config.Watch(c)))
		c.base = c.watched
	}
}

// A closer is called when the core is closed.
type closer func()

// Close implements io.Closer.
func (f closer) Close() error {
	f()
	return nil
}
