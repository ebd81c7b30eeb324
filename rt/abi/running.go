package abi

import (
	"runtime"
	"strings"

	"github.com/wasm2go/wasm2go/rt"
)

// running is a Go function that was running when a panic began, at a line.
type running struct {
	runtime.Frame
	callee
	called []rt.Frame // what frames says where it called
}

// frames describe the call for a stack.
func (r *running) frames(at where) []rt.Frame {
	if at != whereCalled {
		return r.callee.frames(r.File, r.Line, at)
	}
	if r.called == nil {
		r.called = r.callee.frames(r.File, r.Line, at)
	}
	return r.called
}

// panicked visits the functions that were running when the current panic began, inlined ones included, until visit returns false. It
// is called below a deferred function, whose stack still holds them: deferred function, runtime's panic functions, then they.
func panicked(visit func(f *running) bool) {
	const (
		deferred = iota
		panicking
		ours
	)
	state := deferred
	known := map[uintptr]*running{} // recursion has many alike
	visited := 0
	var first [12]uintptr // mostly enough, and to find out about an address in the interpreter's loop takes its time
	for pcs := first[:]; ; pcs = make([]uintptr, 2*len(pcs)) {
		n := runtime.Callers(0, pcs)
		for ; visited < n; visited++ {
			f := known[pcs[visited]]
			if f == nil {
				f = runs(pcs[visited])
				known[pcs[visited]] = f
			}
			inRuntime := strings.HasPrefix(f.Function, "runtime.")
			switch {
			case state == deferred && f.Function == "runtime.gopanic":
				state = panicking
			case state == panicking && !inRuntime:
				state = ours
			}
			if state == ours && !visit(f) {
				return
			}
		}
		if n < len(pcs) {
			return
		}
	}
}

// runs looks up what runs at an address.
func runs(pc uintptr) *running {
	f, _ := runtime.CallersFrames([]uintptr{pc}).Next()
	return &running{Frame: f, callee: calleeOf(f.Function)}
}
