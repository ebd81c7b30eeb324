package abi

import (
	"runtime/debug"

	"github.com/wasm2go/wasm2go/rt"
)

// Call is the state of one call from the host, in a local variable of the exported method.
type Call struct {
	core   *Core
	budget budget // before
	fault  bool
}

// Enter begins a call: it returns the stack budget, and traps where none is left or the instance is closed.
func (c *Core) Enter(call *Call) int {
	call.core, call.budget = c, c.budget
	call.fault = debug.SetPanicOnFault(true)
	if !c.begin() {
		panic(rt.ErrClosed)
	}
	d := c.budget.enter(measure())
	if d <= 0 {
		Throw(rt.StackExhausted)
	}
	return d
}

// Leave ends a call. It must be deferred directly, before Enter. A trap, an error from a host function or a closed instance ends up
// in *err; every other panic goes on.
func (call *Call) Leave(err *error) {
	if v := recover(); v != nil {
		e := outcome(v)
		if e == nil {
			call.leave()
			panic(v)
		}
		*err = e
	}
	if e := call.leave(); e != nil && *err == nil {
		*err = e
	}
}

// leave restores what Enter changed.
func (call *Call) leave() error {
	c := call.core
	if c == nil {
		return nil
	}
	c.budget = call.budget
	debug.SetPanicOnFault(call.fault)
	return c.end()
}

// Run calls f as an exported method would: for the start function and the initialization of memories and tables.
func (c *Core) Run(f func(d int)) (err error) {
	var call Call
	defer call.Leave(&err)
	f(c.Enter(&call))
	return nil
}
