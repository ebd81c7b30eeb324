package lower

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
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

// A shuffle that is taken apart is what the specification says, whatever it moves; one that is not stays.
func TestShuffles(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for mask, moves := range map[[16]byte]bool{
		{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}:           true, // the first operand
		{16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31}: true, // the second
		{3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18}:        true, // a rotation through both
		{0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23}:         true, // interleaved lanes of 32 bits
		{3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12}:           true, // the other byte order
		{0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23}:         false,
		{31, 2, 29, 4, 27, 6, 25, 8, 23, 10, 21, 12, 19, 14, 17, 0}:      false,
	} {
		for _, second := range []uint32{1, 0} {
			f := shuffled(mask, second)
			if moves {
				require.NoError(t, ir.Check(&wasm.Module{}, f))
			}
			for range 10 {
				vars := make([][2]uint64, len(f.Vars))
				for i := range vars {
					vars[i] = [2]uint64{random.Uint64(), random.Uint64()}
				}
				want := shuffle(mask, vars[0], vars[second])
				require.Equal(t, want, run(f, vars), "%v of %d", mask, second)
			}
			if second == 1 {
				require.Equal(t, moves, f.Body[len(f.Body)-1].X[0].Op == op.V128Of, "%v", mask)
			}
		}
	}
}

// shuffled is a function that shuffles its first parameter with the one of that number.
func shuffled(mask [16]byte, second uint32) *ir.Func {
	body := &wasm.Body{
		Type:   wasm.FuncType{Params: []wasm.ValType{wasm.V128, wasm.V128}, Results: v128},
		Locals: []wasm.ValType{wasm.V128, wasm.V128},
		Instrs: []wasm.Instr{vget(0), vget(second), do(op.I8x16Shuffle), do(op.End)},
		Blocks: []wasm.Block{{Op: op.Block, Results: v128}},
		V128:   [][16]byte{mask},
	}
	return Func(&wasm.Module{}, 0, body, ir.Metering{})
}

// shuffle is i8x16.shuffle.
func shuffle(mask [16]byte, a, b [2]uint64) [2]uint64 {
	bytes := binary.LittleEndian.AppendUint64(nil, a[0])
	for _, half := range []uint64{a[1], b[0], b[1]} {
		bytes = binary.LittleEndian.AppendUint64(bytes, half)
	}
	var result [16]byte
	for i, k := range mask {
		result[i] = bytes[k]
	}
	return [2]uint64{binary.LittleEndian.Uint64(result[:]), binary.LittleEndian.Uint64(result[8:])}
}

// run returns what such a function does.
func run(f *ir.Func, vars [][2]uint64) [2]uint64 {
	var value func(x *ir.Expr) [2]uint64
	value = func(x *ir.Expr) [2]uint64 {
		switch x.Kind {
		case ir.Read:
			return vars[x.Var]
		case ir.Const:
			return [2]uint64{x.B}
		}
		args := make([][2]uint64, 2)
		for i, a := range x.Args {
			args[i] = value(a)
		}
		a, b := args[0], args[1]
		switch x.Op {
		case op.V128Of:
			return [2]uint64{a[0], b[0]}
		case op.V128Lo:
			return [2]uint64{a[0]}
		case op.V128Hi:
			return [2]uint64{a[1]}
		case op.I64And:
			return [2]uint64{a[0] & b[0]}
		case op.I64Or:
			return [2]uint64{a[0] | b[0]}
		case op.I64Shl:
			return [2]uint64{a[0] << b[0]}
		case op.I64ShrU:
			return [2]uint64{a[0] >> b[0]}
		case op.I8x16Shuffle:
			return shuffle(f.V128[x.A], a, b)
		}
		panic(x.Op)
	}
	for _, s := range f.Body {
		if s.Kind == ir.Return {
			return value(s.X[0])
		}
		vars[s.Dst[0]] = value(s.X[0])
	}
	panic("no return")
}
