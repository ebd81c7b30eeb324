package rt_test

import (
	"math"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/vec"
)

// valTypes are all value types with a name.
var valTypes = []struct {
	typ    rt.ValType
	text   string
	goType reflect.Type
	slots  int
}{
	{rt.I32, "i32", reflect.TypeFor[int32](), 1},
	{rt.I64, "i64", reflect.TypeFor[int64](), 1},
	{rt.F32, "f32", reflect.TypeFor[float32](), 1},
	{rt.F64, "f64", reflect.TypeFor[float64](), 1},
	{rt.V128Type, "v128", reflect.TypeFor[vec.V128](), 2},
	{rt.AnyRef, "anyref", reflect.TypeFor[any](), 0},
	{rt.EqRef, "eqref", reflect.TypeFor[any](), 0},
	{rt.I31Ref, "i31ref", reflect.TypeFor[any](), 0},
	{rt.StructRef, "structref", reflect.TypeFor[any](), 0},
	{rt.ArrayRef, "arrayref", reflect.TypeFor[any](), 0},
	{rt.NullRef, "nullref", reflect.TypeFor[any](), 0},
	{rt.FuncRef, "funcref", reflect.TypeFor[*rt.Func](), 0},
	{rt.NullFuncRef, "nullfuncref", reflect.TypeFor[*rt.Func](), 0},
	{rt.ExternRef, "externref", reflect.TypeFor[any](), 0},
	{rt.NullExternRef, "nullexternref", reflect.TypeFor[any](), 0},
	{rt.ExnRef, "exnref", reflect.TypeFor[*rt.Exception](), 0},
	{rt.NullExnRef, "nullexnref", reflect.TypeFor[*rt.Exception](), 0},
	{rt.AnyRef.NonNull(), "(ref any)", reflect.TypeFor[any](), 0},
	{rt.NullFuncRef.NonNull(), "(ref nofunc)", reflect.TypeFor[*rt.Func](), 0},
}

func TestValTypes(t *testing.T) {
	for _, c := range valTypes {
		require.Equal(t, c.text, c.typ.String())
		require.Equal(t, c.goType, c.typ.GoType(), c.text)
		slots, refs := rt.Room([]rt.ValType{c.typ, c.typ})
		require.Equal(t, 2*c.slots, slots, c.text)
		require.Equal(t, c.typ.IsRef(), refs == 2, c.text)
		require.Equal(t, c.slots == 0, c.typ.IsRef(), c.text)
		require.Nil(t, c.typ.Def())
		sig, err := rt.ParseFuncType("(" + c.text + ") " + c.text)
		require.NoError(t, err)
		require.Equal(t, []rt.ValType{c.typ}, sig.Params())
		require.Equal(t, []rt.ValType{c.typ}, sig.Results())
	}
	require.Equal(t, rt.AnyRef, rt.AnyRef.NonNull().OrNull())
	require.False(t, rt.AnyRef.NonNull().Nullable())
	require.False(t, rt.I32.Nullable())
}

func TestNoValType(t *testing.T) {
	var none rt.ValType
	require.Panics(t, func() { _ = none.String() })
	require.Panics(t, func() { none.Matches(rt.I32) })
	require.Panics(t, func() { rt.I32.Matches(none) })
	require.Panics(t, func() { none.GoType() })
	require.Panics(t, func() { rt.FuncType([]rt.ValType{none}, nil) })
	require.Panics(t, func() { rt.I32.OrNull() })
}

func TestValTypeOf(t *testing.T) {
	for _, c := range []struct {
		goType reflect.Type
		want   rt.ValType
	}{
		{reflect.TypeFor[int32](), rt.I32},
		{reflect.TypeFor[int64](), rt.I64},
		{reflect.TypeFor[float32](), rt.F32},
		{reflect.TypeFor[float64](), rt.F64},
		{reflect.TypeFor[vec.V128](), rt.V128Type},
		{reflect.TypeFor[*rt.Func](), rt.FuncRef},
		{reflect.TypeFor[any](), rt.ExternRef},
	} {
		got, ok := rt.ValTypeOf(c.goType)
		require.True(t, ok, c.goType)
		require.Equal(t, c.want, got, c.goType)
	}
	for _, goType := range []reflect.Type{reflect.TypeFor[uint32](), reflect.TypeFor[error](), reflect.TypeFor[rt.Func]()} {
		_, ok := rt.ValTypeOf(goType)
		require.False(t, ok, goType)
	}
}

