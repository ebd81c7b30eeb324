package interp

import (
	"context"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// ErrFuel is rt.ErrFuel.
var ErrFuel = rt.ErrFuel

// WithFuel is SetFuel from the start on: it holds for the start function, too.
func WithFuel(units int64) rt.Option { return abi.WithFuel(units) }

// SetFuel sets how much fuel is left; rt.ErrFuel says what a unit is. It works for modules with Options.Meter. Without a call of it there is no
// limit.
func (i *Instance) SetFuel(units int64) { i.core.SetFuel(units) }

// Fuel is how much fuel is left.
func (i *Instance) Fuel() int64 { return i.core.Fuel() }

// Context is the context of the call that is running, for host functions that wait: it ends with that of each call that the running one
// is nested in.
func (i *Instance) Context() context.Context { return i.core.Context() }

// watch lets the end of ctx end the running call. The function that it returns ends this.
func (i *Instance) watch(ctx context.Context) (end func()) {
	return i.core.Watch(ctx, i.mod.opts.Meter)
}
