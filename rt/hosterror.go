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

// HostError is the error of a call that ended because a host function returned an error, which Unwrap gives.
type HostError struct {
	Import string // the host function, "env.log"
	Err    error
	Stack  []Frame // the Wasm calls that led to it, innermost first, as those of a Trap

	// Where Err is or wraps the HostError of a call that the function made itself: how many there are in a row, and the innermost of them.
	nested int
	root   *HostError
}

// mostNested is how many HostErrors in a row say all that they have to.
const mostNested = 8

// Error is the function's name and the message of its error. Where calls of the host and back are nested deeply, and each returned the error of
// the next, it is the names of the outermost functions, how many more there are, and the message of the innermost.
func (e *HostError) Error() string {
	if e.nested < mostNested {
		return plain(e.Import) + ": " + e.Err.Error()
	}
	var b strings.Builder
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
