package prune

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/validate"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// objects is a module of six functions, in which objects lead from one to another. Type 0 is () (), 1 an array of functions, 2 a struct with a
// function; main has such a body.
func objects(t *testing.T, main ...byte) (*wasm.Module, []*wasm.Body) {
	file := wasmtest.Module(
		wasmtest.Vec(wasmtest.Type, []byte("\x60\x00\x00"), []byte("\x5e\x70\x01"), []byte("\x5f\x01\x70\x00")),
		wasmtest.Vec(wasmtest.Func, []byte{0}, []byte{0}, []byte{0}, []byte{0}, []byte{0}, []byte{0}),
		wasmtest.Vec(wasmtest.Tag, []byte{0, 0}),
		wasmtest.Vec(wasmtest.Global, []byte("\x70\x00\xd2\x02\x0b"), // null will do
			[]byte("\x6b\x00\xd2\x03\xfb\x00\x02\x0b"), // an object that knows function 3
			[]byte("\x64\x00\x00\xd2\x04\x0b")),        // never null
		wasmtest.Vec(wasmtest.Export, []byte("\x04main\x00\x00"), []byte("\x05other\x00\x05"), []byte("\x03tag\x04\x00")),
		wasmtest.Vec(wasmtest.Elem, []byte("\x05\x70\x01\xd2\x01\x0b")),
		wasmtest.Vec(wasmtest.Code, wasmtest.Body(main...), wasmtest.Body(), wasmtest.Body(), wasmtest.Body(), wasmtest.Body(), wasmtest.Body()))
	m, err := decode.Decode(file)
	require.NoError(t, err)
	require.NoError(t, validate.Module(m))
	bodies := make([]*wasm.Body, len(m.Codes))
	for i := range m.Codes {
		bodies[i], err = validate.Func(m, i)
		require.NoError(t, err)
	}
	return m, bodies
}

// TestObjects: functions that constants of objects name stay, since nobody knows who calls them; a segment's do where it goes into an array.
func TestObjects(t *testing.T) {
	onlyMain := func(name string) bool { return name == "main" }
	m, bodies := objects(t)
	p := Module(m, bodies, onlyMain)
	require.Equal(t, []bool{true, false, false, true, true, false}, p.Live)
	require.Equal(t, op.RefNull, p.Module.Globals[0].Init.Instrs[0].Op)
	require.Equal(t, op.RefFunc, p.Module.Globals[1].Init.Instrs[0].Op)
	require.Equal(t, op.RefFunc, p.Module.Globals[2].Init.Instrs[0].Op, "null is none of its values")
	require.Equal(t, wasm.Declarative, p.Module.Elems[0].Mode)
	require.NotNil(t, p.Module.Export("tag"))
	require.Nil(t, p.Module.Export("other"))

	m, bodies = objects(t, 0x41, 0, 0x41, 1, 0xfb, 0x0a, 1, 0, 0x1a) // array.new_elem
	p = Module(m, bodies, onlyMain)
	require.Equal(t, []bool{true, true, false, true, true, false}, p.Live)
	require.Equal(t, wasm.Passive, p.Module.Elems[0].Mode)
}
