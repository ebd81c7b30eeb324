package passes

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

func TestOutline(t *testing.T) {
	var g graph
	g.imported(0)
	for _, accesses := range []int{3, 0, 10, 5, 3} {
		instrs := []wasm.Instr{{Op: op.Nop}, {Op: op.MemoryGrow}}
		for range accesses / 2 {
			instrs = append(instrs, wasm.Instr{Op: op.V128Load}) // which counts twice
		}
		for range accesses % 2 {
			instrs = append(instrs, wasm.Instr{Op: op.I32Load})
		}
		g.function(0, instrs...)
	}
	for _, c := range []struct {
		function, module int
		calls            []int // functions whose accesses are calls
	}{
		{100, 100, nil},
		{9, 100, []int{3}},
		{10, 21, nil},
		{10, 20, []int{3}},
		{100, 10, []int{3, 4}},
		{100, 5, []int{1, 3, 4, 5}}, // two functions with 3 accesses: both or none
		{0, 100, []int{1, 3, 4, 5}},
	} {
		calls := Outline(&g.mod, g.bodies, InlineBudget{Function: c.function, Module: c.module})
		require.Equal(t, c.calls, which(calls), "%+v", c)
	}
}
