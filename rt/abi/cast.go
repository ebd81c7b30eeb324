package abi

import "github.com/wasm2go/wasm2go/rt"

// ref.test and ref.cast for a type t of a module, by the class of the reference, and by what is known of t: Exactly where it can have no subtypes, so
// that one comparison tells; OrNull where null is of the type. In the other cases an object of the very type takes one comparison, too. For the
// abstract types below any see castabstract.go, for the rest there is rt.ValType.Holds.

// Is tells whether o is an object of type t.
func Is(o *rt.Object, t *rt.Type) bool { return o != nil && (o.Type() == t || o.Is(t)) }

// IsOrNull tells whether o is null or an object of type t.
func IsOrNull(o *rt.Object, t *rt.Type) bool { return o == nil || o.Type() == t || o.Is(t) }

// IsExactly is Is for a t without subtypes.
func IsExactly(o *rt.Object, t *rt.Type) bool { return o != nil && o.Type() == t }

// IsExactlyOrNull is IsOrNull for a t without subtypes.
func IsExactlyOrNull(o *rt.Object, t *rt.Type) bool { return o == nil || o.Type() == t }

// Cast is o, which must be an object of type t.
func Cast(o *rt.Object, t *rt.Type) *rt.Object {
	if o == nil || o.Type() != t {
		cast(o, t)
	}
	return o
}

// cast is what is behind the first comparison.
//
//go:noinline
func cast(o *rt.Object, t *rt.Type) {
	if o == nil || !o.Is(t) {
		panic(rt.CastFailure)
	}
}

// CastOrNull is o, which must be null or an object of type t.
func CastOrNull(o *rt.Object, t *rt.Type) *rt.Object {
	if o != nil && o.Type() != t {
		cast(o, t)
	}
	return o
}

// CastExactly is Cast for a t without subtypes.
func CastExactly(o *rt.Object, t *rt.Type) *rt.Object {
	if o == nil || o.Type() != t {
		Throw(rt.CastFailure)
	}
	return o
}

// CastExactlyOrNull is CastOrNull for a t without subtypes.
func CastExactlyOrNull(o *rt.Object, t *rt.Type) *rt.Object {
	if o != nil && o.Type() != t {
		Throw(rt.CastFailure)
	}
	return o
}

// object is the struct or array that an anyref refers to, nil for null and for all else that it may be.
func object(r rt.Ref) *rt.Object {
	if r.IsObject() {
		return r.Object()
	}
	return nil
}

// RefIs is Is for an anyref, and so on.
func RefIs(r rt.Ref, t *rt.Type) bool {
	return r.IsObject() && (r.Object().Type() == t || r.Object().Is(t))
}

// RefIsOrNull is IsOrNull for an anyref.
func RefIsOrNull(r rt.Ref, t *rt.Type) bool { return r.IsNull() || RefIs(r, t) }

// RefIsExactly is IsExactly for an anyref.
func RefIsExactly(r rt.Ref, t *rt.Type) bool { return r.IsObject() && r.Object().Type() == t }

// RefIsExactlyOrNull is IsExactlyOrNull for an anyref.
func RefIsExactlyOrNull(r rt.Ref, t *rt.Type) bool { return r.IsNull() || RefIsExactly(r, t) }

// RefCast is Cast for an anyref.
func RefCast(r rt.Ref, t *rt.Type) *rt.Object { return Cast(object(r), t) }

// RefCastExactly is CastExactly for an anyref.
func RefCastExactly(r rt.Ref, t *rt.Type) *rt.Object { return CastExactly(object(r), t) }

// RefCastOrNull is CastOrNull for an anyref.
func RefCastOrNull(r rt.Ref, t *rt.Type) *rt.Object {
	if r.IsNull() {
		return nil
	}
	return Cast(object(r), t)
}

// RefCastExactlyOrNull is CastExactlyOrNull for an anyref.
func RefCastExactlyOrNull(r rt.Ref, t *rt.Type) *rt.Object {
	if r.IsNull() {
		return nil
	}
	return CastExactly(object(r), t)
}

// FuncIs tells whether f is a function of type t.
func FuncIs(f *rt.Func, t *rt.Type) bool { return f != nil && f.Sig.Type().Is(t) }

// FuncIsOrNull tells whether f is null or a function of type t.
func FuncIsOrNull(f *rt.Func, t *rt.Type) bool { return f == nil || f.Sig.Type().Is(t) }

// FuncCast is f, which must be a function of type t.
func FuncCast(f *rt.Func, t *rt.Type) *rt.Func {
	if !FuncIs(f, t) {
		Throw(rt.CastFailure)
	}
	return f
}

// FuncCastOrNull is f, which must be null or a function of type t.
func FuncCastOrNull(f *rt.Func, t *rt.Type) *rt.Func {
	if !FuncIsOrNull(f, t) {
		Throw(rt.CastFailure)
	}
	return f
}

// NonNull is ref.as_non_null.
func NonNull[T comparable](r T) T {
	var null T
	if r == null {
		Throw(rt.NullReference)
	}
	return r
}

// Callee is the function that call_ref calls, which must not be null.
func Callee(f *rt.Func) *rt.Func {
	if f == nil {
		Throw(rt.NullFunctionReference)
	}
	return f
}

// Adapted is a function as one of another type: of another instance, or with other types of Go.
type Adapted struct {
	Func *rt.Func
	Sig  *rt.Sig
}
