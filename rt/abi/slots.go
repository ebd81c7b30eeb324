package abi

import (
	"reflect"

	"github.com/wasm2go/wasm2go/rt/internal/slot"
)

// A slot is a number as rt.Sig.Slots passes it: an i32 zero-extended, floats as bits.

// ToSlot is the slot for an int32, int64, float32 or float64.
func ToSlot(v reflect.Value) uint64 { return slot.Bits(v) }

// FromSlot is the value of type t, one of these four, that a slot holds.
func FromSlot(bits uint64, t reflect.Type) reflect.Value { return slot.Value(bits, t) }
