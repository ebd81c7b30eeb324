package abi

import (
	"fmt"

	"github.com/wasm2go/wasm2go/rt"
)

// Argument is argument i that a host passes to the exported function of that name, as a reference of type t. It ends the call where it is none.
func Argument(name string, i int, t rt.ValType, v any) rt.Ref {
	return accept(name, "argument", i, t, v)
}

// Result is result i that the host's function of that name has returned, as a reference of type t. It ends the call where it is none.
func Result(name string, i int, t rt.ValType, v any) rt.Ref { return accept(name, "result", i, t, v) }

func accept(name, what string, i int, t rt.ValType, v any) rt.Ref {
	r, err := t.Accept(v)
	if err != nil {
		ThrowHost(name, fmt.Errorf("%s %d: %w", what, i, err))
	}
	return r
}

// CastRef is ref.cast of any reference to any reference type.
func CastRef(r rt.Ref, t rt.ValType) rt.Ref {
	if !t.Holds(r) {
		Throw(rt.CastFailure)
	}
	return r
}

// I31S is i31.get_s.
func I31S(r rt.Ref) uint32 {
	if r.IsNull() {
		Throw(rt.NullReference)
	}
	return uint32(r.I31())
}

// I31U is i31.get_u.
func I31U(r rt.Ref) uint32 {
	if r.IsNull() {
		Throw(rt.NullReference)
	}
	return r.I31U()
}
