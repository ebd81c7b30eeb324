package rt

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
)

// An Exception is an exception that a module has thrown, or that a host throws: a function of the host throws it into the module which has called it by
// returning it as its error, wrapped or not. Where no function of a module catches it, it is the error of the call. An exnref is an *Exception, nil
// the null reference. It does not change once a handler or a host has it.
type Exception struct {
	tag   *Tag
	slots []uint64
	refs  []Ref

	asked sync.Mutex // for stack, which several goroutines may ask for
	stack []Frame

	// Who threw it leaves addresses in pcs, and what makes frames of them when somebody asks; so does an interpreter that it passes.
	traces []trace
	ref    [1]Ref    // room for refs
	slot   [2]uint64 // room for slots: most have a number or two
	one    [2]trace  // room for traces
	depth  int       // how many addresses there are
	told   int       // of which so many are in stack
	pcs    [mostThrown]uintptr

	sealed atomic.Bool
}

// A trace is n of the addresses, and what makes frames of them.
type trace struct {
	n      int
	frames func(pcs []uintptr) []Frame
}

// mostThrown is how many calls the stack of an exception has at most.
const mostThrown = 32

// Exception makes an exception whose values are zero and null, for package abi. Who throws it sets them, in Slots and Refs, as Sig.Slots passes them.
func (t *Tag) Exception() *Exception {
	e := &Exception{tag: t}
	e.slots, e.refs = e.slot[:], e.ref[:]
	if t.slots > len(e.slot) {
		e.slots = make([]uint64, t.slots)
	}
	if t.refs > len(e.ref) {
		e.refs = make([]Ref, t.refs)
	}
	return e
}

// NewException makes an exception for a host to throw, with values of the types that the tag has, as Func.Call takes arguments.
func NewException(tag *Tag, values ...any) (*Exception, error) {
	if tag == nil || tag.typ == nil {
		return nil, errors.New("an exception without a tag: NewTag makes one")
	}
	e := tag.Exception()
	in, err := valuesOf(tag.typ.params, values)
	if err != nil {
		return nil, fmt.Errorf("%v: %w", tag, err)
	}
	ToSlots(tag.typ.params, in, e.slots, e.refs)
	e.Seal()
	return e, nil
}

// ExceptionIn is the exception that a function of the host throws by returning err, nil for none. It is what errors.As finds, but not below a trap or the
// error of another function of the host: those have ended a call, and a chain of many calls is not searched at each of them. It is for package abi.
func ExceptionIn(err error) *Exception {
	for err != nil {
		switch e := err.(type) {
		case *Exception:
			if e == nil || !made(e) {
				return nil
			}
			e.Seal()
			return e
		case *Trap, *HostError:
			return nil
		}
		if as, ok := err.(interface{ As(any) bool }); ok {
			var e *Exception
			if as.As(&e) {
				err = e
				continue
			}
		}
		switch inner := err.(type) {
		case interface{ Unwrap() error }:
			err = inner.Unwrap()
		case interface{ Unwrap() []error }:
			for _, err := range inner.Unwrap() {
				if e := ExceptionIn(err); e != nil {
					return e
				}
			}
			return nil
		default:
			return nil
		}
	}
	return nil
}

// Tag is the exception's tag.
func (e *Exception) Tag() *Tag { return e.tag }

// Values are the values that it was thrown with, as Func.Call returns results: none of nil.
func (e *Exception) Values() (values []any) {
	if e == nil || !made(e) {
		return nil
	}
	for _, v := range FromSlots(e.tag.typ.params, e.slots, e.refs) {
		values = append(values, v.Interface())
	}
	return values
}

// Slots has the numbers among the values, for generated code and the interpreter.
func (e *Exception) Slots() []uint64 { return e.slots }

// Refs has the references among the values, for generated code and the interpreter.
func (e *Exception) Refs() []Ref { return e.refs }

// Room is where who throws the exception leaves the addresses of calls, innermost first, and an interpreter that it passes those further out, for
// package abi and the interpreter: see Traced. There is none once it is sealed.
func (e *Exception) Room() []uintptr {
	if e.sealed.Load() {
		return nil
	}
	return e.pcs[e.depth:]
}

// Traced says that n addresses are in Room, and what makes frames of them.
func (e *Exception) Traced(n int, frames func(pcs []uintptr) []Frame) {
	if n == 0 {
		return
	}
	if e.traces == nil {
		e.traces = e.one[:0]
	}
	e.traces = append(e.traces, trace{n, frames})
	e.depth += n
}

// Seal says that the stack is complete: a handler or a host has the exception now, which may throw it again and on several goroutines. It is for
// package abi.
func (e *Exception) Seal() {
	if !e.sealed.Load() { // cheaper than to set it once more
		e.sealed.Store(true)
	}
}

// Stack are the calls from which it was thrown, innermost first, as those of a [Trap], but at most 32 calls of Go and of the interpreter: nil where a
// host made it that has not thrown it.
func (e *Exception) Stack() []Frame {
	e.asked.Lock()
	defer e.asked.Unlock()
	for _, t := range e.traces {
		e.stack = append(e.stack, t.frames(e.pcs[e.told:e.told+t.n])...)
		e.told += t.n
	}
	e.traces = nil
	return e.stack
}

// Error is one line: the tag with the values, and the Wasm functions on the stack.
func (e *Exception) Error() string {
	if e == nil {
		return "null exnref"
	}
	if !made(e) {
		return "an exception without a tag"
	}
	var b strings.Builder
	b.WriteString("wasm exception")
	if e.tag.Name != "" {
		b.WriteString(" " + plain(e.tag.Name))
	}
	b.WriteString("(")
	for i, v := range e.Values() {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(short(v))
	}
	b.WriteString(")")
	writeStack(&b, e.Stack())
	return b.String()
}

// Is makes errors.Is(err, rt.UncaughtException) true.
func (e *Exception) Is(target error) bool { return target == UncaughtException }

// Unwrap returns the first of the values that is an error of the host, nil where none is.
func (e *Exception) Unwrap() error {
	for _, v := range e.Values() {
		if err, ok := v.(error); ok && !isWasm(v) {
			return err
		}
	}
	return nil
}
