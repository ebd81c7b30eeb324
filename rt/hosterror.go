package rt

import "errors"

// ErrClosed is the error of a call into an instance that was closed.
var ErrClosed = errors.New("wasm: instance is closed")

// HostError is the error of a call that ended because a host function returned an error, which Unwrap gives.
type HostError struct {
	Import string // the host function, "env.log"
	Err    error
	Stack  []Frame // the Wasm calls, innermost first
}

// Error is the function's name and the message of its error.
func (e *HostError) Error() string { return plain(e.Import) + ": " + e.Err.Error() }

// Unwrap returns the host function's error.
func (e *HostError) Unwrap() error { return e.Err }
