package preinit_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/front"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/preinit"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// objects is a module with a start function. Type 0 is () (), 1 a struct that can be written to, 2 one that cannot; global 0 is a mutable anyref,
// global 1 as it is given; the table has two elements of anything.
func objects(global string, start ...byte) []byte {
	return Module(
		Vec(Type, []byte("\x60\x00\x00"), []byte("\x5f\x01\x7f\x01"), []byte("\x5f\x01\x7f\x00")), Vec(Func, []byte{0}),
		Vec(Table, []byte("\x6e\x00\x02")), Vec(Tag, []byte{0, 0}), Vec(Global, []byte("\x6e\x01\xd0\x6e\x0b"), []byte(global)),
		Section(Start, []byte{0}), Vec(Code, Body(start...)))
}

// TestObjects: null and i31 are baked in, and objects that nobody can change; that others cannot be is an error which says so.
func TestObjects(t *testing.T) {
	const fixed, changeable = "\x64\x02\x00\x41\x05\xfb\x00\x02\x0b", "\x64\x01\x00\x41\x05\xfb\x00\x01\x0b"
	run := func(file []byte) (*wasm.Module, error) {
		m, bodies, err := front.Check(file)
		require.NoError(t, err)
		_, _, err = preinit.Run(file, m, bodies, false, preinit.Options{})
		return m, err
	}
	// (global.set 0 (ref.i31 (i32.const 7))) (table.set 0 (i32.const 1) (ref.i31 (i32.const -1)))
	m, err := run(objects(fixed, 0x41, 7, 0xfb, 0x1c, 0x24, 0, 0x41, 1, 0x41, 0x7f, 0xfb, 0x1c, 0x26, 0))
	require.NoError(t, err)
	ops := func(x wasm.Expr) (list []op.Op) {
		for _, in := range x.Instrs {
			list = append(list, in.Op)
		}
		return list
	}
	require.Equal(t, []op.Op{op.I32Const, op.RefI31}, ops(*m.Globals[0].Init))
	require.Equal(t, uint64(7), m.Globals[0].Init.Instrs[0].B)
	require.Equal(t, []op.Op{op.I32Const, op.StructNew}, ops(*m.Globals[1].Init))
	require.Len(t, m.Elems, 1)
	require.Equal(t, uint64(1), m.Elems[0].Start.Instrs[0].B)
	require.Equal(t, []op.Op{op.I32Const, op.RefI31}, ops(m.Elems[0].Exprs[0]))
	require.Equal(t, uint64(0xffffffff), m.Elems[0].Exprs[0].Instrs[0].B)

	newObject := []byte{0xfb, 1, 1} // struct.new_default
	for want, file := range map[string][]byte{
		"global 0: an object (":                      objects(fixed, slices.Concat(newObject, []byte{0x24, 0})...),
		"table 0: element 1: an object (":            objects(fixed, slices.Concat([]byte{0x41, 1}, newObject, []byte{0x26, 0})...),
		"global 1: its object may have been changed": objects(changeable),
		"global 1: an exception cannot be baked in":  objects("\x69\x01\xd0\x69\x0b", 0x02, 0x69, 0x1f, 0x40, 1, 3, 0, 8, 0, 0x0b, 0, 0x0b, 0x24, 1),
	} {
		_, err := run(file)
		require.ErrorContains(t, err, want)
	}
}

// TestVectors: a global of type v128 begins with what the start function sets it to, i32x4.splat of 7.
func TestVectors(t *testing.T) {
	file := Module(
		Vec(Type, []byte("\x60\x00\x00")), Vec(Func, []byte{0}),
		Vec(Global, slices.Concat([]byte("\x7b\x01\xfd\x0c"), make([]byte, 16), []byte{0x0b})),
		Section(Start, []byte{0}), Vec(Code, Body(0x41, 7, 0xfd, 0x11, 0x24, 0)))
	m, bodies, err := front.Check(file)
	require.NoError(t, err)
	_, _, err = preinit.Run(file, m, bodies, false, preinit.Options{})
	require.NoError(t, err)
	require.Equal(t, op.V128Const, m.Globals[0].Init.Instrs[0].Op)
	require.Equal(t, [][16]byte{{0: 7, 4: 7, 8: 7, 12: 7}}, m.Globals[0].Init.V128)
}
