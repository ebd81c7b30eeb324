package rt_test

import (
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/vec"
)

// objectTypes are types that tests of objects share.
func objectTypes(t *testing.T) []*rt.Type {
	t.Helper()
	types, err := rt.ParseTypes(`
		0: sub struct (mut i8) (mut i64) (mut i16) (mut f32) f64 (mut v128) (mut i32)
		1: struct (mut funcref) (mut externref) (mut anyref) (mut structref) (mut exnref) (mut (ref null 0)) i32
		2: sub 0 struct (mut i8) (mut i64) (mut i16) (mut f32) f64 (mut v128) (mut i32) (mut i32)
		3: array (mut i16)
		4: array (mut (ref 0))
		5: array f64
		rec {
		6: struct (mut (ref null 6))
		}
		7: struct (ref 0)
		8: array (mut anyref)
	`)
	require.NoError(t, err)
	return types
}

// goNumbers and goRefs are what generated code declares for types 0 and 1.
type goNumbers struct {
	rt.Object
	F0 uint8
	F1 uint64
	F2 uint16
	F3 float32
	F4 float64
	F5 vec.V128
	F6 uint32
}

type goRefs struct {
	rt.Object
	F0 *rt.Func
	F1 any
	F2 rt.Ref
	F3 *rt.Object
	F4 *rt.Exception
	F5 *rt.Object
	F6 uint32
}

// TestLayout: generated code's structs have the layout that the type has.
func TestLayout(t *testing.T) {
	types := objectTypes(t)
	var n goNumbers
	offsets := func(l *rt.Layout) (list []uintptr) {
		for _, p := range l.Places {
			list = append(list, p.Offset)
		}
		return list
	}
	l := types[0].Layout()
	require.Equal(t, unsafe.Sizeof(n), l.Size)
	require.Equal(t, []uintptr{unsafe.Offsetof(n.F0), unsafe.Offsetof(n.F1), unsafe.Offsetof(n.F2), unsafe.Offsetof(n.F3), unsafe.Offsetof(n.F4),
		unsafe.Offsetof(n.F5), unsafe.Offsetof(n.F6)}, offsets(l))
	var r goRefs
	l = types[1].Layout()
	require.Equal(t, unsafe.Sizeof(r), l.Size)
	require.Equal(t, []uintptr{unsafe.Offsetof(r.F0), unsafe.Offsetof(r.F1), unsafe.Offsetof(r.F2), unsafe.Offsetof(r.F3), unsafe.Offsetof(r.F4),
		unsafe.Offsetof(r.F5), unsafe.Offsetof(r.F6)}, offsets(l))
	require.Same(t, l, types[1].Layout())
	var a rt.Array[uint16]
	l = types[3].Layout()
	require.Equal(t, unsafe.Sizeof(a), l.Size)
	require.Equal(t, []rt.Place{{Offset: unsafe.Offsetof(a.Elems), Storage: rt.StorageI16}}, l.Places)
	sub := types[2].Layout().Places
	require.Equal(t, types[0].Layout().Places, sub[:7], "a subtype begins as its supertype")
}

// TestStruct: what a host sets is where generated code has it, and the other way round.
func TestStruct(t *testing.T) {
	types := objectTypes(t)
	o, err := rt.NewStruct(types[0], int32(0x1ff), int64(-2), int32(-1), float32(1.5), 2.5, vec.Of(3, 4), int32(-5))
	require.NoError(t, err)
	n := (*goNumbers)(unsafe.Pointer(o))
	require.Equal(t, goNumbers{types[0].Header(), 0xff, 1<<64 - 2, 0xffff, 1.5, 2.5, vec.Of(3, 4), 1<<32 - 5}, *n)
	require.Equal(t, 7, o.Len())
	var got []any
	for i := range o.Len() {
		got = append(got, o.Get(i))
	}
	require.Equal(t, []any{int32(0xff), int64(-2), int32(0xffff), float32(1.5), 2.5, vec.Of(3, 4), int32(-5)}, got)
	require.NoError(t, o.Set(6, int32(9)))
	require.EqualValues(t, 9, n.F6)
	require.ErrorContains(t, o.Set(4, 1.0), "field 4 is immutable")
	require.ErrorContains(t, o.Set(6, int64(1)), "int64 is no i32")
	require.ErrorContains(t, o.Set(6, nil), "<nil> is no i32")
	require.Panics(t, func() { o.Get(7) })
	require.Panics(t, func() { _ = o.Set(-1, int32(0)) })
	require.Nil(t, o.Elems())
	require.Same(t, types[0], o.Type())
	require.True(t, o.Is(types[0]))
	require.False(t, o.Is(types[2]))
	require.Equal(t, rt.Field{Type: rt.I32, Packed: 8, Mutable: true}, o.Type().Fields()[0])
	require.True(t, types[0].IsStruct() && !types[0].IsArray() && types[3].IsArray() && !types[3].IsStruct())
}

