// Package slot converts between Go values and slots: the form in which Sig.Slots passes numbers, an i32 zero-extended, floats as bits.
package slot

import (
	"math"
	"reflect"
)

// Bits is the slot for an int32, int64, float32 or float64.
func Bits(v reflect.Value) uint64 {
	switch v.Kind() {
	case reflect.Int32:
		return uint64(uint32(v.Int()))
	case reflect.Int64:
		return uint64(v.Int())
	case reflect.Float32:
		return uint64(math.Float32bits(v.Interface().(float32))) // v.Float() would make a NaN quiet
	}
	return math.Float64bits(v.Float())
}

// Value is the value of type t, one of these four, that a slot holds.
func Value(bits uint64, t reflect.Type) reflect.Value {
	switch t.Kind() {
	case reflect.Int32:
		return reflect.ValueOf(int32(bits))
	case reflect.Int64:
		return reflect.ValueOf(int64(bits))
	case reflect.Float32:
		return reflect.ValueOf(math.Float32frombits(uint32(bits)))
	}
	return reflect.ValueOf(math.Float64frombits(bits))
}
