package abi_test

import (
	"math"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
	"github.com/wasm2go/wasm2go/rt/vec"
)

// What follows is in the shape of generated code, as in sample_test.go.

type point struct {
	rt.Object
	F0 uint32
	F1 *rt.Object
}

func asPoint(o *rt.Object) *point { return (*point)(unsafe.Pointer(o)) }

//go:noinline
func field(_ *Instance, _ int, o *rt.Object) uint32 { return asPoint(asPoint(o).F1).F0 }

//go:noinline
func element(_ *Instance, _ int, o *rt.Object, i uint32) uint32 {
	abi.AsArray[uint32](o).Put(i, abi.AsArray[uint32](o).At(i)+1)
	return abi.AsArray[uint32](o).At(i)
}

//go:noinline
func cast(_ *Instance, _ int, o *rt.Object, t *rt.Type) uint32 { return abi.Bool(o.Is(t)) }

func arrayTypes(t *testing.T) []*rt.Type {
	t.Helper()
	types, err := rt.ParseTypes(`
		0: struct i32 (mut structref)
		1: array (mut i8) 2: array (mut i16) 3: array (mut i32) 4: array (mut i64) 5: array (mut f32) 6: array (mut f64) 7: array (mut v128)
		8: array (mut funcref) 9: array (mut externref) 10: array (mut anyref) 11: array (mut structref) 12: array (mut exnref)
		13: struct (mut i8) (mut i16) (mut i32) (mut i64) (mut f32) (mut f64) (mut v128)
			(mut funcref) (mut externref) (mut anyref) (mut structref) (mut exnref)
	`)
	require.NoError(t, err)
	return types
}

// TestObjectTraps: what Go makes of null and of an index outside is the trap, located as others.
func TestObjectTraps(t *testing.T) {
	types := arrayTypes(t)
	m := newSample(t, nil)
	run := func(f func(d int)) error { return m.core.Run(f) }
	inner := &point{types[0].Header(), 7, nil}
	outer := &point{types[0].Header(), 1, &inner.Object}
	var r uint32
	require.NoError(t, run(func(d int) { r = field(m, d, &outer.Object) }))
	require.EqualValues(t, 7, r)
	for _, o := range []*rt.Object{&inner.Object, nil} {
		err := run(func(d int) { field(m, d, o) })
		require.ErrorIs(t, err, rt.NullReference)
		require.EqualError(t, err, "wasm trap: null reference in field")
	}
	array := abi.ArrayOf[uint32](&m.core, types[3], 5, 6)
	require.NoError(t, run(func(d int) { r = element(m, d, array, 1) }))
	require.EqualValues(t, 7, r)
	for _, i := range []uint32{2, math.MaxUint32} {
		err := run(func(d int) { element(m, d, array, i) })
		require.ErrorIs(t, err, rt.OutOfBoundsArray)
		require.EqualError(t, err, "wasm trap: out of bounds array access in element")
	}
	require.EqualError(t, run(func(d int) { element(m, d, nil, 0) }), "wasm trap: null reference in element")
	require.EqualError(t, run(func(d int) { cast(m, d, nil, types[0]) }), "wasm trap: null reference in cast")
	require.NoError(t, run(func(d int) { r = cast(m, d, array, types[3]) }))
	require.EqualValues(t, 1, r)

	var none *rt.Object
	require.Panics(t, func() { _ = run(func(int) { none.Len() }) }, "a host's own nil pointer is no trap")
}

// trap is the trap that f ends by, 0 for none.
func trap(f func()) (kind rt.TrapKind) {
	defer func() {
		if v := recover(); v != nil {
			kind = v.(rt.TrapKind)
		}
	}()
	f()
	return 0
}

func open(opts ...rt.Option) *abi.Core {
	m := &Instance{}
	m.core.Open(m, "sample", names, opts)
	return &m.core
}

