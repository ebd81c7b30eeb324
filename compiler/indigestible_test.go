package compiler

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/internal/backend"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// TestIndigestible: what the Go compiler would need too much memory for.
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
}
