package wasm

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// concrete has three types: of functions, of structs and of arrays.
var concrete = &Module{Types: []Type{{Kind: KindFunc}, {Kind: KindStruct}, {Kind: KindArray}}}

func TestClass(t *testing.T) {
	for want, types := range map[Class][]ValType{
		ClassI32: {I32}, ClassI64: {I64}, ClassF32: {F32}, ClassF64: {F64}, ClassV128: {V128},
		ClassFunc:   {FuncRef, NullFuncRef, Ref(HeapFunc, false), Ref(0, true), Ref(0, false)},
		ClassExtern: {ExternRef, NullExternRef, Ref(HeapExtern, false)},
		ClassAny:    {AnyRef, EqRef, I31Ref, NullRef, Ref(HeapAny, false)},
		ClassObject: {StructRef, ArrayRef, Ref(1, true), Ref(2, false)},
		ClassExn:    {ExnRef, NullExnRef, Ref(HeapExn, false)},
	} {
		for _, typ := range types {
			require.Equal(t, want, concrete.Class(typ), "%v", typ)
			require.Equal(t, typ.IsRef(), want.IsRef(), "%v", typ)
		}
		require.Equal(t, want, concrete.Class(want.Type()))
	}
	for _, typ := range []ValType{Bot, 1, Ref(HeapBot, true)} {
		require.Panics(t, func() { concrete.Class(typ) }, "%v", typ)
	}
}

func TestClassNames(t *testing.T) {
	var names, lettered string
	for c := range NumClasses {
		names += c.String() + " "
	}
	for _, letter := range []byte("ijfdv") {
		lettered += ClassOfLetter(letter).String() + " "
	}
	require.Equal(t, "i32 i64 f32 f64 v128 funcref externref anyref structref exnref ", names)
	require.Equal(t, "i32 i64 f32 f64 v128 ", lettered)
	require.Panics(t, func() { ClassOfLetter('a') }, "an address: the memory says what it is")
}

func TestSlots(t *testing.T) {
	types := []ValType{I32, V128, ExternRef, F64, V128, FuncRef, I64}
	var at Slots
	var places []int
	for _, typ := range types {
		places = append(places, at.Take(typ))
	}
	require.Equal(t, []int{0, 1, 0, 3, 4, 1, 6}, places)
	require.Equal(t, Slots{Words: 7, Refs: 2}, at)
	require.Equal(t, at, SlotCount(types))

	sig := FuncType{Params: []ValType{I32, I32, ExternRef}, Results: []ValType{V128, V128}}
	require.Equal(t, Slots{Words: 4, Refs: 1}, sig.CallSlots())
	require.True(t, sig.HasRefs())
	require.False(t, FuncType{Params: []ValType{V128}}.HasRefs())
	require.Panics(t, func() { SlotCount([]ValType{Bot}) })
}
