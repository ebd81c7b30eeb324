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
	if e.Error() == nilDereference {
		return nullKind()
	}
	return 0
}

// nilDereference is what Go says where code follows a nil pointer.
const nilDereference = "runtime error: invalid memory address or nil pointer dereference"

// nullKind decides whether a nil pointer is the null reference: where a module's own function follows it, or a method of an object that it calls.
func nullKind() rt.TrapKind {
	kind := rt.TrapKind(0)
	panicked(func(f *running) bool {
		if f.wasm {
			kind = rt.NullReference
			return false
		}
		key, ok := methodOf(f.Function)
		return ok && (key == objectKey || key == defKey || strings.HasPrefix(key, arrayKey))
	})
	return kind
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
		} else if strings.HasPrefix(key, arrayKey) {
			kind = rt.OutOfBoundsArray
		} else if _, ok := memories.Load(key); ok {
			kind = rt.OutOfBoundsMemory
		}
		return false
	})
	return kind
}

// The keys of types in package rt; those of generic ones are how the keys of all instances begin.
var (
	rtPath    = reflect.TypeFor[rt.Func]().PkgPath()
	tableKey  = rtPath + ".Table["
	arrayKey  = rtPath + ".Array["
	objectKey = rtPath + ".Object"
	defKey    = rtPath + ".Type"
)
