package abi

import (
	"fmt"
	"reflect"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// ImportFunc finds an imported function of the signature sig, "(i32 i64) f64".
func ImportFunc(r rt.Resolver, module, name, sig string) (*rt.Func, error) {
	v, ok := resolve(r, module, name)
	if f, isFunc := v.(*rt.Func); ok && isFunc && f != nil && f.Sig.Type == sig {
		return f, nil
	}
	return nil, linkError(module, name, "func "+sig, v, ok)
}

// ImportGlobal finds an imported global of value type typ ("i32") and returns the place of its value.
func ImportGlobal[T any](r rt.Resolver, module, name, typ string, mutable bool) (*T, error) {
	v, ok := resolve(r, module, name)
	if g, isGlobal := v.(*rt.Global); ok && isGlobal && g.Type == typ && g.Mutable == mutable {
		if p, isT := g.Ptr.(*T); isT {
			return p, nil
		}
	}
	return nil, linkError(module, name, (&rt.Global{Type: typ, Mutable: mutable}).String(), v, ok)
}

// ImportTable finds an imported table. The importing instance is kept alive by the table: call t.Hold(m).
func ImportTable[T any](r rt.Resolver, module, name string, want rt.TableType) (*rt.Table[T], error) {
	v, ok := resolve(r, module, name)
	if t, isTable := v.(*rt.Table[T]); ok && isTable && t.Type().Matches(want) {
		return t, nil
	}
	return nil, linkError(module, name, want.String(), v, ok)
}

// ImportMemory finds an imported memory, which must be of the very backend M that the importing code was translated for.
func ImportMemory[M any](r rt.Resolver, module, name string, want mem.Type) (*M, error) {
	return ImportMemoryAs[*M](r, module, name, want)
}

// ImportMemoryAs finds an imported memory of type T: that of a backend, or an interface that backends implement.
func ImportMemoryAs[T any](r rt.Resolver, module, name string, want mem.Type) (T, error) {
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

// Bind hands the instance to each of the hosts that is an rt.Binder.
func Bind(m rt.Instance, hosts ...any) error {
	for _, h := range hosts {
		if b, ok := h.(rt.Binder); ok {
			if err := b.Bind(m); err != nil {
				return err
			}
		}
	}
	return nil
}

// ImportHost is for the typed form of New: it refuses a nil value for the interface of an import module.
func ImportHost(module string, host any) error {
	if host == nil {
		return fmt.Errorf("unknown import: no value for the imports from %q", module)
	}
	return nil
}

func resolve(r rt.Resolver, module, name string) (any, bool) {
	if r == nil {
		return nil, false
	}
	return r.Resolve(module, name)
}

func linkError(module, name, want string, v any, found bool) error {
	e := &rt.LinkError{Module: module, Name: name, Want: want}
	if found {
		e.Got = describe(v)
	}
	return e
}

// describe says what a value is as an import.
func describe(v any) string {
	switch v := v.(type) {
	case *rt.Func:
		if v != nil {
			return "func " + v.Sig.Type
		}
	case *rt.Global:
		return v.String()
	case mem.Memory:
		return fmt.Sprintf("%v (a %T)", v.Type(), v)
	case interface{ Type() rt.TableType }:
		return v.Type().String()
	}
	return fmt.Sprintf("a Go %T", v)
}
