package abi

import (
	"reflect"

	"github.com/wasm2go/wasm2go/rt"
)

// Exceptions between the functions of a module that has handlers are values: who throws sets Core.Thrown and returns, and whoever has called looks. In
// a module without handlers, and where something else calls that does not look, they are panics with the *rt.Exception.

// NewTag makes a tag of an instance. The name is for messages.
func NewTag(name string, t *rt.Type) *rt.Tag {
	tag := rt.NewTag(t)
	tag.Name = name
	return tag
}

// Exception makes the exception that code of the instance throws, with its values as Sig.Slots passes them.
func (c *Core) Exception(tag *rt.Tag, slots ...uint64) *rt.Exception {
	e := c.NewException(tag)
	copy(e.Slots(), slots)
	trace(e)
	return e
}

// ExceptionOf is Exception for values of which some are references.
func (c *Core) ExceptionOf(tag *rt.Tag, refs []rt.Ref, slots ...uint64) *rt.Exception {
	e := c.NewException(tag)
	copy(e.Slots(), slots)
	copy(e.Refs(), refs)
	trace(e)
	return e
}

// Exception is the exception that throw_ref throws again. It traps on null.
func Exception(e *rt.Exception) *rt.Exception {
	if e == nil {
		Throw(rt.NullReference)
	}
	return e
}

// Take is what a handler begins with: the pending exception, which is none any more, and is as it will be: see rt.Exception.Seal.
func (c *Core) Take() *rt.Exception {
	e := c.Thrown
	c.Thrown = nil
	e.Seal()
	return e
}

// Raise throws where nobody looks for a pending exception.
//
//go:noinline
func Raise(e *rt.Exception) { panic(e) }

// Uncaught throws the pending exception, if there is one, to somebody who does not look for it.
func (c *Core) Uncaught() {
	if e := c.Thrown; e != nil {
		c.Thrown = nil
		Raise(e)
	}
}

// Uncaught is Sig.Slots where there is a Sig.Pending.
func Uncaught(f *rt.Func, d int, s []uint64, refs []rt.Ref) {
	f.Sig.Pending(f, d, s, refs)
	if e := take(f.Owner); e != nil {
		Raise(e)
	}
}

// take is Take for another instance, which may have none.
func take(o *rt.Owner) *rt.Exception {
	e := *o.Thrown
	*o.Thrown = nil
	return e
}

// Failed goes on after a function of the host that has returned an error: with the exception in it, if there is one, or else it ends the call. It is In
// for the former.
//
//go:noinline
func (c *Core) Failed(d int, name string, err error) {
	e := rt.ExceptionIn(err)
	if e == nil {
		ThrowHost(name, err)
	}
	c.In(d)
	c.Thrown = e
}

// Invoke calls a function that is not of this instance, between Out and In with the same d, and leaves the exception that it ends by pending. All
// else by which it ends passes.
func (c *Core) Invoke(f *rt.Func, d int, s []uint64, refs []rt.Ref) {
	e := c.Catch(f, c.Cross(d), s, refs)
	c.In(d)
	c.Thrown = e
}

// Catch is Invoke without Cross and In, and returns the exception, for the interpreter.
func (c *Core) Catch(f *rt.Func, d int, s []uint64, refs []rt.Ref) *rt.Exception {
	if f.Sig.Pending != nil && f.Owner != nil && f.Owner.Thrown != nil {
		f.Sig.Pending(f, d, s, refs)
		return take(f.Owner)
	}
	e, failure := c.attempt(f, d, s, refs)
	if failure != nil {
		panic(failure)
	}
	return e
}

// attempt calls a function and returns the exception that it panics with, or else what to panic with again, as an interpreter does: see Unwind. What is
// neither a trap nor the error of a host goes on, and is not looked at again on its way through the instance.
func (c *Core) attempt(f *rt.Func, d int, s []uint64, refs []rt.Ref) (e *rt.Exception, failure any) {
	c.foreign = false
	defer func() {
		if c.foreign {
			return
		}
		v := recover()
		if v == nil {
			return
		}
		var is bool
		if e, is = v.(*rt.Exception); is {
			return
		}
		if failure = Unwind(v, isAttempt, 0, nil); failure == nil {
			c.foreign = true
			panic(v)
		}
	}()
	f.CallSlots(d, s, refs)
	return nil, nil
}

// isAttempt tells whether that is the Go name of attempt.
func isAttempt(name string) bool { return name == attemptName }

var attemptName = reflect.TypeFor[Core]().PkgPath() + ".(*Core).attempt"
