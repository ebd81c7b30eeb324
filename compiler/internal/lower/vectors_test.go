package lower

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

var (
	v128   = []wasm.ValType{wasm.V128}
	toVec  = wasm.FuncType{Params: i32, Results: v128}
	vecFor = wasm.FuncType{Params: []wasm.ValType{wasm.I32, wasm.V128}}
)

func vget(i uint32) wasm.Instr { return wasm.Instr{Op: op.LocalGet, Type: wasm.V128, A: i} }

// Accesses to vectors are accesses to integers; an address or a vector that two of them need is computed once.
func TestVectorAccesses(t *testing.T) {
	for want, instrs := range map[string][]wasm.Instr{
		"return (v128.of (i64.load v0) (i64.load v0))":                   {get(0), do(op.V128Load)},
		"return (v128.of (i64.load 8) (i64.load 8))":                     {num(8), do(op.V128Load)},
		"return (i8x16.splat (i32.load8_u v0))":                          {get(0), do(op.V128Load8Splat)},
		"return (i64x2.splat (i64.load v0))":                             {get(0), do(op.V128Load64Splat)},
		"return (v128.of (i64.load32_u v0) 0)":                           {get(0), do(op.V128Load32Zero)},
		"return (i32x4.extend_low_i16x8_s (v128.of (i64.load v0) 0))":    {get(0), do(op.V128Load16x4S)},
		"return (i16x8.replace_lane (i16x8.splat v0) (i32.load16_u v0))": {get(0), get(0), do(op.I16x8Splat), do(op.V128Load16Lane)},
	} {
		require.Equal(t, []string{want}, lowered(t, toVec, nil, instrs...))
	}
	got := lowered(t, toVec, nil, get(0), do(op.I32Load), do(op.V128Load))
	require.Equal(t, []string{"v1 = (i32.load v0)", "return (v128.of (i64.load v1) (i64.load v1))"}, got)
	got = lowered(t, vecFor, nil, get(0), do(op.I32Load), vget(1), vget(1), do(op.V128And), do(op.V128Store))
	require.Equal(t, []string{
		"v2 = (i32.load v0)", "v3 = (v128.and v1 v1)", "i64.store v2 (v128.hi v3)", "i64.store v2 (v128.lo v3)", "return",
	}, got)
	got = lowered(t, vecFor, nil, get(0), vget(1), wasm.Instr{Op: op.V128Store16Lane, Lane: 5})
	require.Equal(t, []string{"i32.store16 v0 (i16x8.extract_lane_u v1)", "return"}, got)
}

// The upper half has its own offset, one that does not wrap, and is stored first.
func TestOffsetsOfHalves(t *testing.T) {
	for offset, want := range map[uint64]uint64{0: 8, 5: 13, math.MaxUint64 - 3: math.MaxUint64} {
		f := lower(vecFor, nil, get(0), vget(1), wasm.Instr{Op: op.V128Store, B: offset, Offset: 77})
		require.Len(t, f.Body, 3)
		require.Equal(t, []uint64{want, offset}, []uint64{f.Body[0].B, f.Body[1].B})
		require.Equal(t, []uint32{77, 77}, []uint32{f.Body[0].Offset, f.Body[1].Offset})
		f = lower(toVec, nil, get(0), wasm.Instr{Op: op.V128Load, B: offset, Offset: 77})
		halves := f.Body[0].X[0].Args
		require.Equal(t, []uint64{offset, want}, []uint64{halves[0].B, halves[1].B})
		require.Equal(t, []uint32{77, 77}, []uint32{halves[0].Offset, halves[1].Offset})
	}
}

// Stores of a constant store numbers.
func TestConstantVectorsAreStored(t *testing.T) {
	got := lowered(t, wasm.FuncType{Params: i32}, nil, get(0), wasm.Instr{Op: op.V128Const, A: 1}, do(op.V128Store))
	require.Equal(t, []string{"i64.store v0 0", "i64.store v0 2", "return"}, got)
}

// The vector of a load of a lane comes before the address, which may trap otherwise.
func TestLaneLoadsKeepTheOrderOfTraps(t *testing.T) {
	address := []wasm.Instr{num(1), get(0), do(op.I32DivU)}
	load := append(address[:3:3], get(0), do(op.V128Load), do(op.V128Load8Lane))
	got := lowered(t, toVec, nil, load...)
	require.Equal(t, []string{"v1 = (i32.div_u 1 v0)", "return (i8x16.replace_lane (v128.of (i64.load v0) (i64.load v0)) (i32.load8_u v1))"}, got)
	load = append([]wasm.Instr{get(0), do(op.I32Load), get(0), do(op.V128Load)}, do(op.V128Load8Lane))
	got = lowered(t, toVec, nil, load...)
	require.Equal(t, []string{"return (i8x16.replace_lane (v128.of (i64.load v0) (i64.load v0)) (i32.load8_u (i32.load v0)))"}, got)
}

// The operands of a shuffle are variables or constants, and one that it takes nothing of is not among them: nobody would read the variable.
func TestOperandsOfShuffles(t *testing.T) {
	sig := wasm.FuncType{Params: []wasm.ValType{wasm.V128, wasm.V128}, Results: v128}
	for mask, want := range map[uint32]string{1: "v2 v2", 2: "v2 v1", 3: "v1 v1"} {
		got := lowered(t, sig, nil, vget(0), vget(1), do(op.V128And), vget(1), wasm.Instr{Op: op.I8x16Shuffle, A: mask})
		require.Equal(t, []string{"v2 = (v128.and v0 v1)", "return (i8x16.shuffle " + want + ")"}, got)
	}
}
