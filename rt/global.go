package rt

import (
	"fmt"
	"reflect"
)

// Global is a global variable as it crosses the border of a module.
type Global struct {
	Type    string // value type: "i32", "i64", "f32", "f64", "funcref", "externref"
	Mutable bool
	Ptr     any // *int32, *int64, *float32, *float64, **Func or *any
}

// NewGlobal makes a global for a module to import. T is int32, int64, float32, float64, *Func or any.
func NewGlobal[T any](v T, mutable bool) *Global {
	return &Global{Type: typeName(reflect.TypeFor[T]()), Mutable: mutable, Ptr: &v}
}

// Get returns the value.
func (g *Global) Get() any { return reflect.ValueOf(g.Ptr).Elem().Interface() }

// Set changes a mutable global. The value's Go type must be the global's own.
func (g *Global) Set(v any) error {
	if !g.Mutable {
		return fmt.Errorf("global %s: is immutable", g.Type)
	}
	elem := reflect.ValueOf(g.Ptr).Elem()
	switch {
	case v == nil && (elem.Kind() == reflect.Interface || elem.Kind() == reflect.Pointer):
		elem.SetZero()
	case v != nil && reflect.TypeOf(v).AssignableTo(elem.Type()):
		elem.Set(reflect.ValueOf(v))
	default:
		return fmt.Errorf("global %s: cannot hold a %T", g.Type, v)
	}
	return nil
}

// String gives the type as the text format writes it: "global (mut i32)".
func (g *Global) String() string {
	if g.Mutable {
		return "global (mut " + g.Type + ")"
	}
	return "global " + g.Type
}
