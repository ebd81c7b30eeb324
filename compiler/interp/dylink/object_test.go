package dylink_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// Libraries give each other objects, also through the table: a type that two of them define is one, whatever its index.
func TestObjectsAcrossLibraries(t *testing.T) {
	join := slices.Concat[[]byte]
	side := Section(Custom, Name("dylink.0"), []byte{1, 4, 0, 0, 0, 0})
	main := Module(Vec(4, []byte{0x70, 0, 1}), Vec(5, []byte{0, 1}),
		Vec(Export, join(Name("memory"), []byte{2, 0}), join(Name("__indirect_function_table"), []byte{1, 0})))
	// a: types 0 (struct (field (mut i32))), 1 (func (param i32) (result (ref null 0))), 2 (func (param (ref null 0)) (result i32)).
	a := Module(side,
		Vec(Type, []byte{0x5f, 1, 0x7f, 1}, []byte{0x60, 1, 0x7f, 1, 0x63, 0}, []byte{0x60, 1, 0x63, 0, 1, 0x7f}), Vec(Func, []byte{1}, []byte{2}),
		Vec(Export, join(Name("make"), []byte{0, 0}), join(Name("get"), []byte{0, 1})),
		Vec(Code, Body(0x20, 0, 0xfb, 0, 0), Body(0x20, 0, 0xfb, 2, 0, 0)))
	// b: types 0 (func (param i32) (result i32)), 1 the struct, 2 and 3 the types of get and make, 4 another struct. It calls make by the table.
	b := Module(side,
		Vec(Type, []byte{0x60, 1, 0x7f, 1, 0x7f}, []byte{0x5f, 1, 0x7f, 1}, []byte{0x60, 1, 0x63, 1, 1, 0x7f}, []byte{0x60, 1, 0x7f, 1, 0x63, 1},
			[]byte{0x5f, 1, 0x7e, 1}),
		Vec(Import, join(Name("env"), Name("get"), []byte{0, 2}), join(Name("env"), Name("__indirect_function_table"), []byte{1, 0x70, 0, 0}),
			join(Name("GOT.func"), Name("make"), []byte{3, 0x7f, 1})),
		Vec(Func, []byte{0}, []byte{0}), Vec(Export, join(Name("round"), []byte{0, 1}), join(Name("is"), []byte{0, 2})),
		Vec(Code, Body(0x20, 0, 0x23, 0, 0x11, 3, 0, 0x10, 0), Body(0x20, 0, 0x23, 0, 0x11, 3, 0, 0xfb, 0x14, 1)))
	c := Module(side, Vec(Type, []byte{0x5f, 1, 0x7e, 1}, []byte{0x60, 1, 0x63, 0, 1, 0x7f}), Vec(Import, join(Name("env"), Name("get"), []byte{0, 1})))

	_, l, _ := promoted(t, main, a)
	libB, err := l.Load(ctx, "b", b)
	require.NoError(t, err)
	for name, want := range map[string]int32{"round": 7, "is": 1} {
		f, err := libB.Func(name)
		require.NoError(t, err)
		got, err := f.Call(int32(7))
		require.NoError(t, err)
		require.Equal(t, []any{want}, got, name)
	}
	_, err = l.Load(ctx, "c", c)
	require.ErrorContains(t, err, `c: incompatible import type: "env"."get" is func`)
}
