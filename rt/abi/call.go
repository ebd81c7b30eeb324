package abi

import (
	"runtime/debug"

	"github.com/wasm2go/wasm2go/rt"
)

// Call is the state of one call from the host, in a local variable of the exported method.
type Call struct {
	core  *Core // nil until the call has begun
	entry Entry
	fault bool
}

// Enter begins a call: it returns the stack budget, and traps where none is left. It panics with rt.ErrClosed or rt.ErrBusy where the
// instance takes no call.
func (c *Core) Enter(call *Call) int {
	g, used := measure()
	nth := int64(1)
	if !c.running.CompareAndSwap(0, 1) {
		nth = c.join(g)
	}
	call.core = c
	call.entry = Entry{nth, c.budget.level, c.stack.get()}
	call.fault = debug.SetPanicOnFault(true)
	d := c.budget.enter(nth == 1, g, used)
	if d <= 0 {
		Throw(rt.StackExhausted)
	}
	return d
}

// join begins a call on goroutine g while others run, unless the instance was closed or runs on another goroutine. It returns how many run.
func (c *Core) join(g uintptr) int64 {
	for {
		n := c.running.Load()
		switch {
		case n&closed != 0:
			panic(rt.ErrClosed)
		case n > 0 && !c.budget.admits(g):
			panic(rt.ErrBusy)
		case c.running.CompareAndSwap(n, n+1):
			return n + 1
		}
	}
}

// Leave ends a call. It must be deferred directly, before Enter. A trap, an exception, an error from a host function, a closed or a busy instance
// ends up in *err; every other panic goes on.
func (call *Call) Leave(err *error) {
	v := recover()
	if v != nil {
		e := outcome(v)
		if e == nil {
			call.leave(true)
			panic(v)
		}
		*err = e
	} else if c := call.core; c != nil && c.Thrown != nil {
		*err = c.Take()
	}
	if e := call.leave(*err != nil); e != nil && *err == nil {
		*err = e
	}
}

// leave restores what Enter changed, and the stack pointer of a call that failed.
func (call *Call) leave(failed bool) error {
	c := call.core
	if c == nil {
		return nil
	}
	debug.SetPanicOnFault(call.fault)
	return c.end(&call.entry, failed || c.stack.get() != call.entry.pointer && unwinding(1))
}

// Run calls f as an exported method would: for the start function, the initialization of memories and tables, the interpreter, and for calls by
// way of a reference, which enter once more, as calls from another instance do.
func (c *Core) Run(f func(d int)) (err error) {
	var call Call
	defer call.Leave(&err)
	f(c.Enter(&call))
	return nil
}
