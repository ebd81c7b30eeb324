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
	require.Equal(t, "sample.fib (fn12 @0x1f3)", Frame{"sample", "fib", 12, 0x1f3}.String())
}
