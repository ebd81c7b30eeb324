package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestInspect pins the text for a program of clang's.
func TestInspect(t *testing.T) {
	t.Chdir(sample(t, "sample"))
	require.Equal(t, "", mustTool(t, "inspect", "mandel.wasm"))
}
