package compiler

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// TestIndigestible: what the Go compiler, or the splitter, would need too much memory for.
func TestIndigestible(t *testing.T) {
	long := &wasm.Body{Instrs: make([]wasm.Instr, maxInstrsChecked+1)}
	require.Empty(t, indigestible(long, Options{}))
	require.Empty(t, indigestible(long, Options{Mem: "guard"}))
	require.Equal(t, "it has 700001 instructions, 700000 can be translated", indigestible(long, Options{Mem: "slice"}))
	require.Empty(t, indigestible(long, Options{Mem: "slice", MaxInstrs: 1_000_000}))

	wide := &wasm.Body{Locals: make([]wasm.ValType, 50_000), Blocks: make([]wasm.Block, 85_000)}
	require.Empty(t, indigestible(wide, Options{}))
	wide.Blocks = append(wide.Blocks, make([]wasm.Block, 1_000)...)
	require.Equal(t, "it has 50000 locals in 86000 blocks", indigestible(wide, Options{}))
}
