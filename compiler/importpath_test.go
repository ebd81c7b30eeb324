package compiler_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
)

// TestIsImportPath has what the go command says of such directories in a module.
func TestIsImportPath(t *testing.T) {
	for _, path := range []string{"x", "a.b/c", "a+b", "lib~", "a.b~1", "_x", ".x", "x/testdata", "console"} {
		require.True(t, compiler.IsImportPath(path), path)
	}
	for _, path := range []string{"", "/", "a//b", "a b", "über", "a!b", "a@b", "x.", "x/-y", "~x", "lib~1", "lib~12.x", "con", "x/aux.v1"} {
		require.False(t, compiler.IsImportPath(path), path)
	}
}
