package abi

import (
	"runtime"

	"github.com/wasm2go/wasm2go/rt"
)

// trace notes where an exception is thrown: return addresses, of which Stack makes frames.
func trace(e *rt.Exception) {
	pcs := e.Thrown()
	n := callers(pcs)
	if n == 0 {
		n = runtime.Callers(2, pcs[:])
	}
	e.Traced(n, thrownBy)
}

// thrownBy are the Wasm functions among those that return addresses lead back to, as far as the call from the host.
func thrownBy(pcs []uintptr) (stack []rt.Frame) {
	var inner callee
	at := whereTrapped
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
