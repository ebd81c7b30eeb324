package rt

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTrapTexts(t *testing.T) {
	for k := Unreachable; int(k) < len(trapTexts); k++ {
		require.NotEmpty(t, trapTexts[k], "kind %d", k)
	}
	require.Equal(t, "trap 200", TrapKind(200).String())
	f := Frame{Module: "sample", Func: "fib", Index: 12, Offset: 0x1f3}
	require.Equal(t, "sample.fib (fn12 @0x1f3)", f.String())
	f.Instr = 0x200
	require.Equal(t, "sample.fib (fn12 @0x200)", f.String())
	f.Inexact = true
	require.Equal(t, "sample.fib (fn12 @~0x200)", f.String())
}
