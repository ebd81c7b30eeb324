package dylink_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
	"github.com/wasm2go/wasm2go/rt"
)

// Tags are those of the main module, or else of all libraries together: what one throws another catches.
func TestExceptionsAcrossLibraries(t *testing.T) {
	join := slices.Concat[[]byte]
	types := Vec(Type, []byte{0x60, 0, 1, 0x7f}, []byte{0x60, 1, 0x7f, 0}, []byte{0x60, 1, 0x7f, 1, 0x7f}, []byte{0x60, 1, 0x7e, 0})
	side := Section(Custom, Name("dylink.0"), []byte{1, 4, 0, 0, 0, 0})
	tag := func(name string, typ byte) []byte { return join(Name("env"), Name(name), []byte{4, 0, typ}) }
	// Element 0 of the table, called in a try that catches tag 0.
	catches := Body(0x02, 0x7f, 0x1f, 0x7f, 1, 0, 0, 0, 0x20, 0, 0x11, 0, 0, 0x0b, 0x0b)
	main := Module(types,
		Vec(Func, []byte{2}), Vec(4, []byte{0x70, 0, 1}), Vec(5, []byte{0, 1}), Vec(13, []byte{0, 1}),
		Vec(Export, join(Name("memory"), []byte{2, 0}), join(Name("__indirect_function_table"), []byte{1, 0}),
			join(Name("catches"), []byte{0, 0}), join(Name("__cpp_exception"), []byte{4, 0})),
		Vec(Code, catches))
	// a throws 42 with the tag of the main module, and 43 with another one; b calls the latter.
	a := Module(side, types, Vec(Import, tag("__cpp_exception", 1), tag("ours", 1)), Vec(Func, []byte{0}, []byte{0}),
		Vec(Export, join(Name("cpp"), []byte{0, 0}), join(Name("other"), []byte{0, 1})), Vec(Code, Body(0x41, 42, 0x08, 0), Body(0x41, 43, 0x08, 1)))
	b := Module(side, types, Vec(Import, tag("ours", 1), join(Name("env"), Name("other"), []byte{0, 0})), Vec(Func, []byte{0}),
		Vec(Export, join(Name("caught"), []byte{0, 1})), Vec(Code, Body(0x02, 0x7f, 0x1f, 0x7f, 1, 0, 0, 0, 0x10, 0, 0x0b, 0x0b)))

	i, l, libA := promoted(t, main, a)
	at, err := libA.Address("cpp")
	require.NoError(t, err)
	f, err := i.Func("catches")
	require.NoError(t, err)
	got, err := f.Call(ctx, int32(at))
	require.NoError(t, err)
	require.Equal(t, []any{int32(42)}, got)

	libB, err := l.Load(ctx, "b", b)
	require.NoError(t, err)
	caught, err := libB.Func("caught")
	require.NoError(t, err)
	got, err = caught.Call()
	require.NoError(t, err)
	require.Equal(t, []any{int32(43)}, got)
	other, err := libA.Func("other")
	require.NoError(t, err)
	_, err = other.Call()
	require.ErrorIs(t, err, rt.UncaughtException)

	_, err = l.Load(ctx, "c", Module(side, types, Vec(Import, tag("ours", 3))))
	require.EqualError(t, err, `c: incompatible import type: "env"."ours" is tag (param i32), wanted tag (param i64)`)
}
