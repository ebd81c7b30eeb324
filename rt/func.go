package rt

import (
	"context"
	"fmt"
	"reflect"
)

// Func is a reference to a function of an instance, or of the host. A funcref is a *Func; nil is the null reference.
// Two references to the same function of the same instance are the same pointer. Hosts make one by NewFunc, call it by Call, and may
// read Name and Sig, and set Binder; the other fields are for generated code and the interpreter.
type Func struct {
	// What a call by reference reads comes first, to be on one cache line or two.

	// Owner is the instance that the function belongs to, nil for functions of the host.
	Owner *Owner

	Type int // generated code's number for Sig: within one instance, equal numbers mean equal signatures

	// Code is func(*Instance, int, params...) results for functions of generated code, with uint32 for i32. Inside the
	// defining package, call_indirect compares Owner and Type and calls Code after a type assertion. Nil for host functions.
	Code any
	Tail any // Code but for tail calls, which it may leave to its caller; nil where no function of the type makes any that matter

	Name   string // as in the module's name section, for messages
	Sig    *Sig
	Env    any // the *Instance that Code wants
	Interp any // what the interpreter runs where Code is generated code that calls the interpreter, else nil

	// Binder wants the instance that imports the function: it is bound before a function runs there. Nil for nobody.
	Binder Binder

	host   bool    // made by NewFunc or its kin
	native *goFunc // by NewFunc itself, else nil
	bound  any
}

// ImportedAs is f under the name of an import, "env.log", which its errors tell, if it is a function of the host; else it is f. It is for
// package abi.
func (f *Func) ImportedAs(name string) *Func {
	if !f.host || f.Name == name {
		return f
	}
	return &Func{Name: name, Sig: f.Sig, Binder: f.Binder, host: true, native: f.native}
}

// An Owner stands for an instance, as the one that a function belongs to: equal pointers, the same instance. The instance has it in
// a field and sets it before there are functions of it. Hosts
// may compare owners; the fields are for generated code and the interpreter.
type Owner struct {
	// Run calls f as an exported method of the instance would be called: d is the stack budget, and traps and errors of host functions
	// come back as errors.
	Run func(f func(d int)) error

	// Thrown is where functions of the instance leave the exception that they end by, where Sig.Pending called them: nil where none does.
	Thrown **Exception

	// Watch lets the end of ctx end what runs in the instance until end is called. Nil where nothing ends it.
	Watch func(ctx context.Context, stops bool) (end func())
}

// Sig is a function's signature: its type, and how functions of the type are called. Generated code has one variable per type.
// Hosts ask for Type; the fields are for generated code and the interpreter.
type Sig struct {
	Types *Types // where the type is found at first use
	Index int    // its label there

	// Bind makes the form that other packages can call: func(d int, params...) results, with int32 for i32, where d is the
	// remaining stack budget. It keeps the instance alive for the length of the call.
	Bind func(f *Func) any

	// Slots calls f with the numbers and vectors among its arguments in s, an i32 zero-extended, floats as bits, a v128 in two slots, the lower
	// half first, and with the references in refs. The results are written back from s[0] and refs[0] on; both have room for them.
	// Nothing is allocated. Nil where nobody made it.
	Slots func(f *Func, d int, s []uint64, refs []Ref)

	// Pending is Slots but for an exception that the function ends by: it is left in *f.Owner.Thrown, where it panics otherwise. Nil where the function
	// leaves none there.
	Pending func(f *Func, d int, s []uint64, refs []Ref)
}

// Type is the type of the functions.
func (s *Sig) Type() *Type { return s.Types.At(s.Index) }

// Go returns the function in the form func(d int, params...) results, whatever package it comes from. The first use makes
// it. It is for generated code, since d is the stack budget that is left: hosts use Call. Where there are 128 parameters and results or more
// it may be nil, since Go can make no such function at run time: then there is CallSlots.
func (f *Func) Go() any {
	if f.bound == nil {
		f.bound = f.Sig.Bind(f)
	}
	return f.bound
}

// CallSlots is Sig.Slots, and does without where that is missing. It is for generated code and the interpreter: a trap is a panic.
func (f *Func) CallSlots(d int, s []uint64, refs []Ref) {
	if f.Sig.Slots != nil {
		f.Sig.Slots(f, d, s, refs)
		return
	}
	callBound(f, d, s, refs)
}

// Call calls the function with arguments checked at run time: int32, int64, float32, float64, vec.V128, *Func, *Exception, what an anyref is, or any value for an
// externref. Traps
// and errors of host functions come back as errors, as from an exported method.
func (f *Func) Call(args ...any) (results []any, err error) {
	typ := f.Sig.Type()
	in, err := f.arguments(typ, args)
	if err != nil {
		return nil, err
	}
	slots, refs := typ.callRoom()
	s, r := make([]uint64, slots), make([]Ref, refs)
	ToSlots(typ.Params(), in, s, r)
	run := runHost
	if f.Owner != nil {
		run = f.Owner.Run
	}
	if err := run(func(d int) { f.CallSlots(d, s, r) }); err != nil {
		return nil, err
	}
	for _, v := range FromSlots(typ.Results(), s, r) {
		results = append(results, v.Interface())
	}
	return results, nil
}

// arguments converts args for a function of type t.
func (f *Func) arguments(t *Type, args []any) ([]reflect.Value, error) {
	in, err := valuesOf(t.params, args)
	if err != nil {
		return nil, fmt.Errorf("%q, of type %v: %w", f.Name, t, err)
	}
	return in, nil
}
