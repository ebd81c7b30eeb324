package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestGeneratedIsFresh(t *testing.T) {
	files, err := Generate(os.DirFS("."))
	require.NoError(t, err)
	require.Len(t, files, 6)
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join("../..", name))
		require.NoError(t, err)
		require.Equal(t, string(want), string(got), "%s is stale: run go generate ./mem", name)
	}
}
