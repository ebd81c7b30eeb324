package rt

import (
	"reflect"
	"runtime"
	"strings"
)

// asError turns the value of a panic into the error that a call returns. Nil means: none of ours, let it go on. The error gets the
// call stack as far as the next activation of an interpreter, see Unwind.
func asError(v any, interpreter string) error {
	switch e := v.(type) {
	case TrapKind:
		return NewTrap(e).locate(interpreter)
	case *Trap:
		return e.locate(interpreter)
	case *HostError:
		e.Stack = e.trail.extend(e.Stack, interpreter)
		return e
	case runtime.Error:
		if kind := errorKind(e); kind != 0 {
			return NewTrap(kind).locate(interpreter)
		}
	case error:
		if e == ErrClosed {
			return e
		}
	}
	return nil
}

// locate notes where a trap happened, unless that is known.
func (t *Trap) locate(interpreter string) *Trap {
	t.Stack = t.trail.extend(t.Stack, interpreter)
	t.place()
	return t
}

// place names the innermost function.
func (t *Trap) place() {
	if t.Func == "" && len(t.Stack) > 0 {
		t.Func, t.Offset, t.Instr = t.Stack[0].Func, t.Stack[0].Offset, t.Stack[0].Instr
	}
}

// errorKind says which trap an error of the Go runtime stands for, or 0.
func errorKind(e runtime.Error) TrapKind {
	if fault, ok := e.(interface{ Addr() uintptr }); ok {
		if Reserved(fault.Addr()) {
			return OutOfBoundsMemory
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
func boundsKind() TrapKind {
	kind := TrapKind(0)
	panicked(func(function string) bool {
		if _, ok := wasmFunc(function); ok {
			kind = OutOfBoundsMemory
		} else if key, ok := methodOf(function); !ok {
			return false
		} else if strings.HasPrefix(key, tableKey) {
			kind = UndefinedElement
		} else if _, ok := memories.Load(key); ok {
			kind = OutOfBoundsMemory
		}
		return false
	})
	return kind
}

// tableKey is how the keys of all instances of Table begin.
var tableKey = reflect.TypeFor[Core]().PkgPath() + ".Table["

// panicked visits the functions that were running when the current panic began, inlined ones included, until visit returns false. It
// is called below a deferred function, whose stack still holds them: deferred function, runtime's panic functions, then they.
func panicked(visit func(function string) bool) {
	var pcs [512]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(0, pcs[:])])
	const (
		deferred = iota
		panicking
		running
	)
	state := deferred
	for {
		f, more := frames.Next()
		inRuntime := strings.HasPrefix(f.Function, "runtime.")
		switch {
		case state == deferred && f.Function == "runtime.gopanic":
			state = panicking
		case state == panicking && !inRuntime:
			state = running
		}
		if state == running && !visit(f.Function) || !more {
			return
		}
	}
}
