package abi

import (
	"errors"
	"io"

	"github.com/wasm2go/wasm2go/rt"
)

// Core is the part of an instance that calls from and to the host need. Every generated Instance has one in a field; its
// zero value refuses calls until Open. Like the instance it serves one goroutine at a time.
type Core struct {
	budget budget
	closed bool
	owned  []io.Closer
	device any
	keeper rt.Keeper
}

// Open readies the core. self is the *Instance, whose package has the module's functions; module is the module's name, names
// describes the functions.
func (c *Core) Open(self any, module string, names Names, opts []rt.Option) {
	register(self, module, names)
	config := rt.Config{Stack: defaultBudget()}
	for _, o := range opts {
		o(&config)
	}
	c.budget, c.device, c.keeper = newBudget(config.Stack), config.Device, config.Keeper
}

// Device returns what rt.OnDevice was given, nil without.
func (c *Core) Device() any { return c.device }

// Own gives the core something to close with the instance: its memories.
func (c *Core) Own(x io.Closer) { c.owned = append(c.owned, x) }

// Close releases what the instance owns. Later calls return rt.ErrClosed; a call that is still running (a host function closed
// its caller) finds an empty memory. Closing twice is fine.
func (c *Core) Close() error {
	var errs []error
	for _, x := range c.owned {
		errs = append(errs, x.Close())
	}
	c.closed, c.budget.depth, c.owned = true, 0, nil
	return errors.Join(errs...)
}

// Out notes that generated code calls out of its package with the budget d left, so that calls back in go on with what
// remains. It must run before each such call.
func (c *Core) Out(d int) { c.budget.depth = d - HostFrame }

// Left is the stack budget that a call from the host would get now.
func (c *Core) Left() int { return c.budget.depth }

// Restore sets that budget again, at the end of a call that did not come from the host but from another instance: what
// Out noted in between, also on the way to a trap, must not outlast it.
func (c *Core) Restore(d int) {
	if !c.closed {
		c.budget.depth = d
	}
}
