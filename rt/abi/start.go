package abi

import "github.com/wasm2go/wasm2go/rt"

// Resume has the keeper, if there is one, set the state to a former one, and tells whether it did.
func (c *Core) Resume(state func() *rt.State) (bool, error) {
	if c.keeper == nil {
		return false, nil
	}
	return c.keeper.Attach(c.State(state))
}

// State is the instance's state, always the same, which the first call makes.
func (c *Core) State(state func() *rt.State) *rt.State {
	if c.state == nil {
		c.state = state()
		c.state.Hold = c.hold
	}
	return c.state
}

// hold is the Hold of the instance's state: as a call in which nothing runs.
func (c *Core) hold() (release func(), ok bool) {
	if !c.running.CompareAndSwap(0, 1) {
		return nil, false
	}
	return func() { c.Restore(Entry{1, c.budget.level, c.stack.get()}) }, true
}

// Start initializes the instance by init, which may be nil, unless its keeper resumes it.
func (c *Core) Start(state func() *rt.State, init func(d int)) error {
	if resumed, err := c.Resume(state); resumed || err != nil || init == nil {
		return err
	}
	return c.Run(init)
}
