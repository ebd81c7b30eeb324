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
		c.state.Idle = c.idle
	}
	return c.state
}

// idle is the Idle of the instance's state.
func (c *Core) idle() bool { return c.running.Load() == 0 }

// Start initializes the instance by init, which may be nil, unless its keeper resumes it.
func (c *Core) Start(state func() *rt.State, init func(d int)) error {
	if resumed, err := c.Resume(state); resumed || err != nil || init == nil {
		return err
	}
	return c.Run(init)
}
