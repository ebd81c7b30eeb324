package rt

import (
	"fmt"
	"reflect"
)

// Global is a global variable as it crosses the border of a module.
type Global struct {
	Type    ValType
	Mutable bool
	Ptr     any // to the value, of the Go type that Type.GoType says: *int32, *int64, *float32, *float64, **Func or *any
}

// NewGlobal makes a global for a module to import. T is int32, int64, float32, float64, *Func or any (an externref): it panics for others.
func NewGlobal[T any](v T, mutable bool) *Global {
	t, ok := valTypeOf(reflect.TypeFor[T]())
	if !ok {
		panic(fmt.Sprintf("rt: no Wasm type is passed as %v: a global cannot hold it", reflect.TypeFor[T]()))
	}
	return &Global{Type: t, Mutable: mutable, Ptr: &v}
}

// GlobalType is what an import must match.
func (g *Global) GlobalType() GlobalType { return GlobalType{g.Type, g.Mutable} }

// Get returns the value.
func (g *Global) Get() any { return reflect.ValueOf(g.Ptr).Elem().Interface() }

// Set changes a mutable global. The value's Go type must be the global's own.
func (g *Global) Set(v any) error {
	if !g.Mutable {
		return fmt.Errorf("global %v: is immutable", g.Type)
	}
	elem := reflect.ValueOf(g.Ptr).Elem()
	switch {
	case v == nil && (elem.Kind() == reflect.Interface || elem.Kind() == reflect.Pointer):
		elem.SetZero()
	case v != nil && reflect.TypeOf(v).AssignableTo(elem.Type()):
		elem.Set(reflect.ValueOf(v))
	default:
		return fmt.Errorf("global %v: cannot hold a %T", g.Type, v)
	}
	return nil
}

// String gives the type as the text format writes it: "global (mut i32)".
func (g *Global) String() string { return g.GlobalType().String() }
