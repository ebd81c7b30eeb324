package lower

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

var binop = wasm.FuncType{Params: []wasm.ValType{wasm.I32, wasm.I32}, Results: i32}

// shared is the body of a module whose memory is shared.
func shared(sig wasm.FuncType, instrs ...wasm.Instr) []string {
	var memory wasm.Memory
	memory.Shared = true
	return text(lowerWith(memory, sig, nil, instrs...))
}

// On a memory that is not shared, atomic instructions are plain ones behind a check.
func TestUnsharedAtomics(t *testing.T) {
	for o, want := range map[op.Op][]string{
		op.I32AtomicLoad: {"atomic.aligned (i32.and (i32.add v0 2) 3)", "return (i32.load v0)"},
		op.I32AtomicRmw8AddU: {
			"v2 = (i32.load8_u v0)", "i32.store8 v0 (i32.add v2 v1)", "return v2"},
		op.I32AtomicRmw16SubU: {
			"atomic.aligned (i32.and v0 1)", "v2 = (i32.load16_u v0)", "i32.store16 v0 (i32.sub v2 v1)", "return v2"},
		op.I32AtomicRmwXchg: {
			"atomic.aligned (i32.and (i32.add v0 2) 3)", "v2 = (i32.load v0)", "i32.store v0 v1", "return v2"},
		op.MemoryAtomicNotify: {"atomic.aligned (i32.and (i32.add v0 2) 3)", "eval (i32.load v0)", "return 0"},
	} {
		instrs := []wasm.Instr{get(0), get(1), {Op: o, B: 6}}
		if o == op.I32AtomicLoad {
			instrs = []wasm.Instr{get(0), {Op: o, B: 6}}
		}
		require.Equal(t, want, lowered(t, binop, nil, instrs...), o.String())
	}
}

// A constant address is judged at once.
func TestAlignmentOfConstants(t *testing.T) {
	require.Equal(t, []string{"return (i32.load 2)"}, lowered(t, binop, nil, num(2), wasm.Instr{Op: op.I32AtomicLoad, B: 2}))
	require.Equal(t, []string{"atomic.aligned 2", "return (i32.load 2)"}, lowered(t, binop, nil, num(2), wasm.Instr{Op: op.I32AtomicLoad, B: 4}))
}

// What waits is computed before the check, which may trap; operands are computed once.
func TestAtomicOperandsAreComputedOnce(t *testing.T) {
	got := lowered(t, binop, nil, get(0), do(op.I32Load), get(0), do(op.I32Load), get(1), do(op.I32Load), do(op.I32AtomicRmwXor), do(op.I32Add))
	require.Equal(t, []string{
		"v2 = (i32.load v0)", "v3 = (i32.load v0)", "v4 = (i32.load v1)", "atomic.aligned (i32.and v3 3)",
		"v5 = (i32.load v3)", "i32.store v3 (i32.xor v5 v4)", "return (i32.add v2 v5)",
	}, got)
}

// On a shared memory they are themselves, each in its place.
func TestSharedAtomics(t *testing.T) {
	got := shared(binop, get(0), do(op.I32AtomicLoad), get(0), do(op.I32AtomicLoad), do(op.I32Add), do(op.AtomicFence))
	require.Equal(t, []string{
		"v2 = (i32.atomic.load v0)", "v3 = (i32.atomic.load v0)", "atomic.fence", "return (i32.add v2 v3)"}, got)
	require.Equal(t, []string{"return v0"}, lowered(t, binop, nil, get(0), do(op.AtomicFence)))
}
