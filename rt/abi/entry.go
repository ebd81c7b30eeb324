package abi

import "github.com/wasm2go/wasm2go/rt"

// An Entry is what a call into an instance found as it began: its end restores that.
type Entry struct {
	nth     int64 // how many calls ran in the instance, this one included
	level   level
	pointer int64 // of the C stack
}

// Left begins a call that does not come from the host but from another instance, and Restore ends it: what Out noted in between, also on the way
// to a trap, must not outlast the call. Such a call also reaches an instance that was closed: its functions may stand in a table.
func (c *Core) Left() Entry {
	nth := int64(1)
	if !c.running.CompareAndSwap(0, 1) {
		nth = c.joinLinked()
	}
	e := Entry{nth, c.budget.level, c.stack.get()}
	c.budget.depth = inside
	return e
}

// joinLinked is join for Left. rt.Func.Call is a call from the host and then one of these, which Run admits: where goroutines cannot be told
// apart, so is any other.
func (c *Core) joinLinked() int64 {
	for {
		n := c.running.Load()
		if n&^closed > 0 {
			if g, _ := measure(); g != 0 && !c.budget.admits(g) {
				panic(rt.ErrBusy)
			}
		}
		if c.running.CompareAndSwap(n, n+1) {
			return n&^closed + 1
		}
	}
}

// Restore ends the call that Left began. It must be deferred. Where the call ends by a panic or an exception, so does the use of its part of the C
// stack.
func (c *Core) Restore(e Entry) {
	if err := c.end(&e, c.stack.get() != e.pointer && (c.Thrown != nil || unwinding(0))); err != nil {
		c.closing.Lock()
		defer c.closing.Unlock()
		c.failed = err
	}
}

// end ends a call. If others have begun since and still run, on another goroutine, it belongs to them what the core knows; the last one
// sets it right. All of that is done before the instance is free for others, and again where another call has begun or ended meanwhile.
func (c *Core) end(e *Entry, failed bool) error {
	for {
		n := c.running.Load()
		switch calls := n &^ closed; {
		case calls == e.nth:
			c.budget.level = e.level
			if failed {
				c.stack.set(e.pointer)
			}
		case calls == 1:
			c.budget.level = level{depth: inside}
			c.stack.set(c.outermost)
		case e.nth == 1:
			c.outermost = e.pointer
		}
		if c.running.CompareAndSwap(n, n-1) {
			if n-1 == closed {
				return c.release()
			}
			return nil
		}
	}
}
