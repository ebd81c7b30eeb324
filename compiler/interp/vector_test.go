package interp_test

import (
	"encoding/binary"
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/compiler/op"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
	"github.com/wasm2go/wasm2go/rt/vec"
)

// of is a vector of four lanes.
func of(a, b, c, d uint32) vec.V128 { return vec.FromUint32([4]uint32{a, b, c, d}) }

// inverse has all bits of a vector the other way round.
func inverse(v vec.V128) vec.V128 { return vec.Of(^v.Lo(), ^v.Hi()) }

var (
	someVector  = of(0x01020304, 0x85868788, 0x090a0b0c, 0x8d8e8f90)
	otherVector = of(7, 8, 9, 0x80000000)
)

// vectors makes an instance of the module about vectors with its imports.
func vectors(t testing.TB, o interp.Options, shared vec.V128, host any) (*interp.Instance, *rt.Global) {
	g := rt.NewGlobal(shared, true)
	env := rt.Module{"host": host, "shared": g, "fixed": rt.NewGlobal(otherVector, false)}
	i, err := compile(t, "vectors", o).Instantiate(background, rt.Store{"env": env})
	require.NoError(t, err)
	t.Cleanup(func() { i.Close() })
	return i, g
}

// A sum that waits to be the address of a vector is what it was, though a temporary in it has another value by then, itself such a sum.
func TestVectorAddresses(t *testing.T) {
	number := func(v int64) []byte { return append([]byte{0x41}, Signed(v)...) }
	store := func(at, v int64) []byte { return slices.Concat(number(at), number(v), Instr(op.I32Store, 0, 0)) }
	p := Instr(op.LocalGet, 0)
	body := slices.Concat(
		store(0, 20), store(20, 5), store(256, 7), store(276, 100),
		p, // which a block follows, so that it waits in a temporary
		[]byte{0x02, 0x7f}, p, Instr(op.I32Load, 0, 0), Instr(op.End),
		number(255), Instr(op.I32And), Instr(op.I32Add), Instr(op.V128Load, 0, 0),
		p, number(256), Instr(op.I32Add), Instr(op.V128Load, 0, 0),
		Instr(op.I32x4Add), Instr(op.I32x4ExtractLane, 0),
	)
	wasm := Module(Vec(Type, []byte{0x60, 1, 0x7f, 1, 0x7f}), Vec(Func, []byte{0}), Vec(Memory, []byte{0, 1}), Vec(Export, append(Name("f"), 0, 0)), Vec(Code, Body(body...)))
	m, err := interp.Compile(wasm, interp.Options{})
	require.NoError(t, err)
	i, err := m.Instantiate(background, nil)
	require.NoError(t, err)
	defer i.Close()
	got, err := call(t, i, "f", int32(0))
	require.NoError(t, err)
	require.Equal(t, []any{int32(12)}, got)
}

func plusOne(v vec.V128, x int32) (int32, vec.V128, error) { return x + 1, v, nil }

