package interp

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/wasm2go/wasm2go/rt/abi"
)

// ErrFuel is in the error of a call that has used up its fuel.
var ErrFuel = errors.New("out of fuel")

// metering is what an instance of a metered module counts.
type metering struct {
	fuel    int64       // until the next look at the context
	rest    int64       // what there is besides
	stopped atomic.Bool // a context may have ended: look
	watched *watched
}

// watched is a context whose end ends the running call.
type watched struct {
	ctx   context.Context
	outer *watched        // of the call that this one is nested in
	all   context.Context // ends with ctx, and with those of the outer calls
}

// lookAfter is how much fuel may be used up before an instance looks at its context itself. That it is told of its end is not enough:
// where all processors are busy, nobody does for 10 ms. It lasts for a fraction of a millisecond.
const lookAfter = 1 << 16

// SetFuel sets how much fuel is left. A call of a function and a turn of a loop cost a unit for each of the interpreter's
// instructions that they have, also for those that are not run, and bulk instructions one more for 32 bytes or elements. It works for
// modules with Options.Meter. Without a call of it there is no limit.
func (i *Instance) SetFuel(units int64) {
	i.fuel = min(units, lookAfter)
	i.rest = units - i.fuel
}

// Fuel is how much fuel is left.
func (i *Instance) Fuel() int64 { return max(i.fuel+i.rest, 0) }

// Context is the context of the call that is running, for host functions that wait: it ends with that of each call that the running one
// is nested in.
func (i *Instance) Context() context.Context {
	if i.watched == nil {
		return context.Background()
	}
	return i.watched.all
}

// watch lets the end of ctx end the running call. The function that it returns ends this.
func (i *Instance) watch(ctx context.Context) (end func()) {
	if ctx == nil || ctx.Done() == nil {
		return func() {}
	}
	outer := i.watched
	all, release := ctx, func() {}
	if outer != nil {
		all, release = either(ctx, outer.all)
	}
	i.watched = &watched{ctx, outer, all}
	if !i.mod.opts.Meter {
		return func() {
			release()
			i.watched = outer
		}
	}
	if ctx.Err() != nil {
		i.stopped.Store(true) // at once, not when another goroutine gets to it
	}
	stop := context.AfterFunc(ctx, func() { i.stopped.Store(true) })
	return func() {
		stop()
		release()
		i.watched = outer
		i.stopped.Store(outer != nil) // which may have ended meanwhile
	}
}

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

// meter ends the call if a context has ended, or if there is no fuel left.
func (i *Instance) meter() {
	left := i.fuel + i.rest
	i.SetFuel(left)
	i.stopped.Store(false)
	for w := i.watched; w != nil; w = w.outer {
		if ended(w.ctx) {
			abi.ThrowHost("context", context.Cause(w.ctx))
		}
	}
	if left < 0 {
		abi.ThrowHost("fuel", ErrFuel)
	}
}

func ended(ctx context.Context) bool {
	if d, ok := ctx.Deadline(); ok && !time.Now().Before(d) {
		runtime.Gosched() // the context's timer is late: it waits for a processor
	}
	return ctx.Err() != nil
}
