package compiler

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/internal/emit"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/internal/passes"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// TestPanicsSayWhere: of the thousands of functions of a module, which one broke an invariant, and of which stage.
func TestPanicsSayWhere(t *testing.T) {
	m := &wasm.Module{
		Funcs: []wasm.Func{{}}, Codes: []wasm.Code{{}},
		Names: wasm.Names{Funcs: wasm.NameMap{{Index: 0, Name: "update"}}},
	}
	body := &wasm.Body{Blocks: []wasm.Block{{Op: op.Block}}, Instrs: []wasm.Instr{{Op: op.RefWiden}}} // which no module has
	require.PanicsWithValue(t, `lower of func 0 "update": lower: no handler for ref.widen`, func() { (&writer{translation: &translation{Program: emit.Program{Module: m}}}).function(0, body) })

	list := []passes.Pass{{Name: "first", Run: func(*ir.Func) {}}, {Name: "second", Run: func(*ir.Func) { panic("broken") }}}
	require.PanicsWithValue(t, `second of func 0 "update": broken`, func() {
		at := place{m: m}
		defer at.name()
		at.run(nil, list)
	})
}

func TestTailGroupsWithout(t *testing.T) {
	tails := &passes.Tails{Group: []int{0, 1, 1, 2}}
	require.Equal(t, []int{0, 0, 1, 2}, tails.Without([]uint32{1}).Group)
	require.Equal(t, []int{0, 1, 1, 2}, tails.Group)
}
