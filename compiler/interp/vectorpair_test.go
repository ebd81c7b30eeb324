package interp_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/compiler/op"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
	"github.com/wasm2go/wasm2go/rt/vec"
)

// vectorOps are the instructions without immediates that have one of the signatures.
func vectorOps(sigs ...string) (list []op.Op) {
	for o := range op.Invalid {
		info := &op.Table[o]
		if info.Prefix == 0xfd && info.Imm == op.ImmNone && slices.Contains(sigs, info.Sig) {
			list = append(list, o)
		}
	}
	return list
}

// innerOperation is an operation on the parameters 0 and 1, or on 0 and a constant.
func innerOperation(o op.Op) []byte {
	code := get(0)
	switch op.Table[o].Sig {
	case "vv:v":
		code = append(code, get(1)...)
	case "vi:v":
		code = append(code, 0x41, 5)
	}
	return append(code, Instr(o)...)
}

// TestVectorPairs compares each operation on what another one gives with the same where that has been in memory between, so that both cannot
// become one instruction.
func TestVectorPairs(t *testing.T) {
	for _, outer := range vectorOps("vv:v", "v:v", "v:i") {
		var together, apart [][]byte
		var names []string
		for _, inner := range vectorOps("vv:v", "v:v", "vi:v") {
			value := innerOperation(inner)
			stored := slices.Concat([]byte{0x41, 0}, value, Instr(op.V128Store, 0, 0))
			loaded := slices.Concat([]byte{0x41, 0}, Instr(op.V128Load, 0, 0))
			shapes := [][3][]byte{{nil, Instr(outer)}}
			if op.Table[outer].Sig == "vv:v" {
				shapes = [][3][]byte{{nil, append(get(2), Instr(outer)...)}, {get(2), Instr(outer)}}
			}
			for _, s := range shapes {
				names = append(names, fmt.Sprintf("%v of %v", outer, inner))
				together = append(together, slices.Concat(s[0], value, s[1]))
				apart = append(apart, slices.Concat(stored, s[0], loaded, s[1]))
			}
		}
		result := byte(0x7b)
		if op.Table[outer].Sig == "v:i" {
			result = 0x7f
		}
		want, got := runVectors(t, apart, result), runVectors(t, together, result)
		for k := range names {
			require.Equal(t, anyNaN(outer, want[k]), anyNaN(outer, got[k]), names[k])
		}
	}
}

// anyNaN makes one NaN of those in lanes of floats that an operation may give: which of its operands' is up to the processor.
func anyNaN(o op.Op, halves []uint64) []uint64 {
	switch name := o.String(); {
	case strings.HasPrefix(name, "f32x4."):
		for k, h := range halves {
			for _, at := range []int{0, 32} {
				if x := math.Float32frombits(uint32(h >> at)); x != x {
					halves[k] |= math.MaxUint32 << at
				}
			}
		}
	case strings.HasPrefix(name, "f64x2."):
		for k, h := range halves {
			if x := math.Float64frombits(h); x != x {
				halves[k] = math.MaxUint64
			}
		}
	}
	return halves
}

// runVectors calls functions of three vectors with those bodies.
func runVectors(t *testing.T, bodies [][]byte, result byte) [][]uint64 {
	var funcs, exports, code [][]byte
	for k := range bodies {
		funcs = append(funcs, []byte{0})
		exports = append(exports, append(append(Name(fmt.Sprint(k)), 0), Num(k)...))
		code = append(code, Body(bodies[k]...))
	}
	wasm := Module(Vec(Type, []byte{0x60, 3, 0x7b, 0x7b, 0x7b, 1, result}), Vec(Func, funcs...), Vec(Memory, []byte{0, 1}), Vec(Export, exports...), Vec(Code, code...))
	m, err := interp.Compile(wasm, interp.Options{})
	require.NoError(t, err)
	i, err := m.Instantiate(background, nil)
	require.NoError(t, err)
	defer i.Close()
	f32 := func(a, b, c, d float32) vec.V128 { return vec.FromFloat32([4]float32{a, b, c, d}) }
	values := []vec.V128{
		someVector, otherVector, f32(1, -2.5, 1e30, 0.1), f32(float32(math.Inf(1)), 3, 0, -7), vec.FromFloat64([2]float64{1.5, -1e300}),
		vec.Of(0x8000800080808080, 0xffffffff00000000), vec.Of(0x7fff7fff7f7f0180, math.MaxUint64), {},
	}
	results := make([][]uint64, len(bodies))
	for k := range bodies {
		f := function(t, i, fmt.Sprint(k))
		for n := range values {
			x, y, z := values[n], values[(n*3+1)%len(values)], values[(n*5+2)%len(values)]
			s := []uint64{x.Lo(), x.Hi(), y.Lo(), y.Hi(), z.Lo(), z.Hi()}
			require.NoError(t, f.CallSlots(background, s))
			results[k] = append(results[k], s[:2]...)
			if result == 0x7f {
				results[k][len(results[k])-1] = 0
			}
		}
	}
	return results
}
