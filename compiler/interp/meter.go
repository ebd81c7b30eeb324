package interp

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/wasm2go/wasm2go/rt"
)

// ErrFuel is in the error of a call that has used up its fuel.
var ErrFuel = errors.New("out of fuel")

// metering is what an instance of a metered module counts.
type metering struct {
	fuel    int64
	stopped atomic.Bool
	ctx     context.Context
}

// SetFuel sets how much fuel is left. A call of a function and a turn of a loop cost a unit for each of the interpreter's
// instructions that they have, also for those that are not run. It works for modules with Options.Meter. Without a call of it
// there is no limit.
func (i *Instance) SetFuel(units int64) { i.fuel = units }

// Fuel is how much fuel is left.
func (i *Instance) Fuel() int64 { return max(i.fuel, 0) }

// watch lets the end of ctx end the running call. The function that it returns ends this.
func (i *Instance) watch(ctx context.Context) (end func()) {
	if !i.mod.opts.Meter || ctx == nil || ctx.Done() == nil {
		return func() {}
	}
	outer := i.ctx
	i.ctx = ctx
	if ctx.Err() != nil {
		i.stopped.Store(true) // at once, not when another goroutine gets to it
	}
	stop := context.AfterFunc(ctx, func() { i.stopped.Store(true) })
	return func() {
		stop()
		i.ctx = outer
		i.stopped.Store(outer != nil && outer.Err() != nil)
	}
}

// meter ends the call because its context has ended, or because there is no fuel left.
func (i *Instance) meter() {
	if i.stopped.Load() {
		rt.ThrowHost("context", context.Cause(i.ctx))
	}
	rt.ThrowHost("fuel", ErrFuel)
}
