package rt

import (
	"fmt"
	"reflect"
)

// Global is a global variable as it crosses the border of a module.
type Global struct {
	Type    ValType
	Mutable bool
	Ptr     any // to the value: *int32, *int64, *float32, *float64, *vec.V128, or to the Go type of Type.Storage: **Func, *any, *Ref, **Object, **Exception
}

// NewGlobal makes a global for a module to import. T is int32, int64, float32, float64, vec.V128, *Func, any (an externref), *Exception or *Object (a
// structref): it panics for others. NewGlobalOf makes any.
func NewGlobal[T any](v T, mutable bool) *Global {
	t, ok := valTypeOf(reflect.TypeFor[T]())
	if !ok {
		panic(fmt.Sprintf("rt: no Wasm type is passed as %v: a global cannot hold it", reflect.TypeFor[T]()))
	}
	return &Global{Type: t, Mutable: mutable, Ptr: &v}
}

// NewGlobalOf makes a global of type t for a module to import, with the value v as Func.Call takes arguments.
func NewGlobalOf(t ValType, v any, mutable bool) (*Global, error) {
	goType := t.GoType()
	if t.IsRef() {
		goType = storageTypes[t.Storage()]
	}
	g := &Global{Type: t, Mutable: mutable, Ptr: reflect.New(goType).Interface()}
	if err := g.put(v); err != nil {
		return nil, err
	}
	return g, nil
}

// GlobalType is what an import must match.
func (g *Global) GlobalType() GlobalType { return GlobalType{g.Type, g.Mutable} }

// Get returns the value, as Func.Call returns results.
func (g *Global) Get() any {
	switch p := g.Ptr.(type) {
	case *Ref:
		return p.Any()
	case **Object:
		return RefObject(*p).Any()
	}
	return reflect.ValueOf(g.Ptr).Elem().Interface()
}

// Set changes a mutable global. The value must be of the global's type, as Func.Call takes arguments.
func (g *Global) Set(v any) error {
	if !g.Mutable {
		return fmt.Errorf("global %v: is immutable", g.Type)
	}
	return g.put(v)
}

// put sets the value, mutable or not.
func (g *Global) put(v any) error {
	value, err := g.Type.valueOf(v)
	if err != nil {
		return fmt.Errorf("global %v: %w", g.Type, err)
	}
	if g.Type.IsRef() {
		value = g.Type.Storage().value(value)
	}
	reflect.ValueOf(g.Ptr).Elem().Set(value)
	return nil
}

// String gives the type as the text format writes it: "global (mut i32)".
func (g *Global) String() string { return g.GlobalType().String() }
