package abi

import (
	"runtime"

	"github.com/wasm2go/wasm2go/rt"
)

// trace notes where an exception is thrown: return addresses, of which Stack makes frames.
func trace(e *rt.Exception) {
	pcs := (*[mostThrown]uintptr)(e.Room())
	n := callers(pcs)
	if n == 0 {
		n = runtime.Callers(2, pcs[:])
	}
	e.Traced(n, thrownBy)
}

// mostThrown is the room that a new exception has.
const mostThrown = 32

// TraceOut notes the Go functions that led to an interpreter, which has noted its own.
func TraceOut(e *rt.Exception) {
	var pcs [mostThrown]uintptr
	n := callers(&pcs)
	if n == 0 {
		n = runtime.Callers(2, pcs[:])
	}
	e.Traced(copy(e.Room(), pcs[:n]), calledFrom)
}

// calledFrom is thrownBy for what has called.
func calledFrom(pcs []uintptr) []rt.Frame { return tracedFrames(pcs, whereCalled) }

// thrownBy are the Wasm functions among those that return addresses lead back to, as far as the call from the host.
func thrownBy(pcs []uintptr) []rt.Frame { return tracedFrames(pcs, whereTrapped) }

// tracedFrames is thrownBy where the innermost call has come to a place as at says.
func tracedFrames(pcs []uintptr, at where) (stack []rt.Frame) {
	var inner callee
	frames := runtime.CallersFrames(append(pcs[:len(pcs):len(pcs)], 0)) // so that the last one has those that are inlined, too
	for {
		next, more := frames.Next()
		f := running{Frame: next, callee: calleeOf(next.Function)}
		if f.entry {
			return stack
		}
		if f.wasm && !inner.pieceOf(f.callee) {
			stack = append(stack, f.callee.frames(f.File, f.Line, at)...)
		}
		if f.wasm || f.shim {
			at = whereCalled
		}
		inner = f.callee
		if !more {
			return stack
		}
	}
}
