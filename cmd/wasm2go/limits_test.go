package main

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/golden/scale"
)

// TestLimits: each command takes modules that are as large as they may be, refuses larger ones with the position, and says what they trap by.
func TestLimits(t *testing.T) {
	for _, l := range scale.Limits(100_000) {
		t.Run(l.Name, func(t *testing.T) {
			inTemp(t, map[string]string{"large.wasm": string(l.Wasm), "go.mod": "module large\n\ngo 1.26\n"})
			judge := func(code int, stderr string) {
				if l.Refused == "" {
					require.Empty(t, stderr)
					require.Zero(t, code)
				} else {
					require.Regexp(t, `^wasm2go: large\.wasm: 0x[0-9a-f]+: .*`+l.Refused, stderr)
					require.Equal(t, 1, code)
				}
			}
			code, _, stderr := tool("inspect", "large.wasm")
			judge(code, stderr)
			code, _, stderr = tool("-pkg", "large", "-fallback", "silent", "-o", "out", "large.wasm")
			judge(code, stderr)
			require.NoError(t, os.RemoveAll("out"))

			code, _, stderr = tool("run", "-engine", "interp", "large.wasm")
			switch {
			case strings.Contains(stderr, "is not a WASI command"):
				require.Empty(t, l.Trap)
			case l.Trap != "":
				require.Contains(t, stderr, l.Trap)
				require.Equal(t, 1, code)
			default:
				judge(code, stderr)
			}
		})
	}
}
