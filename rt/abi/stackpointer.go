package abi

import (
	"runtime"
	"strings"
)

// A stackPointer is the global in which a module keeps the pointer of its C stack, if it is known. Functions lower it and raise it again as they
// return, which those that end by an error do not.
type stackPointer struct {
	p32 *int32
	p64 *int64
}

// StackPointer says which global, an *int32 or *int64, is the pointer of the module's C stack: a call that fails sets it to what it found.
func (c *Core) StackPointer(global any) {
	if !c.keepStack {
		c.stack.p32, _ = global.(*int32)
		c.stack.p64, _ = global.(*int64)
	}
}

// get is the pointer's value, 0 if there is none.
func (s *stackPointer) get() int64 {
	switch {
	case s.p32 != nil:
		return int64(*s.p32)
	case s.p64 != nil:
		return *s.p64
	}
	return 0
}

// set gives the pointer a value that get has returned.
func (s *stackPointer) set(v int64) {
	switch {
	case s.p32 != nil:
		*s.p32 = int32(v)
	case s.p64 != nil:
		*s.p64 = v
	}
}

// unwinding tells whether a deferred function runs because of a panic or runtime.Goexit, not because its function returned. The deferred function
// is the one that calls unwinding, or so many further out. To ask recover instead would end the panic.
func unwinding(further int) bool {
	var pcs [4]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3+further, pcs[:])])
	for {
		f, more := frames.Next()
		if !strings.Contains(f.Function, ".deferwrap") {
			return f.Function == "runtime.gopanic" || f.Function == "runtime.Goexit"
		}
		if !more {
			return false
		}
	}
}
