package rt

import (
	"fmt"
	"reflect"

	"github.com/wasm2go/wasm2go/mem"
)

// LinkError says that an import has no value, or one of the wrong type.
type LinkError struct {
	Module, Name string
	Want         string // the type wanted: "func (i32) i32", "memory 1 2"
	Got          string // the type found; "" where there is no such value
}

// Error begins with the message of the specification's test suite: "unknown import" or "incompatible import type".
func (e *LinkError) Error() string {
	if e.Got == "" {
		return fmt.Sprintf("unknown import: %q.%q, wanted %s", e.Module, e.Name, e.Want)
	}
	return fmt.Sprintf("incompatible import type: %q.%q is %s, wanted %s", e.Module, e.Name, e.Got, e.Want)
}

// ImportFunc finds an imported function of the signature sig, "(i32 i64) f64".
func ImportFunc(r Resolver, module, name, sig string) (*Func, error) {
	v, ok := resolve(r, module, name)
	if f, isFunc := v.(*Func); ok && isFunc && f != nil && f.Sig.Type == sig {
		return f, nil
	}
	return nil, linkError(module, name, "func "+sig, v, ok)
}

// ImportGlobal finds an imported global of value type typ ("i32") and returns the place of its value.
func ImportGlobal[T any](r Resolver, module, name, typ string, mutable bool) (*T, error) {
	v, ok := resolve(r, module, name)
	if g, isGlobal := v.(*Global); ok && isGlobal && g.Type == typ && g.Mutable == mutable {
		if p, isT := g.Ptr.(*T); isT {
			return p, nil
		}
	}
	return nil, linkError(module, name, globalText(typ, mutable), v, ok)
}

// ImportTable finds an imported table. The importing instance is kept alive by the table: call t.Hold(m).
func ImportTable[T any](r Resolver, module, name string, want TableType) (*Table[T], error) {
	v, ok := resolve(r, module, name)
	if t, isTable := v.(*Table[T]); ok && isTable && t.Type().Matches(want) {
		return t, nil
	}
	return nil, linkError(module, name, want.String(), v, ok)
}

// ImportMemory finds an imported memory, which must be of the very backend M that the importing code was translated for.
func ImportMemory[M any](r Resolver, module, name string, want mem.Type) (*M, error) {
	return ImportMemoryAs[*M](r, module, name, want)
}

// ImportMemoryAs finds an imported memory of type T: that of a backend, or an interface that backends implement.
func ImportMemoryAs[T any](r Resolver, module, name string, want mem.Type) (T, error) {
	v, ok := resolve(r, module, name)
	m, isMemory := v.(mem.Memory)
	p, isT := v.(T)
	if ok && isMemory && isT && m.Type().Matches(want) {
		return p, nil
	}
	text := want.String()
	if isMemory && !isT {
		text += fmt.Sprintf(" (a %s)", reflect.TypeFor[T]())
	}
	var none T
	return none, linkError(module, name, text, v, ok)
}

// ImportHost is for the typed form of New: it refuses a nil value for the interface of an import module.
func ImportHost(module string, host any) error {
	if host == nil {
		return fmt.Errorf("unknown import: no value for the imports from %q", module)
	}
	return nil
}

func resolve(r Resolver, module, name string) (any, bool) {
	if r == nil {
		return nil, false
	}
	return r.Resolve(module, name)
}

func linkError(module, name, want string, v any, found bool) error {
	e := &LinkError{Module: module, Name: name, Want: want}
	if found {
		e.Got = describe(v)
	}
	return e
}

// describe says what a value is as an import.
func describe(v any) string {
	switch v := v.(type) {
	case *Func:
		if v != nil {
			return "func " + v.Sig.Type
		}
	case *Global:
		return v.String()
	case mem.Memory:
		return fmt.Sprintf("%v (a %T)", v.Type(), v)
	case interface{ Type() TableType }:
		return v.Type().String()
	}
	return fmt.Sprintf("a Go %T", v)
}
