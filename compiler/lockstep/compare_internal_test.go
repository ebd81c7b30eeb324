package lockstep

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
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
