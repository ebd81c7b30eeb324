package interp_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
	"github.com/wasm2go/wasm2go/rt"
)

// TestThrownThrough: what a host throws passes an instance without handlers, and is caught by who has called that. It goes into it by a call, and by a
// tail call.
func TestThrownThrough(t *testing.T) {
	e, err := rt.NewException(numberTag(t), int32(5))
	require.NoError(t, err)
	var thrown error
	host := rt.Store{"h": rt.Module{"f": func() error { return thrown }}}
	instance := func(file []byte, r rt.Resolver) *interp.Instance {
		m, err := interp.Compile(file, interp.Options{})
		require.NoError(t, err)
		i, err := m.Instantiate(background, r)
		require.NoError(t, err)
		t.Cleanup(func() { i.Close() })
		return i
	}
	types := Vec(Type, []byte{0x60, 0, 0}, []byte{0x60, 0, 1, 0x7f})
	f := slices.Concat(Name("h"), Name("f"), []byte{0, 0})
	through := func(body ...byte) []byte {
		return Module(types, Vec(Import, f), Vec(Func, []byte{0}), Vec(Export, slices.Concat(Name("f"), []byte{0, 1})), Vec(Code, Body(body...)))
	}
	// It is 1 if f throws, else 0.
	caught := Module(types, Vec(Import, f), Vec(Func, []byte{1}), Vec(Export, slices.Concat(Name("caught"), []byte{0, 1})),
		Vec(Code, Body(0x02, 0x40, 0x1f, 0x40, 1, 2, 0, 0x10, 0, 0x41, 0, 0x0f, 0x0b, 0x0b, 0x41, 1)))
	for name, body := range map[string][]byte{
		"call": {0x10, 0}, "tail call": {0x12, 0}, "a try without clauses": {0x1f, 0x40, 0, 0x10, 0, 0x0b},
	} {
		inner := instance(through(body...), host)
		for range 2 { // behind the first the host has been passed by a panic
			outer := instance(caught, rt.Store{"h": inner})
			thrown = e
			require.EqualValues(t, 1, callI32(t, outer, "caught"), name)
			thrown = nil
			require.EqualValues(t, 0, callI32(t, outer, "caught"), name)
			inner = instance(through(body...), rt.Store{"h": inner})
		}
		thrown = e
		_, err := call(t, inner, "f")
		require.Same(t, e, err, name)
		thrown = nil
		_, err = call(t, inner, "f")
		require.NoError(t, err, name)
	}
}
