package rt

import (
	"errors"
	"io"
	"runtime/debug"
)

// ErrClosed is the error of a call into an instance that was closed.
var ErrClosed = errors.New("wasm: instance is closed")

// HostError is the error of a call that ended because a host function returned an error, which Unwrap gives.
type HostError struct {
	Import string // the host function, "env.log"
	Err    error
	Stack  []Frame // the Wasm calls, innermost first

	trail trail
}

func (e *HostError) Error() string { return e.Import + ": " + e.Err.Error() }

// Unwrap returns the host function's error.
func (e *HostError) Unwrap() error { return e.Err }

// ThrowHost ends the running call because the host function of that name returned err.
//
//go:noinline
func ThrowHost(name string, err error) { panic(&HostError{Import: name, Err: err}) }

// Core is the part of an instance that calls from and to the host need. Every generated Instance has one in a field; its
// zero value refuses calls until Open. Like the instance it serves one goroutine at a time.
type Core struct {
	depth  int // remaining stack budget of whoever enters next; 0 or less: refuse
	stack  int // what it is while no call runs
	closed bool
	owned  []io.Closer
	device any
	keeper Keeper
}

// HostFrame is what the stack budget is charged for a call to the host and back.
const HostFrame = 1024

// Open readies the core. self is the *Instance, whose package has the module's functions; module is the module's name, names
// describes the functions.
func (c *Core) Open(self any, module string, names Names, opts []Option) {
	register(self, module, names)
	config := NewConfig(opts)
	c.depth, c.stack, c.device, c.keeper = config.Stack, config.Stack, config.Device, config.Keeper
}

// Device returns what OnDevice was given, nil without.
func (c *Core) Device() any { return c.device }

// Own gives the core something to close with the instance: its memories.
func (c *Core) Own(x io.Closer) { c.owned = append(c.owned, x) }

// Close releases what the instance owns. Later calls return ErrClosed; a call that is still running (a host function closed
// its caller) finds an empty memory. Closing twice is fine.
func (c *Core) Close() error {
	var errs []error
	for _, x := range c.owned {
		errs = append(errs, x.Close())
	}
	c.closed, c.depth, c.owned = true, 0, nil
	return errors.Join(errs...)
}

// Out notes that generated code calls out of its package with the budget d left, so that calls back in go on with what
// remains. It must run before each such call.
func (c *Core) Out(d int) { c.depth = d - HostFrame }

// Left is the stack budget that a call from the host would get now.
func (c *Core) Left() int { return c.depth }

// Restore sets that budget again, at the end of a call that did not come from the host but from another instance: what
// Out noted in between, also on the way to a trap, must not outlast it.
func (c *Core) Restore(d int) {
	if !c.closed {
		c.depth = d
	}
}

// Call is the state of one call from the host, in a local variable of the exported method.
type Call struct {
	core  *Core
	depth int
	fault bool
}

// Enter begins a call: it returns the stack budget, and traps where none is left or the instance is closed.
func (c *Core) Enter(call *Call) int {
	call.core, call.depth = c, c.depth
	call.fault = debug.SetPanicOnFault(true)
	if c.depth <= 0 || c.closed {
		c.refuse()
	}
	return c.depth
}

func (c *Core) refuse() {
	if c.closed {
		panic(ErrClosed)
	}
	Throw(StackExhausted)
}

// Leave ends a call. It must be deferred directly, before Enter. A trap, an error from a host function or a closed instance ends up
// in *err; every other panic goes on.
func (call *Call) Leave(err *error) {
	if c := call.core; c != nil {
		if !c.closed {
			c.depth = call.depth
		}
		debug.SetPanicOnFault(call.fault)
	}
	if v := recover(); v != nil {
		e := asError(v, "")
		if e == nil {
			panic(v)
		}
		*err = e
	}
}

// Run calls f as an exported method would: for the start function and the initialization of memories and tables.
func (c *Core) Run(f func(d int)) (err error) {
	var call Call
	defer call.Leave(&err)
	f(c.Enter(&call))
	return nil
}