func TestArrays(t *testing.T) {
	types, c := arrayTypes(t), open()
	for _, n := range []uint32{0, 1, 4, 5, 8, 9, 16, 17, 32, 33, 1000, 5000} {
		o := abi.FilledArray[uint16](c, types[2], 0xbeef, n)
		elems := abi.AsArray[uint16](o).Elems
		require.Len(t, elems, int(n))
		require.Equal(t, len(elems), cap(elems))
		for _, v := range elems {
			require.EqualValues(t, 0xbeef, v)
		}
		require.Same(t, types[2], o.Type())
		require.EqualValues(t, n, abi.ArrayLen(o))
		require.EqualValues(t, n, o.Len())
		zero := abi.NewArray[uint64](c, types[4], n)
		for _, v := range abi.AsArray[uint64](zero).Elems {
			require.Zero(t, v)
		}
	}
	require.EqualValues(t, 1, testing.AllocsPerRun(10, func() { abi.ArrayOf[uint32](c, types[3], 1, 2, 3, 4) }), "one piece")

	o := abi.ArrayOf[uint32](c, types[3], 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
	abi.ArrayCopy[uint32](o, 1, o, 0, 5)
	require.Equal(t, []uint32{0, 0, 1, 2, 3, 4, 6, 7, 8, 9}, o.Elems(), "upwards over itself")
	abi.ArrayCopy[uint32](o, 3, o, 5, 5)
	require.Equal(t, []uint32{0, 0, 1, 4, 6, 7, 8, 9, 8, 9}, o.Elems(), "downwards over itself")
	abi.ArrayFill[uint32](o, 8, 3, 2)
	require.Equal(t, []uint32{0, 0, 1, 4, 6, 7, 8, 9, 3, 3}, o.Elems())
	abi.ArrayFill[uint32](o, 10, 3, 0)
	for _, f := range []func(){
		func() { abi.ArrayFill[uint32](o, 9, 1, 2) },
		func() { abi.ArrayFill[uint32](o, 11, 1, 0) },
		func() { abi.ArrayFill[uint32](o, math.MaxUint32, 1, math.MaxUint32) },
		func() { abi.ArrayCopy[uint32](o, 9, o, 0, 2) },
		func() { abi.ArrayCopy[uint32](o, 0, o, 9, 2) },
		func() { abi.ArrayInitData[uint32](o, 9, "12345678", 0, 2) },
		func() { abi.ArrayInitData[uint32](o, 9, "", 0, 2) }, // the array is looked at first
	} {
		require.Equal(t, rt.OutOfBoundsArray, trap(f))
	}
	require.Equal(t, []uint32{0, 0, 1, 4, 6, 7, 8, 9, 3, 3}, o.Elems(), "nothing was written")
	require.Equal(t, rt.NullReference, trap(func() { abi.ArrayFill[uint32](nil, 0, 1, 0) }))
	require.Equal(t, rt.NullReference, trap(func() { abi.ArrayCopy[uint32](nil, 0, o, 0, 0) }))
	require.Equal(t, rt.NullReference, trap(func() { abi.ArrayCopy[uint32](o, 0, nil, 0, 0) }))
	require.Equal(t, rt.NullReference, trap(func() { abi.ArrayLen(nil) }))
}

// TestArrayData: the bytes of a segment are in little-endian order, whatever the machine's is.
func TestArrayData(t *testing.T) {
	types, c := arrayTypes(t), open()
	const data = "xyz\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10"
	for _, a := range []struct {
		got  *rt.Object
		want any
	}{
		{abi.ArrayOfData[uint8](c, types[1], data, 3, 3), []uint8{1, 2, 3}},
		{abi.ArrayOfData[uint16](c, types[2], data, 3, 2), []uint16{0x201, 0x403}},
		{abi.ArrayOfData[uint32](c, types[3], data, 3, 2), []uint32{0x04030201, 0x08070605}},
		{abi.ArrayOfData[uint64](c, types[4], data, 11, 1), []uint64{0x100f0e0d0c0b0a09}},
		{abi.ArrayOfData[float32](c, types[5], "\x00\x00\xc0\x3f", 0, 1), []float32{1.5}},
		{abi.ArrayOfData[float64](c, types[6], "\x00\x00\x00\x00\x00\x00\xf8\x3f", 0, 1), []float64{1.5}},
		{abi.ArrayOfData[vec.V128](c, types[7], data, 3, 1), []vec.V128{vec.Of(0x0807060504030201, 0x100f0e0d0c0b0a09)}},
		{abi.ArrayOfData[uint64](c, types[4], data, 19, 0), []uint64(nil)},
	} {
		require.Equal(t, a.want, a.got.Elems())
	}
	o := abi.ArrayOf[uint16](c, types[2], 1, 2, 3)
	abi.ArrayInitData[uint16](o, 1, data, 3, 2)
	require.Equal(t, []uint16{1, 0x201, 0x403}, o.Elems())
	for _, f := range []func(){
		func() { abi.ArrayOfData[uint64](c, types[4], data, 12, 1) },
		func() { abi.ArrayOfData[uint64](c, types[4], data, 20, 0) },
		func() { abi.ArrayOfData[uint64](c, types[4], data, 0, math.MaxUint32) },
		func() { abi.ArrayInitData[uint16](o, 0, data, 17, 2) },
	} {
		require.Equal(t, rt.OutOfBoundsMemory, trap(f))
	}
	segment := []*rt.Object{o, nil}
	refs := abi.ArrayOfSegment(c, types[11], segment, 0, 2)
	require.Equal(t, segment, abi.AsArray[*rt.Object](refs).Elems)
	require.Equal(t, rt.OutOfBoundsTable, trap(func() { abi.ArrayOfSegment(c, types[11], segment, 1, 2) }))
	require.Equal(t, rt.OutOfBoundsTable, trap(func() { abi.ArrayInitSegment(refs, 0, segment, 2, 1) }))
	require.Equal(t, rt.OutOfBoundsArray, trap(func() { abi.ArrayInitSegment(refs, 2, segment, 2, 1) }))
	require.Equal(t, rt.OutOfMemory, trap(func() { abi.NewArray[uint8](c, types[1], 1<<30+1) }), "nothing is allocated")
	require.Equal(t, rt.OutOfMemory, trap(func() { abi.NewArray[rt.Ref](c, types[10], math.MaxUint32) }))
}

// TestStoredElements: each kind of element holds what is written to it.
func TestStoredElements(t *testing.T) {
	types, c := arrayTypes(t), open()
	f := rt.MustFunc("f", func() {})
	e, err := rt.NewException(rt.NewTag(rt.FuncType(nil, nil)))
	require.NoError(t, err)
	s := types[13].Layout().New()
	holds(t, c, types[1], uint8(0xff))
	holds(t, c, types[2], uint16(0xffff))
	holds(t, c, types[3], uint32(math.MaxUint32))
	holds(t, c, types[4], uint64(math.MaxUint64))
	holds(t, c, types[5], float32(1.5))
	holds(t, c, types[6], 1.5)
	holds(t, c, types[7], vec.Of(1, 2))
	holds(t, c, types[8], f)
	holds(t, c, types[9], any("x"))
	holds(t, c, types[10], rt.RefI31(5))
	holds(t, c, types[11], s)
	holds(t, c, types[12], e)
}

// holds fails unless an array of the type holds v where instructions have put it.
func holds[T comparable](t *testing.T, c *abi.Core, typ *rt.Type, v T) {
	t.Helper()
	o := abi.NewArray[T](c, typ, 4)
	abi.AsArray[T](o).Put(1, v)
	abi.ArrayFill(o, 2, v, 1)
	abi.ArrayCopy[T](o, 0, o, 1, 2)
	var none T
	require.Equal(t, []T{v, v, v, none}, abi.AsArray[T](o).Elems)
	require.EqualValues(t, 4, o.Len())
}

// TestMixedElements: objects go between arrays that store them as objects and those that store what may be one.
func TestMixedElements(t *testing.T) {
	types, c := arrayTypes(t), open()
	s := types[13].Layout().New()
	objects, anys := abi.ArrayOf(c, types[11], s, nil), abi.NewArray[rt.Ref](c, types[10], 2)
	widen := abi.ArrayCopyAs[rt.Ref, *rt.Object]
	widen(anys, 0, objects, 0, 2)
	require.Equal(t, []rt.Ref{rt.RefObject(s), {}}, abi.AsArray[rt.Ref](anys).Elems)
	require.Equal(t, rt.OutOfBoundsArray, trap(func() { widen(anys, 1, objects, 0, 2) }))
	require.Equal(t, rt.NullReference, trap(func() { widen(anys, 0, nil, 0, 0) }))
	require.Equal(t, rt.NullReference, trap(func() { widen(nil, 0, objects, 0, 0) }))
	abi.ArrayInitSegment(anys, 1, []rt.Ref{rt.RefI31(1), rt.RefI31(2)}, 1, 1)
	require.True(t, abi.AsArray[rt.Ref](anys).At(1) == rt.RefI31(2))
	init := abi.ArrayInitSegmentAs[rt.Ref, *rt.Object]
	init(anys, 0, []*rt.Object{s}, 0, 1)
	require.True(t, abi.AsArray[rt.Ref](anys).At(0) == rt.RefObject(s))
	require.Equal(t, rt.OutOfBoundsTable, trap(func() { init(anys, 0, []*rt.Object{s}, 0, 2) }))
	require.Equal(t, rt.OutOfBoundsArray, trap(func() { init(anys, 2, []*rt.Object{s}, 5, 1) }))
}

func TestI31(t *testing.T) {
	for _, v := range []uint32{0, 1, 1<<30 - 1, 1 << 30, 1<<31 - 1, 1<<32 - 1} {
		require.Equal(t, uint32(int32(v<<1)>>1), abi.I31S(rt.RefI31(v)))
		require.Equal(t, v&(1<<31-1), abi.I31U(rt.RefI31(v)))
	}
	require.Equal(t, rt.NullReference, trap(func() { abi.I31S(rt.Ref{}) }))
	require.Equal(t, rt.NullReference, trap(func() { abi.I31U(rt.Ref{}) }))
}

// TestAcceptAtBorder: a reference of the wrong type ends the call.
func TestAcceptAtBorder(t *testing.T) {
	m := newSample(t, nil)
	err := m.core.Run(func(int) { abi.Argument("f", 1, rt.EqRef, "host") })
	require.EqualError(t, err, "f: argument 1: a string is no eqref")
	err = m.core.Run(func(int) { abi.Result("env.f", 0, rt.FuncRef.NonNull(), (*rt.Func)(nil)) })
	require.EqualError(t, err, "env.f: result 0: null is no (ref func)")
	require.NoError(t, m.core.Run(func(int) { abi.Argument("f", 1, rt.EqRef, rt.I31(1)) }))
}