func TestStructOfReferences(t *testing.T) {
	types := objectTypes(t)
	o, err := rt.NewStruct(types[1])
	require.NoError(t, err)
	r := (*goRefs)(unsafe.Pointer(o))
	require.Equal(t, goRefs{Object: types[1].Header()}, *r)
	for i := range 6 {
		v := o.Get(i)
		require.True(t, v == nil || v == (*rt.Func)(nil) || v == (*rt.Exception)(nil), i)
	}
	f := rt.MustFunc("f", func() {})
	inner, err := rt.NewStruct(types[2])
	require.NoError(t, err)
	e, err := rt.NewException(rt.NewTag(rt.FuncType(nil, nil)))
	require.NoError(t, err)
	for i, v := range []any{f, "extern", rt.I31(-3), inner, e, inner} {
		require.NoError(t, o.Set(i, v))
		require.Equal(t, v, o.Get(i))
	}
	require.Equal(t, goRefs{types[1].Header(), f, "extern", rt.RefI31(1<<31 - 3), inner, e, inner, 0}, *r)
	for i := range 6 {
		require.NoError(t, o.Set(i, nil))
	}
	require.Equal(t, goRefs{Object: types[1].Header()}, *r)

	require.ErrorContains(t, o.Set(0, 1), "a int is no funcref")
	require.ErrorContains(t, o.Set(3, rt.I31(1)), "i31 1 is no structref")
	require.ErrorContains(t, o.Set(5, o), "is no (ref null (sub struct")
	require.ErrorContains(t, o.Set(4, inner), "is no exnref")
	_, err = rt.NewStruct(types[7])
	require.ErrorContains(t, err, "field 0 of struct (ref (sub struct (mut i8) (mut i64) (mut i16) (mut f32) f64 (mut v128) (mut i32))) has no default value")
	_, err = rt.NewStruct(types[7], nil)
	require.ErrorContains(t, err, "null is no (ref ")
	_, err = rt.NewStruct(types[7], inner)
	require.NoError(t, err, "of a subtype")
	_, err = rt.NewStruct(types[7], inner, inner)
	require.ErrorContains(t, err, "2 values for the 1 fields")
	_, err = rt.NewStruct(types[3])
	require.ErrorContains(t, err, "no struct type")
}

func TestHostArray(t *testing.T) {
	types := objectTypes(t)
	words := []uint16{1, 0xffff}
	a, err := rt.NewArray(types[3], words)
	require.NoError(t, err)
	words[0] = 7
	require.Equal(t, []uint16{1, 0xffff}, a.Elems(), "copied")
	require.Equal(t, 2, a.Len())
	require.Equal(t, int32(0xffff), a.Get(1))
	require.NoError(t, a.Set(0, int32(-2)))
	require.Equal(t, []uint16{0xfffe, 0xffff}, (*rt.Array[uint16])(unsafe.Pointer(a)).Elems)
	require.Equal(t, "array (mut i16) of 2", a.String())
	a, err = rt.NewArray(types[3], []int32{5, 6})
	require.NoError(t, err)
	require.Equal(t, []uint16{5, 6}, a.Elems())
	a, err = rt.NewArray(types[5], []any{1.5})
	require.NoError(t, err)
	require.Equal(t, []float64{1.5}, a.Elems())
	require.ErrorContains(t, a.Set(0, 1.0), "immutable")
	a, err = rt.NewArray(types[8], []any{nil, rt.I31(4), "x", a})
	require.NoError(t, err)
	require.Equal(t, rt.I31(4), a.Get(1))
	require.Nil(t, a.Get(0))
	require.Nil(t, a.Elems())

	_, err = rt.NewArray(types[4], []any{nil})
	require.ErrorContains(t, err, "element 0 of array")
	_, err = rt.NewArray(types[3], 5)
	require.ErrorContains(t, err, "int is no slice")
	_, err = rt.NewArray(types[3], nil)
	require.ErrorContains(t, err, "<nil> is no slice")
	_, err = rt.NewArray(types[0], []int32{})
	require.ErrorContains(t, err, "no array type")
}

// TestObjectString: an object that is in itself does not print for ever, nor does what refers to it.
func TestObjectString(t *testing.T) {
	types := objectTypes(t)
	o, err := rt.NewStruct(types[6])
	require.NoError(t, err)
	require.NoError(t, o.Set(0, o))
	require.Equal(t, "struct (mut (ref null rec.0))", o.String())
	require.Equal(t, "null", (*rt.Object)(nil).String())
	tag := rt.NewTag(rt.FuncType([]rt.ValType{rt.AnyRef, rt.ExnRef}, nil))
	inner, err := rt.NewException(tag, o, nil)
	require.NoError(t, err)
	e, err := rt.NewException(tag, o, inner)
	require.NoError(t, err)
	require.EqualError(t, e, "wasm exception(struct (mut (ref null rec.0)), an exception of tag (param anyref exnref))")
}

// TestNarrowedField: a subtype stores a field where its supertype does, and as that does, though its own type is stored otherwise.
func TestNarrowedField(t *testing.T) {
	types, err := rt.ParseTypes(`
		0: sub struct anyref structref i32
		1: sub 0 struct (ref null 0) nullref i32
		2: sub array anyref
		3: sub 2 array (ref null 0)
	`)
	require.NoError(t, err)
	require.Equal(t, types[0].Layout().Places, types[1].Layout().Places)
	inner, err := rt.NewStruct(types[0], rt.I31(1), nil, int32(2))
	require.NoError(t, err)
	outer, err := rt.NewStruct(types[1], inner, nil, int32(3))
	require.NoError(t, err)
	require.Equal(t, []any{inner, nil, int32(3)}, []any{outer.Get(0), outer.Get(1), outer.Get(2)})
	_, err = rt.NewStruct(types[1], rt.I31(1), nil, int32(3))
	require.ErrorContains(t, err, "field 0 of")

	array, err := rt.NewArray(types[3], []any{inner, nil})
	require.NoError(t, err)
	require.Equal(t, []any{inner, nil}, []any{array.Get(0), array.Get(1)})
	require.Equal(t, rt.StorageAny, types[3].Layout().Places[0].Storage)
}