// Vectors pass wherever values do.
func TestVectors(t *testing.T) {
	i, shared := vectors(t, interp.Options{}, someVector, plusOne)
	zero, v, w := vec.V128{}, someVector, otherVector
	for _, test := range []struct {
		name string
		args []any
		want []any
	}{
		{"mix", []any{int32(-1), v, int64(-2)}, []any{v, int64(-2), int32(-1)}},
		{"mixTail", []any{int32(-1), v, int64(-2)}, []any{inverse(v), int64(v.Hi()), int32(-1)}},
		{"indirect", []any{int32(0), v}, []any{vec.Of(v.Lo()*2+7, v.Hi()*2+9)}},
		{"indirect", []any{int32(1), v}, []any{vec.Of(v.Lo()+^v.Lo()+7, v.Hi()+^v.Hi()+v.Hi())}},
		{"calls", []any{v, int32(6)}, []any{int32(7), inverse(v)}},
		{"choose", []any{v, w, int32(1)}, []any{inverse(v)}},
		{"choose", []any{v, w, int32(0)}, []any{w}},
		{"doubled", []any{of(1, 2, 3, 1<<31), int32(3)}, []any{of(8, 16, 24, 0)}},
		{"exchange", []any{v, w}, []any{w, v}},
		{"turned", []any{v}, []any{vec.Of(v.Hi(), v.Lo())}},
		{"counted", []any{int32(3)}, []any{of(3, 30, 300, 3000)}},
		{"globals", []any{w}, []any{of(1, 2, 3, 4), v}},
		{"globals", []any{v}, []any{of(8, 9, 10, 0x80000001), w}},
		{"catch", []any{of(1, 2, 3, 4), int32(5)}, []any{of(^uint32(0), ^uint32(1), ^uint32(2), ^uint32(3)), int32(5), of(0, 1, 2, 3)}},
		{"struct", []any{v}, []any{v, int32(3), int64(4)}},
		{"array", []any{v, int32(0)}, []any{v}},
		{"array", []any{v, int32(1)}, []any{inverse(v)}},
		{"array", []any{v, int32(2)}, []any{vec.Of(1, 2)}},
		{"array", []any{v, int32(3)}, []any{v}},
		{"arrayOfData", []any{int32(0)}, []any{vec.Of(0x0908070605040302, 0x11100f0e0d0c0b0a)}},
		{"arrayOfData", []any{int32(1)}, []any{vec.Of(0x0807060504030201, 0x100f0e0d0c0b0a09)}},
		{"load", []any{int32(65512)}, []any{zero}},
	} {
		got, err := call(t, i, test.name, test.args...)
		require.NoError(t, err, test.name)
		require.Equal(t, test.want, got, test.name)
	}
	require.Equal(t, v, shared.Get())
	own, _ := i.Export("own")
	require.Equal(t, of(0x01020305, 0x85868789, 0x090a0b0d, 0x8d8e8f91), own.(*rt.Global).Get())
	fixed, _ := i.Export("copy")
	require.Equal(t, w, fixed.(*rt.Global).Get())
}

// The host calls with vectors in each of the ways.
func TestVectorsOfHosts(t *testing.T) {
	i, _ := vectors(t, interp.Options{}, vec.V128{}, plusOne)
	f := function(t, i, "mix")
	s := []uint64{1, someVector.Lo(), someVector.Hi(), 4}
	require.NoError(t, f.CallSlots(background, s))
	require.Equal(t, []uint64{someVector.Lo(), someVector.Hi(), 4, 1}, s)
	require.ErrorContains(t, f.CallSlots(background, s[:3]), "3 slots")

	typed, err := interp.Typed[func(int32, vec.V128, int64) (vec.V128, int64, int32, error)](f)
	require.NoError(t, err)
	v, x, y, err := typed(1, someVector, 4)
	require.NoError(t, err)
	require.Equal(t, []any{someVector, int64(4), int32(1)}, []any{v, x, y})

	for _, wrong := range [][]any{{int32(1), int64(2), int64(3)}, {someVector, someVector, int64(3)}, {int32(1), someVector, someVector}} {
		_, err := f.Call(background, wrong...)
		require.ErrorContains(t, err, "for a function of type (i32 v128 i64) v128 i64 i32")
	}
}

// An exception takes vectors out of the module, and the host's into it.
func TestVectorsInExceptions(t *testing.T) {
	var tag *rt.Tag
	i, _ := vectors(t, interp.Options{}, vec.V128{}, func(v vec.V128, x int32) (int32, vec.V128, error) {
		e, err := rt.NewException(tag, inverse(v), x, v)
		return 0, v, errors.Join(err, e)
	})
	export, _ := i.Export("broken")
	tag = export.(*rt.Tag)
	_, err := call(t, i, "throw", someVector, int32(3))
	var e *rt.Exception
	require.ErrorAs(t, err, &e)
	require.Equal(t, []any{someVector, int32(3), inverse(someVector)}, e.Values())
	got, err := call(t, i, "catchHost", someVector)
	require.NoError(t, err)
	require.Equal(t, []any{inverse(someVector)}, got)
}

