package ir

import (
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// A module of some MB has millions of expressions.
func TestExprIsSmall(t *testing.T) {
	require.LessOrEqual(t, int(unsafe.Sizeof(Expr{})), 56)
}

// Whether an expression may be left out is what the table says of its effect.
func TestPureComesFromTheTable(t *testing.T) {
	for o, want := range map[op.Op]bool{
		op.I32Add: true, op.I32Load: true, op.TableGet: true, op.MemoryGrow: false, op.TableGrow: false,
		op.I32AtomicRmwAdd: false, op.MemoryAtomicWait32: false,
	} {
		require.Equal(t, want, (&Expr{Kind: Apply, Op: o}).Pure(), o.String())
	}
	require.False(t, (&Expr{Kind: Call}).Pure())
}

func TestEffectsOf(t *testing.T) {
	for o, want := range map[op.Op]Effects{
		op.I32Add: 0, op.I32DivS: Traps, op.I32Load: ReadsMemory, op.V128Load8Lane: ReadsMemory,
		op.MemorySize: ReadsMemory, op.GlobalGet: ReadsGlobal, op.TableSize: ReadsTable, op.TableGet: ReadsTable | Traps,
		op.StructGet: ReadsObject | Dereferences, op.RefAsNonNull: Dereferences, op.ArrayLen: Traps, op.StructNew: 0,
	} {
		require.Equal(t, want, EffectsOf(o), o.String())
	}
	for _, o := range []op.Op{op.I32Store, op.I32AtomicLoad, op.Call, op.Br, op.StructSet} {
		require.Panics(t, func() { EffectsOf(o) }, o.String())
	}
}
