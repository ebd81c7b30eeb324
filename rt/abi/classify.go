package abi

import (
	"reflect"
	"runtime"
	"strings"

	"github.com/wasm2go/wasm2go/rt"
)

// errorKind says which trap an error of the Go runtime stands for, or 0.
func errorKind(e runtime.Error) rt.TrapKind {
	if fault, ok := e.(interface{ Addr() uintptr }); ok {
		if Reserved(fault.Addr()) {
			return rt.OutOfBoundsMemory
		}
		return 0
	}
	// The type of a bounds error is not exported. An error of the same name from elsewhere would still have to be raised
	// inside the functions that boundsKind knows.
	if reflect.TypeOf(e).String() == "runtime.boundsError" {
		return boundsKind()
	}
	return 0
}

// boundsKind decides by the innermost function outside the Go runtime whether a bounds error is a trap: in a table's lookup, a memory's
// access, or a module's own function. An index error in a host function is none of these.
func boundsKind() rt.TrapKind {
	kind := rt.TrapKind(0)
	panicked(func(f *running) bool {
		if f.wasm {
			kind = rt.OutOfBoundsMemory
		} else if key, ok := methodOf(f.Function); !ok {
			return false
		} else if strings.HasPrefix(key, tableKey) {
			kind = rt.UndefinedElement
		} else if _, ok := memories.Load(key); ok {
			kind = rt.OutOfBoundsMemory
		}
		return false
	})
	return kind
}

// tableKey is how the keys of all instances of rt.Table begin.
var tableKey = reflect.TypeFor[rt.Func]().PkgPath() + ".Table["
