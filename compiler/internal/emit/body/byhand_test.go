package body

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// TestComplete: every instruction that lowering hands on has its text in exactly one place. It hands on all that it knows but these,
// which become statements or expressions of other kinds.
func TestComplete(t *testing.T) {
	others := map[op.Op]bool{}
	for _, o := range []op.Op{
		op.Nop, op.Unreachable, op.Block, op.Loop, op.If, op.Else, op.End, op.Br, op.BrIf, op.BrTable, op.Return,
		op.Call, op.CallIndirect, op.ReturnCall, op.ReturnCallIndirect, op.CallRef, op.ReturnCallRef, op.Drop, op.Select, op.SelectT,
		op.LocalGet, op.LocalSet, op.LocalTee, op.I32Const, op.I64Const, op.F32Const, op.F64Const,
		op.BrOnNull, op.BrOnNonNull, op.BrOnCast, op.BrOnCastFail,
		op.V128Const, op.V128Load, op.V128Load8x8S, op.V128Load8x8U, op.V128Load16x4S, op.V128Load16x4U, op.V128Load32x2S, op.V128Load32x2U,
		op.V128Load8Splat, op.V128Load16Splat, op.V128Load32Splat, op.V128Load64Splat, op.V128Load32Zero, op.V128Load64Zero, op.V128Store,
		op.V128Load8Lane, op.V128Load16Lane, op.V128Load32Lane, op.V128Load64Lane,
		op.V128Store8Lane, op.V128Store16Lane, op.V128Store32Lane, op.V128Store64Lane,
		op.Try, op.TryTable, op.Catch, op.CatchAll, op.Delegate, op.Rethrow, op.Throw, op.ThrowRef, op.ExnValue,
	} {
		others[o] = true
	}
	templates := parseTemplates()
	for o := range op.Invalid {
		ways := 0
		for _, has := range []bool{templates[o] != nil, values[o] != nil, effects[o] != nil, trees[o] != nil} {
			if has {
				ways++
			}
		}
		switch {
		case op.Table[o].Proposal.Translated() && !others[o]:
			require.Equal(t, 1, ways, o)
		case others[o]:
			require.Zero(t, ways, o)
		}
	}
}
