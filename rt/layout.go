package rt

import (
	"fmt"
	"math"
	"reflect"
)

// V128 is a v128 as the host sees it: Lo has the bytes that come first in memory, each half in little-endian order.
type V128 struct{ Lo, Hi uint64 }

// Slots is how many slots a value of type t takes: one for a number, two for a vector, none for a reference. A slot has an i32
// zero-extended, a float as bits, a vector the lower half first.
func (t ValType) Slots() int { return t.describe().slots }

// ToSlots writes v, a value of type GoType, to the first slots of s. It panics for references.
func (t ValType) ToSlots(s []uint64, v reflect.Value) { t.slotted().to(s, v) }

// FromSlots returns the value that the first slots of s hold. It panics for references.
func (t ValType) FromSlots(s []uint64) reflect.Value { return t.slotted().from(s) }

func (t ValType) slotted() *description {
	d := t.describe()
	if d.slots == 0 {
		panic(fmt.Sprintf("rt: a value of type %v is not passed in slots", t))
	}
	return d
}

// A Layout says where the values of some types are passed: numbers and vectors in one list of slots, references in another list.
type Layout struct {
	At    []int // for each value, its first slot, or its place among the references
	Slots int   // of all values together
	Refs  int   // how many references there are
}

// LayOut places values one after the other.
func LayOut(types []ValType) Layout {
	l := Layout{At: make([]int, len(types))}
	for i, t := range types {
		if t.IsRef() {
			l.At[i] = l.Refs
			l.Refs++
			continue
		}
		l.At[i] = l.Slots
		l.Slots += t.Slots()
	}
	return l
}

func i32ToSlot(s []uint64, v reflect.Value) { s[0] = uint64(uint32(v.Int())) }

func i32FromSlot(s []uint64) reflect.Value { return reflect.ValueOf(int32(s[0])) }

func i64ToSlot(s []uint64, v reflect.Value) { s[0] = uint64(v.Int()) }

func i64FromSlot(s []uint64) reflect.Value { return reflect.ValueOf(int64(s[0])) }

// v.Float() would make a signalling NaN quiet.
func f32ToSlot(s []uint64, v reflect.Value) {
	s[0] = uint64(math.Float32bits(v.Interface().(float32)))
}

func f32FromSlot(s []uint64) reflect.Value {
	return reflect.ValueOf(math.Float32frombits(uint32(s[0])))
}

func f64ToSlot(s []uint64, v reflect.Value) { s[0] = math.Float64bits(v.Float()) }

func f64FromSlot(s []uint64) reflect.Value { return reflect.ValueOf(math.Float64frombits(s[0])) }

func v128ToSlots(s []uint64, v reflect.Value) {
	vec := v.Interface().(V128)
	s[0], s[1] = vec.Lo, vec.Hi
}

func v128FromSlots(s []uint64) reflect.Value { return reflect.ValueOf(V128{s[0], s[1]}) }
