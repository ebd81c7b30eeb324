package layout

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// TestStackPointer: by each of the ways, and where nothing is certain not at all.
func TestStackPointer(t *testing.T) {
	for name, found := range map[string]bool{
		"errors/exported": true, "errors/imported": true, "errors/named": true, "errors/pattern": true, "errors/pattern64": true,
		"errors/unknown": false, "calls/calls": false,
	} {
		i, ok := StackPointer(load(t, "../../golden/programs/testdata/"+name+".wasm"))
		require.Equal(t, found, ok, name)
		require.Zero(t, i, name)
	}
}

// TestStackPointerOfPrograms: what compilers make is found without any name.
func TestStackPointerOfPrograms(t *testing.T) {
	paths, err := filepath.Glob("../../testdata/programs/*.wasm")
	require.NoError(t, err)
	require.Greater(t, len(paths), 10)
	for _, path := range paths {
		m := load(t, path)
		named, ok := StackPointer(m)
		require.True(t, ok, path)
		m.Names.Globals, m.Exports = nil, nil
		found, ok := StackPointer(m)
		require.True(t, ok, path)
		require.Equal(t, named, found, path)
	}
}

// TestNoStackPointer: a name is not enough for what cannot be one, nor functions for a global that does not begin as one.
func TestNoStackPointer(t *testing.T) {
	for name, change := range map[string]func(m *wasm.Module){
		"immutable":      func(m *wasm.Module) { m.Globals[0].Mutable = false },
		"a float":        func(m *wasm.Module) { m.Globals[0].Type = wasm.F32 },
		"out of bounds":  func(m *wasm.Module) { m.Globals[0].Init.Instrs[0].B = 1 << 20 },
		"not aligned":    func(m *wasm.Module) { m.Globals[0].Init.Instrs[0].B = 65535 },
		"no memory":      func(m *wasm.Module) { m.Memories = nil },
		"64-bit address": func(m *wasm.Module) { m.Memories[0].Is64 = true },
	} {
		m := load(t, "../../golden/programs/testdata/errors/pattern.wasm")
		change(m)
		_, ok := StackPointer(m)
		require.False(t, ok, name)
	}
	m := load(t, "../../golden/programs/testdata/errors/exported.wasm")
	m.Globals[0].Mutable = false
	_, ok := StackPointer(m)
	require.False(t, ok)
	m = load(t, "../../golden/programs/testdata/errors/pattern.wasm")
	for i := range m.Codes {
		m.Codes[i].Bytes = m.Codes[i].Bytes[:3]
	}
	_, ok = StackPointer(m)
	require.False(t, ok, "functions that end early")
}

func load(t *testing.T, path string) *wasm.Module {
	file, err := os.ReadFile(path)
	require.NoError(t, err)
	m, err := decode.Decode(file)
	require.NoError(t, err)
	return m
}