// TestValTypeMatching compares all pairs with the rules of the specification, written down as lists of all supertypes.
func TestValTypeMatching(t *testing.T) {
	defined := mustTypes(t, `
		0: sub (i32) i32
		1: sub 0 (i32) i32
		2: sub struct i32
		3: sub 2 struct i32 i64
		4: array i8
	`)
	ref := func(i int) rt.ValType { return refTo(defined[i], true) }
	supers := map[rt.ValType][]rt.ValType{
		rt.I32: nil, rt.I64: nil, rt.F32: nil, rt.F64: nil, rt.V128Type: nil,

		rt.AnyRef: nil, rt.EqRef: {rt.AnyRef},
		rt.I31Ref: {rt.EqRef, rt.AnyRef}, rt.StructRef: {rt.EqRef, rt.AnyRef}, rt.ArrayRef: {rt.EqRef, rt.AnyRef},
		ref(2): {rt.StructRef, rt.EqRef, rt.AnyRef}, ref(3): {ref(2), rt.StructRef, rt.EqRef, rt.AnyRef},
		ref(4):     {rt.ArrayRef, rt.EqRef, rt.AnyRef},
		rt.NullRef: {ref(2), ref(3), ref(4), rt.I31Ref, rt.StructRef, rt.ArrayRef, rt.EqRef, rt.AnyRef},

		rt.FuncRef: nil, ref(0): {rt.FuncRef}, ref(1): {ref(0), rt.FuncRef}, rt.NullFuncRef: {ref(0), ref(1), rt.FuncRef},
		rt.ExternRef: nil, rt.NullExternRef: {rt.ExternRef},
		rt.ExnRef: nil, rt.NullExnRef: {rt.ExnRef},
	}
	for sub, list := range supers {
		for sup := range supers {
			want := sub == sup
			for _, s := range list {
				want = want || s == sup
			}
			require.Equal(t, want, sub.Matches(sup), "%v <= %v", sub, sup)
			if want {
				require.Equal(t, sup.GoType(), sub.GoType(), "a value keeps its Go type: %v <= %v", sub, sup)
			}
			if sub.IsRef() && sup.IsRef() {
				require.Equal(t, want, sub.NonNull().Matches(sup.NonNull()), "%v <= %v without null", sub, sup)
				require.Equal(t, want, sub.NonNull().Matches(sup), "%v without null <= %v", sub, sup)
				require.False(t, sub.Matches(sup.NonNull()), "%v <= %v without null", sub, sup)
			}
		}
	}
}

func TestGlobalTypeMatching(t *testing.T) {
	for _, c := range []struct {
		got, want rt.GlobalType
		ok        bool
	}{
		{rt.GlobalType{Type: rt.I32}, rt.GlobalType{Type: rt.I32}, true},
		{rt.GlobalType{Type: rt.I32}, rt.GlobalType{Type: rt.I64}, false},
		{rt.GlobalType{Type: rt.I32, Mutable: true}, rt.GlobalType{Type: rt.I32, Mutable: true}, true},
		{rt.GlobalType{Type: rt.I32, Mutable: true}, rt.GlobalType{Type: rt.I32}, false},
		{rt.GlobalType{Type: rt.I32}, rt.GlobalType{Type: rt.I32, Mutable: true}, false},
		{rt.GlobalType{Type: rt.FuncRef.NonNull()}, rt.GlobalType{Type: rt.FuncRef}, true},
		{rt.GlobalType{Type: rt.FuncRef}, rt.GlobalType{Type: rt.FuncRef.NonNull()}, false},
		{rt.GlobalType{Type: rt.FuncRef.NonNull(), Mutable: true}, rt.GlobalType{Type: rt.FuncRef, Mutable: true}, false},
	} {
		require.Equal(t, c.ok, c.got.Matches(c.want), "%v <= %v", c.got, c.want)
	}
	require.Equal(t, "global (mut funcref)", rt.GlobalType{Type: rt.FuncRef, Mutable: true}.String())
	require.Equal(t, "global (ref func)", rt.GlobalType{Type: rt.FuncRef.NonNull()}.String())
}

// Values of all Go types pass through slots, which vectors take two of, and references beside them.
func TestSlots(t *testing.T) {
	const signalling = 0x7fa00001
	sig, err := rt.ParseFuncType("(funcref i32 externref f32 v128 i64 (ref null any) f64 externref)")
	require.NoError(t, err)
	f := rt.MustFunc("f", func() {})
	values := []any{f, int32(-2), "x", float32(1.5), vec.Of(3, 1<<63), int64(-2), nil, -0.5, 7}
	var in []reflect.Value
	for i := range values {
		v := reflect.New(sig.Params()[i].GoType()).Elem()
		if values[i] != nil {
			v.Set(reflect.ValueOf(values[i]))
		}
		in = append(in, v)
	}
	slots, refs := rt.Room(sig.Params())
	require.Equal(t, [2]int{6, 4}, [2]int{slots, refs})
	s, r := make([]uint64, slots), make([]rt.Ref, refs)
	rt.ToSlots(sig.Params(), in, s, r)
	require.Equal(t, []uint64{0xfffffffe, uint64(math.Float32bits(1.5)), 3, 1 << 63, 0xfffffffffffffffe, math.Float64bits(-0.5)}, s)
	require.Equal(t, []rt.Ref{rt.RefFunc(f), rt.RefExtern("x"), {}, rt.RefExtern(7)}, r)
	for i, v := range rt.FromSlots(sig.Params(), s, r) {
		require.Equal(t, sig.Params()[i].GoType(), v.Type())
		require.Equal(t, values[i], v.Interface())
	}

	rt.ToSlots([]rt.ValType{rt.F32}, []reflect.Value{reflect.ValueOf(math.Float32frombits(signalling))}, s, nil)
	require.EqualValues(t, signalling, s[0], "a NaN stays as it is")
}

// A vector goes through functions of the host in either form.
func TestVectors(t *testing.T) {
	swap := rt.MustFunc("swap", func(v vec.V128, x int32) (int32, vec.V128) { return x, vec.Of(v.Hi(), v.Lo()) })
	require.Equal(t, "(v128 i32) i32 v128", swap.Sig.Type().String())
	s := []uint64{1, 2, 3}
	swap.CallSlots(0, s, nil)
	require.Equal(t, []uint64{3, 2, 1}, s)
	slots, err := rt.NewSlotFunc("slots", "(v128 i32) i32 v128", func(s []uint64) error {
		s[0], s[2] = s[2], s[0]
		return nil
	})
	require.NoError(t, err)
	for _, f := range []*rt.Func{swap, slots} {
		r, err := f.Call(vec.Of(1, 2), int32(3))
		require.NoError(t, err)
		require.Equal(t, []any{int32(3), vec.Of(2, 1)}, r)
	}
}
