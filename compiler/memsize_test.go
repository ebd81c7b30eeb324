package compiler

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// trimmable is a module of two pages whose heap would begin at 1024.
func trimmable() (*wasm.Module, []*wasm.Body) {
	init := &wasm.Expr{Instrs: []wasm.Instr{{Op: op.I32Const, B: 1024}}}
	m := &wasm.Module{
		Memories: []wasm.Memory{{MemType: wasm.MemType{Limits: wasm.Limits{Min: 2}, PageBits: 16}}},
		Globals:  []wasm.Global{{GlobalType: wasm.GlobalType{Type: wasm.I32}, Init: init}},
		Exports:  []wasm.Export{{Name: "__heap_base", Kind: wasm.ExternGlobal}},
	}
	return m, []*wasm.Body{{Instrs: []wasm.Instr{{Op: op.Nop}}}}
}

func TestMemSize(t *testing.T) {
	for _, c := range []struct {
		how, backend string
		want         uint64
	}{
		{"", "guard", 0}, {"auto", "guard", 0}, {"auto", "slice", 0}, {"declared", "sram", 0},
		{"auto", "sram", 1024}, {"heap-base", "guard", 1024}, {"heap-base", "sram", 1024},
	} {
		m, bodies := trimmable()
		got, err := MemSize(m, bodies, c.how, c.backend)
		require.NoError(t, err)
		require.Equal(t, c.want, got, "%s %s", c.how, c.backend)
	}
}

func TestMemSizeRefuses(t *testing.T) {
	for _, c := range []struct {
		what   string
		change func(*wasm.Module, []*wasm.Body)
		reason string
	}{
		{"no export", func(m *wasm.Module, _ []*wasm.Body) { m.Exports = nil }, "does not export the global"},
		{"mutable", func(m *wasm.Module, _ []*wasm.Body) { m.Globals[0].Mutable = true }, "not a constant"},
		{"too large", func(m *wasm.Module, _ []*wasm.Body) { m.Memories[0].Min = 0 }, "it is 1024, the memory has 0 bytes"},
		{"grows", func(_ *wasm.Module, b []*wasm.Body) { b[0].Instrs[0].Op = op.MemoryGrow }, "function 0 uses memory.grow"},
		{"imported", func(m *wasm.Module, _ []*wasm.Body) { m.ImportedMemories = 1 }, "the memory is imported"},
	} {
		m, bodies := trimmable()
		c.change(m, bodies)
		_, err := MemSize(m, bodies, "heap-base", "guard")
		require.ErrorContains(t, err, c.reason, c.what)
		size, err := MemSize(m, bodies, "auto", "sram")
		require.NoError(t, err, c.what)
		require.Zero(t, size, c.what)
	}
}
