package abi

import (
	"context"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/wasm2go/wasm2go/rt"
)

// A Meter ends calls early: where there is no fuel left, or a context has ended. Every Core has one. Code that is translated with -fuel or
// -interruptible asks it, as does the interpreter for metered modules.
type Meter struct {
	// Units of fuel are left. Whoever charges takes from them, and ends the call where they become less than 0.
	Units int64

	// Stop is 0, or because a context has ended more than any stack budget: who compares that with it saves a comparison.
	Stop atomic.Uintptr

	// An interpreter's instance looks at its contexts now and then, see Sliced: rest are the units that are left besides.
	rest   int64
	sliced bool

	watching sync.Mutex // for Stop to be set, and for what follows
	watched  *watched   // the innermost one
	base     *watched   // that of all calls
}

// stopped is Stop where a context has ended.
const stopped = math.MaxInt

// lookAfter is how much fuel may be used up before an instance looks at its contexts itself. That it is told of their end is not enough: where all
// processors are busy, nobody does for 10 ms. It lasts for a fraction of a millisecond.
const lookAfter = 1 << 16

// bulkUnit is how many bytes or elements of a bulk instruction cost a unit of fuel.
const bulkUnit = 32

// Sliced has Units run out now and then, though there is fuel: Spent must be called then.
func (t *Meter) Sliced() {
	left := t.Units + t.rest
	t.sliced = true
	t.SetFuel(left)
}

// SetFuel sets how much fuel is left: none where units are less than 0.
func (t *Meter) SetFuel(units int64) {
	units = max(units, 0)
	t.Units, t.rest = units, 0
	if t.sliced {
		t.Units = min(units, lookAfter)
		t.rest = units - t.Units
	}
}

// Fuel is how much fuel is left.
func (t *Meter) Fuel() int64 { return max(t.Units+t.rest, 0) }

// Spent ends the call if a context has ended, or if there is no fuel left.
//
//go:noinline
func (t *Meter) Spent() {
	if e := t.ended(); e != nil {
		e.Throw()
	}
	left := t.Units + t.rest
	if left < 0 {
		t.OutOfFuel().Throw()
	}
	t.SetFuel(left)
}

// OutOfFuel is what to panic with where Units are less than 0, unless they are Sliced.
//
//go:noinline
func (t *Meter) OutOfFuel() *rt.HostError {
	t.Units, t.rest = 0, 0
	return &rt.HostError{Import: "fuel", Err: rt.ErrFuel}
}

// Bulk charges for a bulk instruction on n bytes or elements, before it begins, and returns n.
func (t *Meter) Bulk(n uint64) uint64 {
	if t.Units -= int64(n / bulkUnit); t.Units < 0 {
		t.Spent()
	}
	return n
}

// Stopped is what to panic with where Stop is not 0.
//
//go:noinline
func (t *Meter) Stopped() *rt.HostError {
	e := t.ended()
	if e == nil {
		panic("abi: no context has ended")
	}
	return e
}

// Exhausted is what to panic with where the stack budget is less than Stop.
//
//go:noinline
func (t *Meter) Exhausted() any {
	if t.Stop.Load() != 0 {
		return t.Stopped()
	}
	return rt.StackExhausted
}

// Poll ends the call if a context has ended.
func (t *Meter) Poll() {
	if t.Stop.Load() != 0 {
		t.Stopped().Throw()
	}
}

// ended is the error of a call that ends because a context has, nil where none has.
func (t *Meter) ended() *rt.HostError {
	for w := t.innermost(); w != nil; w = w.outer {
		if ended(w.ctx) {
			return &rt.HostError{Import: "context", Err: context.Cause(w.ctx)}
		}
	}
	return nil
}

func ended(ctx context.Context) bool {
	if d, ok := ctx.Deadline(); ok && !time.Now().Before(d) {
		runtime.Gosched() // the context's timer is late: it waits for a processor
	}
	return ctx.Err() != nil
}
