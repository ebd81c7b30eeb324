package compiler_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/compiler/preinit"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/snapshot"
)

// What is in a shared memory is not one instance's alone: nobody keeps it with that.
func TestSharedMemoryIsNotKept(t *testing.T) {
	wasm := OneFunc([]byte{0x60, 0, 0}, Body(), Vec(Memory, []byte{3, 1, 2}), Section(Start, Num(0)))
	_, err := compiler.Translate(wasm, compiler.Options{Name: "m", Preinit: &preinit.Options{}})
	require.EqualError(t, err, "initialisation at translation: the module has a shared memory, whose threads share what its initialisation leaves there")

	out, err := compiler.Translate(wasm, compiler.Options{Name: "m", Snapshot: true})
	require.NoError(t, err)
	require.Contains(t, string(out.Files[0].Data), `s.Elsewhere = "a shared memory"`)

	compiled, err := interp.Compile(wasm, interp.Options{})
	require.NoError(t, err)
	m, err := compiled.Instantiate(context.Background(), rt.Store{})
	require.NoError(t, err)
	defer m.Close()
	_, err = snapshot.Take(m)
	require.EqualError(t, err, "snapshot: a shared memory is not the instance's own, and cannot be kept with it")
}
