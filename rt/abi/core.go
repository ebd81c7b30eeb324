package abi

import (
	"errors"
	"io"
	"math"
	"sync"
	"sync/atomic"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// Core is the part of an instance that calls from and to the host need. Every generated Instance has one in a field; its
// zero value refuses calls until Open. Like the instance it serves one goroutine at a time.
type Core struct {
	Meter
	budget budget
	heap   heap

	// Thrown is the exception by which a function ended that has just returned, nil for none: whoever called it takes it out or returns as well.
	Thrown *rt.Exception

	TailRoom int // the budget below which functions leave their tail calls to their caller, see Tails

	foreign bool // a panic passes that is none of a module, see attempt

	// running is how many calls run, and closed once Close was called: whoever comes last of these releases what is owned.
	running atomic.Int64
	closing sync.Mutex
	owned   []io.Closer
	failed  error // to release it, not reported yet

	stack     stackPointer
	keepStack bool  // as it is after an error
	outermost int64 // the pointer that the first of the running calls found, if that has ended before others

	memory uint64 // bytes that a memory may have, 0 for no limit
	device any
	keeper rt.Keeper
	state  *rt.State

	growRefused func(*mem.GrowError) error
}

// Open readies the core. self is the *Instance, whose package has the module's functions; module is the module's name, names
// describes the functions.
func (c *Core) Open(self any, module string, names Names, opts []rt.Option) {
	register(self, module, names)
	config := rt.Config{Stack: defaultBudget(), Fuel: math.MaxInt64}
	for _, o := range opts {
		o(&config)
	}
	c.budget, c.memory, c.device, c.keeper = newBudget(config.Stack), config.Memory, config.Device, config.Keeper
	c.heap.bound(config.Heap)
	c.growRefused, c.keepStack = config.GrowRefused, config.KeepStackPointer
	c.meter(&config)
}

// Device returns what rt.OnDevice was given, nil without.
func (c *Core) Device() any { return c.device }

// Limit is the type of a memory that the instance makes, with the limit of the option rt.MaxMemory.
func (c *Core) Limit(t mem.Type) mem.Type {
	if c.memory > 0 {
		t = t.Limited(c.memory)
	}
	return t
}

// Grow is memory.grow: m.Grow, and where that refuses, what rt.OnGrowRefused says.
func (c *Core) Grow(m mem.Memory, delta uint64) int64 {
	old := m.Grow(delta)
	if old < 0 && c.growRefused != nil {
		if err := c.growRefused(mem.Refused(m, delta)); err != nil {
			panic(&rt.Trap{Kind: rt.OutOfMemory, Cause: err})
		}
	}
	return old
}

// Own gives the core something to close with the instance: its memories.
func (c *Core) Own(x io.Closer) { c.owned = append(c.owned, x) }

// closed is a bit of Core.running.
const closed = 1 << 62

// Close releases what the instance owns. Later calls return rt.ErrClosed. While a call runs, on this goroutine or another, it goes on
// and keeps what it has: then Close returns at once, and the end of that call releases. An error of that is the call's, or else what
// the next Close returns. Closing twice is fine.
func (c *Core) Close() error {
	if c.running.Or(closed)&^closed == 0 {
		return c.release()
	}
	return nil
}

// release closes what is owned.
func (c *Core) release() error {
	c.closing.Lock()
	defer c.closing.Unlock()
	errs := []error{c.failed}
	for _, x := range c.owned {
		errs = append(errs, x.Close())
	}
	c.owned, c.failed = nil, nil
	return errors.Join(errs...)
}

// Out notes that generated code calls out of its package with the budget d left, so that calls back in go on with what
// remains. It must run before each such call, and In with the same d when that has returned.
func (c *Core) Out(d int) { c.budget.depth = d - HostFrame }

// In notes that what Out announced has returned. It ends the call if another goroutine has entered meanwhile and is still there: it may, since
// nobody can tell it from one that the host waits for, but not both can go on.
func (c *Core) In(d int) {
	if c.budget.depth != d-HostFrame {
		throwBusy()
	}
	c.budget.depth = inside
}

// throwBusy is out of line, for In to be inlined.
//
//go:noinline
func throwBusy() { panic(rt.ErrBusy) }

// Cross is what is left of the budget d for a call of another instance's function, and traps where nothing is. Such calls may go in
// circles that no module sees, in which nobody counts the frames: so the stack is measured, as where the host calls back.
func (c *Core) Cross(d int) int {
	g, used := measure()
	if d = c.budget.cross(d, g, used); d < 0 {
		Throw(rt.StackExhausted)
	}
	return d
}

// Calls is how many calls run.
func (c *Core) Calls() int64 { return c.running.Load() &^ closed }

// Budget is what a call back in would get now, and SetBudget undoes what Out noted since.
func (c *Core) Budget() int { return c.budget.depth }

// SetBudget undoes what Out noted.
func (c *Core) SetBudget(d int) { c.budget.depth = d }
