package abi_test

import (
	"math"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
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
	for _, n := range []uint32{0, 1, 4, 5, 8, 9, 16, 17, 32, 33, 1000} {
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
		_, zero := abi.MakeArray(c, types[10].Layout(), n), abi.NewArray[uint64](c, types[4], n)
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
		{abi.ArrayOfData[rt.V128](c, types[7], data, 3, 1), []rt.V128{{Lo: 0x0807060504030201, Hi: 0x100f0e0d0c0b0a09}}},
		{abi.ArrayOfData[uint64](c, types[4], data, 19, 0), []uint64(nil)},
	} {
		require.Equal(t, a.want, a.got.Elems())
		storage := a.got.Type().Layout().Places[0].Storage
		again := abi.MakeArray(c, a.got.Type().Layout(), uint32(a.got.Len()))
		abi.InitNumbers(again, storage, 0, data, 3, uint32(a.got.Len()))
		require.Equal(t, a.got.Len(), again.Len())
	}
	o := abi.ArrayOf[uint16](c, types[2], 1, 2, 3)
	abi.InitNumbers(o, rt.StorageI16, 1, data, 3, 2)
	require.Equal(t, []uint16{1, 0x201, 0x403}, o.Elems())
	for _, f := range []func(){
		func() { abi.ArrayOfData[uint64](c, types[4], data, 12, 1) },
		func() { abi.ArrayOfData[uint64](c, types[4], data, 20, 0) },
		func() { abi.ArrayOfData[uint64](c, types[4], data, 0, math.MaxUint32) },
		func() { abi.ArrayInitData[uint16](o, 0, data, 17, 2) },
		func() { abi.DataRange(rt.StorageI64, data, 12, 1) },
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
	require.Equal(t, rt.OutOfMemory, trap(func() { abi.MakeArray(c, types[10].Layout(), math.MaxUint32) }))
}

// TestPlaces: what the interpreter writes to each kind of field and element it reads again, and so does a host.
func TestPlaces(t *testing.T) {
	types, c := arrayTypes(t), open()
	l := types[13].Layout()
	s := abi.MakeStruct(c, l)
	require.Same(t, types[13], s.Type())
	numbers := []struct{ set, get uint64 }{{0x1ff, 0xff}, {0x1ffff, 0xffff}, {1<<33 - 1, 1<<32 - 1}, {1<<64 - 1, 1<<64 - 1}, {1<<32 - 1, 1<<32 - 1}, {1<<64 - 1, 1<<64 - 1}}
	for i, v := range numbers {
		abi.SetNumber(s, l.Places[i], v.set)
	}
	abi.SetVector(s, l.Places[6], rt.V128{Lo: 1, Hi: 2})
	f := rt.MustFunc("f", func() {})
	e, err := rt.NewException(rt.NewTag(rt.FuncType(nil, nil)))
	require.NoError(t, err)
	refs := []rt.Ref{rt.RefFunc(f), rt.RefExtern("x"), rt.RefI31(5), rt.RefObject(s), rt.RefException(e)}
	for i, r := range refs {
		abi.SetReference(s, l.Places[7+i], r)
	}
	for i, v := range numbers {
		require.Equal(t, v.get, abi.Number(s, l.Places[i]))
	}
	require.Equal(t, rt.V128{Lo: 1, Hi: 2}, abi.Vector(s, l.Places[6]))
	for i, r := range refs {
		require.True(t, r == abi.Reference(s, l.Places[7+i]))
	}
	require.Equal(t, []any{int32(255), int32(-1), f, "x", rt.I31(5), s, e}, []any{s.Get(0), s.Get(2), s.Get(7), s.Get(8), s.Get(9), s.Get(10), s.Get(11)})
	require.EqualValues(t, uint32(0xffffff80), abi.Signed(0x80, rt.StorageI8))
	require.EqualValues(t, uint32(0xffff8000), abi.Signed(0x8000, rt.StorageI16))
	require.EqualValues(t, 0x7f, abi.Signed(0x7f, rt.StorageI8))

	for i, v := range numbers {
		storage := l.Places[i].Storage
		a := abi.MakeArray(c, types[1+i].Layout(), 3)
		abi.SetNumberAt(a, storage, 1, v.set)
		abi.FillNumbers(a, storage, 2, v.set, 1)
		abi.CopyElements(storage, a, 0, storage, a, 1, 2)
		require.Equal(t, []uint64{v.get, v.get, v.get}, []uint64{abi.NumberAt(a, storage, 0), abi.NumberAt(a, storage, 1), abi.NumberAt(a, storage, 2)})
		require.Equal(t, rt.OutOfBoundsArray, trap(func() { abi.NumberAt(a, storage, 3) }))
		require.Equal(t, rt.OutOfBoundsArray, trap(func() { abi.SetNumberAt(a, storage, 3, 0) }))
	}
	a := abi.MakeArray(c, types[7].Layout(), 2)
	abi.SetVectorAt(a, 0, rt.V128{Lo: 1, Hi: 2})
	abi.FillVectors(a, 1, rt.V128{Lo: 3}, 1)
	require.Equal(t, []rt.V128{{Lo: 1, Hi: 2}, {Lo: 3}}, []rt.V128{abi.VectorAt(a, 0), abi.VectorAt(a, 1)})
	for i, r := range refs {
		storage := l.Places[7+i].Storage
		a := abi.MakeArray(c, types[8+i].Layout(), 3)
		abi.SetReferenceAt(a, storage, 1, r)
		abi.FillReferences(a, storage, 2, r, 1)
		abi.CopyElements(storage, a, 0, storage, a, 1, 2)
		for i := range uint32(3) {
			require.True(t, r == abi.ReferenceAt(a, storage, i))
		}
		require.Equal(t, rt.OutOfBoundsArray, trap(func() { abi.ReferenceAt(a, storage, 3) }))
		require.Equal(t, rt.NullReference, trap(func() { abi.ReferenceAt(nil, storage, 0) }))
	}
	objects := abi.ArrayOf(c, types[11], s, nil)
	anys := abi.MakeArray(c, types[10].Layout(), 2)
	abi.CopyElements(rt.StorageAny, anys, 0, rt.StorageObject, objects, 0, 2)
	require.Equal(t, []rt.Ref{rt.RefObject(s), {}}, abi.AsArray[rt.Ref](anys).Elems)
	require.Equal(t, rt.OutOfBoundsArray, trap(func() { abi.CopyElements(rt.StorageAny, anys, 1, rt.StorageObject, objects, 0, 2) }))
	abi.InitReferences(anys, rt.StorageAny, 1, []rt.Ref{rt.RefI31(1), rt.RefI31(2)}, 1, 1)
	require.True(t, abi.ReferenceAt(anys, rt.StorageAny, 1) == rt.RefI31(2))
	abi.InitReferences(anys, rt.StorageAny, 0, []*rt.Object{s}, 0, 1)
	require.Equal(t, rt.OutOfBoundsTable, trap(func() { abi.InitReferences(anys, rt.StorageAny, 0, []*rt.Object{s}, 0, 2) }))
	require.Equal(t, rt.OutOfBoundsArray, trap(func() { abi.InitReferences(anys, rt.StorageAny, 2, []*rt.Object{s}, 5, 1) }))
	require.Equal(t, rt.NullReference, trap(func() { abi.Number(nil, l.Places[0]) }))
	require.Equal(t, rt.NullReference, trap(func() { abi.SetReference(nil, l.Places[8], rt.Ref{}) }))
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
