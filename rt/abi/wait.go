package abi

import (
	"time"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/park"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi/atomics"
)

// Wait32 is memory.atomic.wait32: it waits at ea for at most so many nanoseconds, forever if there are less than 0, while the 32 bits there are want.
// The end of the call's context ends it as it ends code.
func (c *Core) Wait32(m mem.Memory, ea uint64, want uint32, timeout int64) uint32 {
	a := waitable(m, ea, 4)
	p := a.Word32(ea)
	return c.wait(a.Lot(), ea, func() bool { return atomics.Load32(p) == want }, timeout)
}

// Wait64 is memory.atomic.wait64.
func (c *Core) Wait64(m mem.Memory, ea uint64, want uint64, timeout int64) uint32 {
	a := waitable(m, ea, 8)
	p := a.Word64(ea)
	return c.wait(a.Lot(), ea, func() bool { return atomics.Load64(p) == want }, timeout)
}

// Notify is memory.atomic.notify: it wakes at most n of those that wait at ea and returns how many.
func (c *Core) Notify(m mem.Memory, ea uint64, n uint32) uint32 {
	checkAtomic(m, ea, 4)
	a, ok := m.(mem.Atomic)
	if !ok || a.Lot() == nil {
		return 0
	}
	return a.Lot().Notify(ea, n)
}

// waitable is m as a memory to wait at.
func waitable(m mem.Memory, ea, bytes uint64) mem.Atomic {
	checkAtomic(m, ea, bytes)
	a, ok := m.(mem.Atomic)
	if !ok || a.Lot() == nil {
		Throw(rt.NotShared)
	}
	return a
}

// checkAtomic traps unless an atomic instruction may access so many bytes at ea.
func checkAtomic(m mem.Memory, ea, bytes uint64) {
	if ea%bytes != 0 {
		Throw(rt.UnalignedAtomic)
	}
	if !mem.InRange(ea, bytes, m.Size()) {
		Throw(rt.OutOfBoundsMemory)
	}
}

func (c *Core) wait(l *park.Lot, ea uint64, holds func() bool, timeout int64) uint32 {
	r := l.Wait(ea, holds, time.Duration(timeout), c.Context().Done())
	switch r {
	case park.Ended:
		c.Stopped().Throw()
	case park.Closed: // and with it the memory
		Throw(rt.OutOfBoundsMemory)
	}
	return uint32(r)
}
