package interp_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
	"github.com/wasm2go/wasm2go/rt"
)

// The references of a frame count against the stack budget: a function with many that calls itself must not take all memory.
func TestReferencesTakeStack(t *testing.T) {
	const locals, budget = 1000, 1 << 20
	file := Module(
		Vec(Type, []byte{0x60, 0, 0}),
		Vec(Func, []byte{0}),
		Vec(Global, []byte{0x6f, 1, 0xd0, 0x6f, 0x0b}, []byte{0x7f, 1, 0x41, 0, 0x0b}),
		Vec(Export, slices.Concat(Name("f"), []byte{0, 0}), slices.Concat(Name("depth"), []byte{3, 1})),
		Vec(Code, Sized([]byte{1}, Num(locals), []byte{0x6f},
			[]byte{0x23, 1, 0x41, 1, 0x6a, 0x24, 1},                     // count
			[]byte{0x23, 0, 0x21, 5, 0x10, 0, 0x20, 5, 0x24, 0, 0x0b})), // a local that lives across the call
	)
	m, err := interp.Compile(file, interp.Options{})
	require.NoError(t, err)
	i, err := m.Instantiate(background, nil, rt.WithStack(budget))
	require.NoError(t, err)
	_, err = call(t, i, "f")
	require.ErrorIs(t, err, rt.StackExhausted)
	depth, _ := i.Export("depth")
	n := depth.(*rt.Global).Get().(int32)
	require.Greater(t, n, int32(1))
	require.Less(t, n, int32(budget/(16*locals)+1))
}
