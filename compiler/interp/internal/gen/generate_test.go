package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestGeneratedIsFresh(t *testing.T) {
	tmpl, err := os.ReadFile("run.go.tmpl")
	require.NoError(t, err)
	files, err := Generate(string(tmpl))
	require.NoError(t, err)
	require.Len(t, files, 3+len(loops)+len(assemblers))
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join("../..", name))
		require.NoError(t, err)
		require.Equal(t, string(want), string(got), "%s is stale: run go generate ./compiler/interp", name)
	}
}