// otherMemory is a memory of a type that the interpreter does not know.
type otherMemory struct{ *slice.Memory }

func newOther(t mem.Type, _ *abi.Core) (mem.Memory, error) {
	m, err := slice.New(t)
	return otherMemory{m}, err
}

// Loads and stores of 16 bytes reach as far as the memory, on every run loop, and a store that traps has written nothing.
func TestVectorsInMemory(t *testing.T) {
	for name, backend := range map[string]interp.Backend{"guard": interp.Guard, "slice": interp.Slice, "other": {New: newOther}} {
		t.Run(name, func(t *testing.T) {
			i, _ := vectors(t, interp.Options{Mem: backend}, vec.V128{}, plusOne)
			export, _ := i.Export("memory")
			memory := export.(mem.Memory)
			bytes := make([]byte, 16)
			want := binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, someVector.Lo()), someVector.Hi())
			result := func(name string, args ...any) []any {
				got, err := call(t, i, name, args...)
				require.NoError(t, err)
				return got
			}
			for _, at := range []int32{0, 13, 65536 - 24} {
				result("store", at, someVector)
				require.NoError(t, memory.ReadAt(bytes, uint64(at)+8))
				require.Equal(t, want, bytes)
				require.Equal(t, []any{someVector}, result("load", at))
			}
			for _, at := range []int32{65536 - 23, 65536 - 16, 65536 - 8, -1, -8, -16, -24} {
				_, err := call(t, i, "load", at)
				require.ErrorIs(t, err, rt.OutOfBoundsMemory, at)
				_, err = call(t, i, "store", at, inverse(someVector))
				require.ErrorIs(t, err, rt.OutOfBoundsMemory, at)
				_, err = call(t, i, "loadFar", at)
				require.ErrorIs(t, err, rt.OutOfBoundsMemory, at)
			}
			require.Equal(t, []any{someVector}, result("load", int32(65536-24)), "nothing has been written")

			result("store", int32(100), someVector) // is at 108
			result("copy16", int32(300), int32(100))
			require.NoError(t, memory.ReadAt(bytes, 404))
			require.Equal(t, want, bytes)
			require.Equal(t, []any{someVector, int32(106)}, result("next", int32(90)))
			result("store", int32(192-8), someVector)
			result("store", int32(256+32-8), someVector)
			double := someVector.Uint8()
			for k := range double {
				double[k] *= 2
			}
			require.Equal(t, []any{vec.FromUint8(double)}, result("table16", int32(256+32-176), int32(11)))
		})
	}
}

// A function with more variables than a window has registers has vectors among them.
func TestManyVectors(t *testing.T) {
	const locals = 40_000
	join := slices.Concat[[]byte]
	v128 := []byte{0x7b}
	local := Num(locals - 1)
	get, get0 := join([]byte{0x20}, local), []byte{0x20, 0}
	not, add := []byte{0xfd, 0x4d}, []byte{0xfd, 0xce, 0x01}
	// The last local is what a call returns; one that is zero is added to it; both go out by a tail call.
	body := join(Num(1), Num(locals), v128, get0, not, []byte{0x10, 1, 0x21}, local,
		get, []byte{0x20}, Num(30_000), add, get0, []byte{0x12, 2, 0x0b})
	wasm := Module(
		Vec(Type, join([]byte{0x60, 1}, v128, []byte{2}, v128, v128), join([]byte{0x60, 1}, v128, []byte{1}, v128), join([]byte{0x60, 2}, v128, v128, []byte{2}, v128, v128)),
		Vec(Func, []byte{0}, []byte{1}, []byte{2}),
		Vec(Export, join(Name("main"), []byte{0, 0})),
		Vec(Code, Sized(body), Body(get0...), Body(0x20, 1, 0x20, 0)))
	m, err := interp.Compile(wasm, interp.Options{})
	require.NoError(t, err)
	i, err := m.Instantiate(background, nil)
	require.NoError(t, err)
	defer i.Close()
	got, err := call(t, i, "main", someVector)
	require.NoError(t, err)
	require.Equal(t, []any{someVector, inverse(someVector)}, got)
}
