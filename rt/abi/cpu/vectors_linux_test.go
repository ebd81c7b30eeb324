package cpu_test

import (
	"bytes"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt/abi/cpu"
)

// Linux tells what it has found.
func TestHasVectors(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		require.Equal(t, isCompiled && runtime.GOARCH == "arm64", cpu.HasVectors())
		return
	}
	info, err := os.ReadFile("/proc/cpuinfo")
	require.NoError(t, err)
	_, flags, ok := bytes.Cut(info, []byte("\nflags"))
	require.True(t, ok)
	line, _, _ := strings.Cut(string(flags), "\n")
	has := strings.Fields(line)
	require.Equal(t, isCompiled && slices.Contains(has, "ssse3") && slices.Contains(has, "sse4_1"), cpu.HasVectors())
}
