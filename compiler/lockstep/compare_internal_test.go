package lockstep

import (
	"errors"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/vec"
)

// Traps of the same kind in the same function differ if they come from different instructions, as far as both sides know.
func TestPlaces(t *testing.T) {
	trap := func(kind rt.TrapKind, instr uint32, inexact bool) error {
		return &rt.Trap{Kind: kind, Func: "f", Stack: []rt.Frame{{Module: "m", Func: "f", Instr: instr, Inexact: inexact}}}
	}
	div, memory := rt.IntegerDivideByZero, rt.OutOfBoundsMemory
	for _, test := range []struct {
		mine, theirs error
		differ       bool
	}{
		{trap(div, 8, false), trap(div, 8, false), false},
		{trap(div, 8, false), trap(div, 9, false), true},
		{trap(div, 8, true), trap(div, 9, false), false},
		{trap(div, 0, false), trap(div, 9, false), false},
		{trap(memory, 8, false), trap(memory, 9, false), false},
		{&rt.Trap{Kind: div, Func: "f"}, trap(div, 9, false), false},
		{errors.New("x"), errors.New("x"), false},
	} {
		d := (&pair{}).compareEvents(event{over: true, err: test.mine}, event{over: true, err: test.theirs})
		if !test.differ {
			require.Nil(t, d)
			continue
		}
		require.Equal(t, &Difference{What: "the instruction that trapped", Mine: "m.f (fn0 @0x8)", Other: "m.f (fn0 @0x9)"}, d)
	}
}

// TestSame: objects are compared by what is in them, whatever leads back to them, and to a bound only; each engine has its own.
func TestSame(t *testing.T) {
	types := rt.Types{Text: "0: struct (mut i32) (mut anyref)\n1: array (mut f32)\n2: array (mut anyref)"}
	object := func(values ...any) *rt.Object {
		o, err := rt.NewStruct(types.At(0), values...)
		require.NoError(t, err)
		return o
	}
	floats := func(values ...float32) *rt.Object {
		o, err := rt.NewArray(types.At(1), values)
		require.NoError(t, err)
		return o
	}
	ring := func(n int, last int32) *rt.Object {
		first := object(int32(0), nil)
		at := first
		for i := range n {
			next := object(int32(i), nil)
			require.NoError(t, at.Set(1, next))
			at = next
		}
		require.NoError(t, at.Set(0, last))
		require.NoError(t, at.Set(1, first))
		return first
	}
	exception := func(values ...any) *rt.Exception {
		tag := rt.NewTag(rt.FuncType([]rt.ValType{rt.I32, rt.AnyRef}, nil))
		tag.Name = "t"
		e, err := rt.NewException(tag, values...)
		require.NoError(t, err)
		return e
	}
	shared := object(int32(1), nil)
	nan := float32(math.NaN())
	for _, test := range []struct {
		x, y any
		same bool
	}{
		{int32(1), int32(1), true},
		{int32(1), int64(1), false},
		{nan, nan, true},
		{vec.Of(1, 2), vec.Of(1, 2), true},
		{vec.Of(1, 2), vec.Of(1, 3), false},
		{float32(0), float32(math.Copysign(0, -1)), false},
		{(*rt.Object)(nil), rt.Ref{}, true},
		{rt.I31(1), rt.RefI31(1), true},
		{rt.I31(1), rt.RefI31(2), false},
		{object(int32(1), nil), object(int32(1), nil), true},
		{object(int32(1), nil), object(int32(2), nil), false},
		{object(int32(1), rt.I31(1)), object(int32(1), nil), false},
		{floats(1, nan), floats(1, nan), true},
		{floats(1, 2), floats(1, 3), false},
		{floats(1), floats(1, 2), false},
		{floats(), object(int32(1), nil), false},
		{ring(5, 7), ring(5, 7), true},
		{ring(5, 7), ring(5, 8), false},
		{ring(5, 7), ring(6, 7), false},
		{ring(100_000, 7), ring(100_000, 8), true}, // that far nobody looks
		{object(int32(1), object(int32(1), shared)), object(int32(1), object(int32(1), object(int32(1), nil))), true},
		{exception(int32(1), shared), exception(int32(1), object(int32(1), nil)), true},
		{exception(int32(1), nil), exception(int32(2), nil), false},
		{[]int{1}, []int{2}, true}, // the host's
		{"a", "b", false},
	} {
		require.Equal(t, test.same, newComparison().same(test.x, test.y), "%s and %s", value(test.x), value(test.y))
	}
}

// TestThrown: exceptions that a call ends with are compared by tag and values.
func TestThrown(t *testing.T) {
	end := func(n int32) event {
		e, err := rt.NewException(rt.NewTag(rt.FuncType([]rt.ValType{rt.I32}, nil)), n)
		require.NoError(t, err)
		return event{over: true, err: e}
	}
	require.Nil(t, (&pair{}).compareEvents(end(1), end(1)))
	require.Equal(t, &Difference{What: "the exception", Mine: "(1)", Other: "(2)"}, (&pair{}).compareEvents(end(1), end(2)))
}
