package abi

import "github.com/wasm2go/wasm2go/rt"

// ref.test and ref.cast of an anyref for the abstract types below any, which are not a comparison with a type of a module.

// RefIsI31 tells whether r is an i31, and so on.
func RefIsI31(r rt.Ref) bool { return r.IsI31() }

func RefIsI31OrNull(r rt.Ref) bool { return r.IsI31() || r.IsNull() }

func RefIsEq(r rt.Ref) bool { return r.IsI31() || r.IsObject() }

func RefIsEqOrNull(r rt.Ref) bool { return RefIsEq(r) || r.IsNull() }

func RefIsStruct(r rt.Ref) bool { return r.IsObject() && r.Object().Type().IsStruct() }

func RefIsStructOrNull(r rt.Ref) bool { return r.IsNull() || RefIsStruct(r) }

func RefIsArray(r rt.Ref) bool { return r.IsObject() && r.Object().Type().IsArray() }

func RefIsArrayOrNull(r rt.Ref) bool { return r.IsNull() || RefIsArray(r) }

// RefCastI31 is r, which must be an i31, and so on. By castIf it would be too long to be inlined, as the others are.
func RefCastI31(r rt.Ref) rt.Ref {
	if !r.IsI31() {
		Throw(rt.CastFailure)
	}
	return r
}

func RefCastI31OrNull(r rt.Ref) rt.Ref { return castIf(RefIsI31OrNull(r), r) }

func RefCastEq(r rt.Ref) rt.Ref { return castIf(RefIsEq(r), r) }

func RefCastEqOrNull(r rt.Ref) rt.Ref { return castIf(RefIsEqOrNull(r), r) }

func RefCastStruct(r rt.Ref) *rt.Object { return castIf(RefIsStruct(r), r).Object() }

func RefCastStructOrNull(r rt.Ref) *rt.Object { return castIf(RefIsStructOrNull(r), r).Object() }

func RefCastArray(r rt.Ref) *rt.Object { return castIf(RefIsArray(r), r).Object() }

func RefCastArrayOrNull(r rt.Ref) *rt.Object { return castIf(RefIsArrayOrNull(r), r).Object() }

// castIf is r if it is of the type that a cast wants.
func castIf(is bool, r rt.Ref) rt.Ref {
	if !is {
		Throw(rt.CastFailure)
	}
	return r
}
