package interp

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp/internal/code"
	"github.com/wasm2go/wasm2go/compiler/op"
)

// The assembly of each instruction does what its Go function does: with any operands, also where the result takes the place of one.
func TestAssemblyOfVectors(t *testing.T) {
	if !assembled {
		t.Skip("there is none on this machine, or with these tags")
	}
	random := rand.New(rand.NewPCG(1, 2))
	for k := range vectors {
		sameInBoth(t, code.FirstVector+code.Op(k), random)
	}
}

// sameInBoth runs an instruction by its function and in assembly.
func sameInBoth(t *testing.T, o code.Op, random *rand.Rand) {
	const vectorsHere = 4
	register := func() uint16 { return 2 * uint16(random.IntN(vectorsHere)) }
	want, got := newStack(), newStack()
	for range 300 {
		for n := range 2 * vectorsHere {
			want.vals[n] = someBits(random)
			if o == code.I8x16Shuffle {
				want.vals[n] &= 0x1f1f1f1f1f1f1f1f // validation refuses other lanes
			}
		}
		copy(got.vals, want.vals[:2*vectorsHere])
		program := []code.Instr{{Op: o, A: register(), B: register(), C: register(), Imm: uint64(random.Uint32())<<32 | uint64(register())}, {Op: code.Exit}}
		if name := o.String(); strings.Contains(name, "ExtractLane") || strings.Contains(name, "ReplaceLane") {
			program[0].Imm = uint64(random.IntN(lanes(o)))
		}
		require.Same(t, &program[1], runAssembly(&program[0], got.at(0), nil, 0), o)
		vectors[o-code.FirstVector](want.at(0), &program[0])
		for n := range 2 * vectorsHere {
			w, g := want.vals[n], got.vals[n]
			require.True(t, w == g || isFloat(o) && sameNaNs(w, g), "%v: register %d is %#x, not %#x; before that %#x", program[0], n, g, w, want.vals[:8])
		}
	}
}

// lanes is how many an instruction's vectors have.
func lanes(o code.Op) (n int) {
	_, shape, _ := strings.Cut(o.String(), "x")
	fmt.Sscan(shape[:strings.IndexFunc(shape, unicode.IsLetter)], &n)
	return n
}

// Accesses that are in bounds do what memory says, and all others are left alone: the run loop traps.
func TestAssemblyOfAccesses(t *testing.T) {
	if !assembled {
		t.Skip("there is none on this machine, or with these tags")
	}
	random := rand.New(rand.NewPCG(3, 4))
	inside := 0
	for _, o := range []op.Op{op.V128Load, op.V128Store, op.I32Load, op.I32Store, op.I64Load, op.I64Store} {
		for range 5_000 {
			inside += accessIn(t, o, random)
		}
	}
	require.Greater(t, inside, 5_000)
}

// accessIn runs an access to a small memory, and tells whether it is in bounds.
func accessIn(t *testing.T, o op.Op, random *rand.Rand) (inside int) {
	forms, size := &code.Table[o], uint64(op.Table[o].Size)
	memory := make([]byte, 64)
	for k := range memory {
		memory[k] = byte(k)
	}
	s := newStack()
	small := func() uint32 { return uint32(random.IntN(40)) - 4*uint32(random.IntN(2)) }
	b, c, low, high := small(), small(), uint64(random.IntN(40)), small()
	s.vals[0], s.vals[1], s.vals[2], s.vals[3] = uint64(b)|random.Uint64()<<32, uint64(c)|random.Uint64()<<32, 0x0123456789abcdef, 0xfedcba9876543210
	in := code.Instr{A: 2, B: 0, C: 1, Imm: low}
	var ea uint64
	switch random.IntN(6) {
	case 0:
		in.Op, ea = forms.R, uint64(b)+low
	case 1:
		in.Op, ea = forms.Abs, low
	case 2:
		in.Op, ea = forms.Index, uint64(b+c)+low
	case 3:
		in.Op, ea = forms.Scale, uint64(b+c*uint32(size))+low
	case 4:
		in.Op, ea = forms.Times, uint64(b*uint32(size))+low
	case 5:
		in.Op, ea, in.Imm = forms.Moved, uint64(b+high)+low, low|uint64(high)<<32
	}
	program := []code.Instr{{Op: code.Vectors}, in, {Op: code.Exit}}
	want, registers := slices.Clone(memory), slices.Clone(s.vals[:4])
	value := make([]byte, 16)
	binary.LittleEndian.PutUint64(value, registers[2])
	binary.LittleEndian.PutUint64(value[8:], registers[3])
	end := &program[1]
	if ea+size <= uint64(len(memory)) {
		inside, end = 1, &program[2]
		switch o {
		case op.V128Store, op.I32Store, op.I64Store:
			copy(want[ea:], value[:size])
		default:
			clear(value[:8]) // what an i32 is extended with
			copy(value, memory[ea:ea+size])
			registers[2], registers[3] = binary.LittleEndian.Uint64(value), binary.LittleEndian.Uint64(value[8:])
		}
	}
	require.Same(t, end, runAssembly(&program[0], s.at(0), unsafe.Pointer(&memory[0]), uint64(len(memory))), in)
	require.Equal(t, want, memory, in)
	require.Equal(t, registers, s.vals[:4], in)
	return inside
}

// someBits are random ones, or lanes that are special to some instruction.
func someBits(random *rand.Rand) uint64 {
	special := []uint64{
		0, math.MaxUint64, 0x8000800080008000, 0x7fff7fff7fff7fff, 0x8080808080808080, 0x7f7f7f7f7f7f7f7f, 0x0f0e100d1f000713,
		math.Float64bits(1e300), math.Float64bits(-2.5), math.Float64bits(math.Inf(-1)), math.Float64bits(math.NaN()), math.Float64bits(4294967295.5), 1 << 63,
		lanesOf(1.5, -3e9), lanesOf(float32(math.Inf(1)), 1e-40), lanesOf(float32(math.NaN()), -1), lanesOf(3e9, -0.5),
	}
	if k := random.IntN(2 * len(special)); k < len(special) {
		return special[k]
	}
	return random.Uint64()
}

func lanesOf(a, b float32) uint64 {
	return uint64(math.Float32bits(a)) | uint64(math.Float32bits(b))<<32
}

func isFloat(o code.Op) bool { return strings.HasPrefix(o.String(), "F") }

// sameNaNs tells whether two registers have the same floats, where all NaNs are one: which one a sum of two is, is not specified (spec 4.3.3).
func sameNaNs(x, y uint64) bool {
	if a, b := math.Float64frombits(x), math.Float64frombits(y); a != a && b != b {
		return true
	}
	a, b := (*[2]float32)(unsafe.Pointer(&x)), (*[2]float32)(unsafe.Pointer(&y))
	for k := range a {
		if math.Float32bits(a[k]) != math.Float32bits(b[k]) && (a[k] == a[k] || b[k] == b[k]) {
			return false
		}
	}
	return true
}
