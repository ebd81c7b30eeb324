package compiler

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/internal/backend"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// TestIndigestible: what the Go compiler, or the splitter, would need too much memory for.
func TestIndigestible(t *testing.T) {
	most := func(mem string) int {
		b, err := backend.Find(mem)
		require.NoError(t, err)
		return b.MaxInstrs
	}
	long := &wasm.Body{Instrs: make([]wasm.Instr, 700_001)}
	require.Empty(t, indigestible(long, most("")))
	require.Empty(t, indigestible(long, most("guard")))
	require.Equal(t, "it has 700001 instructions, 700000 can be translated", indigestible(long, most("slice")))

	wide := &wasm.Body{Locals: make([]wasm.ValType, 50_000), Blocks: make([]wasm.Block, 85_000)}
	require.Empty(t, indigestible(wide, most("")))
	wide.Blocks = append(wide.Blocks, make([]wasm.Block, 1_000)...)
	require.Equal(t, "it has 50000 locals in 86000 blocks", indigestible(wide, most("")))
}
