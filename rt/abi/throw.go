package abi

import (
	"errors"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// Throw traps. It stays out of line, so that a check costs its caller no more than a compare and a jump.
//
//go:noinline
func Throw(kind rt.TrapKind) { panic(kind) }

// ThrowDevice traps because the device under a memory failed with err.
//
//go:noinline
func ThrowDevice(err error) { panic(&rt.Trap{Kind: rt.DeviceFailure, Cause: err}) }

// ThrowRead traps because to read a memory failed with err, which is a range error where another thread has closed it meanwhile.
func ThrowRead(err error) {
	if _, outside := errors.AsType[*mem.RangeError](err); outside {
		Throw(rt.OutOfBoundsMemory)
	}
	ThrowDevice(err)
}

// ThrowHost ends the running call because the host function of that name returned err: by the exception in it, if there is one.
//
//go:noinline
func ThrowHost(name string, err error) {
	if e := rt.ExceptionIn(err); e != nil {
		Raise(e)
	}
	(&rt.HostError{Import: name, Err: err}).Throw()
}
