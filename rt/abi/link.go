package abi

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// ImportFunc finds an imported function of type want, or of one that has it among its declared supertypes, or a Go function that can be of that type.
func ImportFunc(r rt.Resolver, module, name string, want *rt.Type) (*rt.Func, error) {
	v, ok := resolve(r, module, name)
	if f, isFunc := v.(*rt.Func); ok && isFunc {
		if f, err := f.As(want); err == nil {
			return f.ImportedAs(module + "." + name), nil
		}
	}
	return nil, linkError(module, name, "func "+want.String(), v, ok)
}

// ImportGlobal finds an imported global and returns the place of its value. T is what want.Type has as its Go type: an immutable global of a subtype that is
// stored as another one is copied.
func ImportGlobal[T any](r rt.Resolver, module, name string, want rt.GlobalType) (*T, error) {
	v, ok := resolve(r, module, name)
	if g, isGlobal := v.(*rt.Global); ok && isGlobal && g.GlobalType().Matches(want) {
		if p, isT := g.Ptr.(*T); isT {
			return p, nil
		}
		if copied, err := rt.NewGlobalOf(want.Type, g.Get(), false); err == nil && !want.Mutable {
			if p, isT := copied.Ptr.(*T); isT {
				return p, nil
			}
		}
	}
	return nil, linkError(module, name, want.String(), v, ok)
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

// Bind hands the instance to each of the hosts that is an rt.Binder, or a function that has one.
func Bind(m rt.Instance, hosts ...any) error {
	var bound []rt.Binder
	for _, h := range hosts {
		b, ok := h.(rt.Binder)
		if f, isFunc := h.(*rt.Func); isFunc && f != nil {
			b, ok = f.Binder, f.Binder != nil
		}
		if !ok || slices.ContainsFunc(bound, func(other rt.Binder) bool { return same(b, other) }) {
			continue
		}
		if err := b.Bind(m); err != nil {
			return err
		}
		bound = append(bound, b)
	}
	return nil
}

// same tells whether two binders are equal, which those that cannot be compared are not.
func same(b, other rt.Binder) bool { return reflect.ValueOf(b).Comparable() && b == other }

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
	v, ok := r.Resolve(module, name)
	if p := reflect.ValueOf(v); p.Kind() == reflect.Pointer && p.IsNil() {
		return absent{fmt.Sprintf("a nil %T", v)}, ok
	}
	if f, isFunc := v.(*rt.Func); isFunc && f.Sig == nil {
		return absent{"a zero rt.Func"}, ok
	}
	return v, ok
}

// absent is what stands where a value to import should be, and is of no type that anybody wants.
type absent struct{ what string }

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
	case absent:
		return v.what
	case *rt.Func:
		return "func " + v.Sig.Type().String()
	case *rt.Global:
		return v.String()
	case *rt.Tag:
		return v.String()
	case mem.Memory:
		return fmt.Sprintf("%v (a %T)", v.Type(), v)
	case interface{ Type() rt.TableType }:
		return v.Type().String()
	}
	return fmt.Sprintf("a Go %T", v)
}
