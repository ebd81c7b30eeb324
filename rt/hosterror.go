package rt

import (
	"errors"
	"fmt"
	"strings"
)

// ErrClosed is the error of a call into an instance that was closed.
var ErrClosed = errors.New("wasm: instance is closed")

// ErrBusy is the error of a call into an instance that runs on another goroutine. It serves one at a time: make an instance for each, or hand one on.
// While a host function runs, others may call: then it has to wait for them. If it returns before they do, ErrBusy ends the call that
// it was called by.
var ErrBusy = errors.New("wasm: instance runs on another goroutine")

// ErrFuel is in the error of a call that has used up the fuel of its instance.
//
// Fuel is counted on the instructions of the module, so that a call costs the same on every machine, in translated packages (with -fuel) and
// in the interpreter (if metered). A unit is an instruction; block, loop, else, end and nop are none, nor is what no control flow can reach. What
// is charged is not what is run but what may be:
//
//   - When a function begins it costs all its instructions that stand in no loop.
//   - When control comes to the head of a loop, from outside or by a branch, that costs all instructions in the loop but those in a loop inside of
//     it. A loop that nothing branches to is none.
//   - memory.fill, memory.copy, memory.init, table.fill, table.copy and table.init, and of arrays array.fill, array.copy, array.init_data,
//     array.init_elem, array.new, array.new_default, array.new_data and array.new_elem cost a unit more for each whole 32 bytes or elements, also
//     where they trap then.
//
// Each charge comes before what it is for. Where it is more than there is, the call ends there, with nothing done that comes after, and no
// fuel is left. What functions of the host do costs nothing, and what those of other instances do is theirs to pay.
var ErrFuel = errors.New("out of fuel")

// HostError is the error of a call that ended because a host function returned an error, which Unwrap gives, or because a context or the fuel
// has ended.
type HostError struct {
	Import string // the host function, "env.log"; or "context", "fuel"
	Err    error
	Stack  []Frame // the Wasm calls that led to it, innermost first, as those of a Trap

	// Where Err is or wraps the HostError of a call that the function made itself: how many there are in a row, and the innermost of them.
	nested int
	root   *HostError
}

// mostNested is how many HostErrors in a row say all that they have to.
const mostNested = 8

// Error is the function's name and the message of its error. Where calls of the host and back are nested deeply, and each returned the error of
// the next, it is the names of the outermost functions, how many more there are, and the message of the innermost. Where a context or the fuel
// ended the call, the Wasm functions that took so long follow, as in the message of a [Trap].
func (e *HostError) Error() string {
	var b strings.Builder
	if e.nested < mostNested {
		b.WriteString(plain(e.Import) + ": " + e.Err.Error())
		if e.Import == "context" || e.Import == "fuel" { // of abi.Meter; a function of the host has a dot
			writeStack(&b, e.Stack)
		}
		return b.String()
	}
	const shown = 4
	for range shown {
		b.WriteString(plain(e.Import) + ": ")
		e = e.inner()
	}
	fmt.Fprintf(&b, "(%d more): %v", e.nested, e.root)
	return b.String()
}

// Unwrap returns the host function's error.
func (e *HostError) Unwrap() error { return e.Err }

// inner is the HostError that Err is or wraps, nil if there is none.
func (e *HostError) inner() *HostError {
	var inner *HostError
	errors.As(e.Err, &inner)
	return inner
}

// Throw panics with e, which ends the running call. It is for generated code.
func (e *HostError) Throw() {
	if inner := e.inner(); inner != nil {
		e.nested, e.root = inner.nested+1, inner
		if inner.root != nil {
			e.root = inner.root
		}
	}
	panic(e)
}
