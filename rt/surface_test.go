package rt_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// mostLines is how long go doc -short may be. What generated code alone needs goes to package abi.
const mostLines = 70

// TestSurface counts the lines of go doc -short: one for each type, each function that is no method, and each declaration of constants
// or variables.
func TestSurface(t *testing.T) {
	paths, err := filepath.Glob("*.go")
	require.NoError(t, err)
	fset := token.NewFileSet()
	var files []*ast.File
	for _, path := range paths {
		if !strings.HasSuffix(path, "_test.go") {
			f, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
			require.NoError(t, err)
			files = append(files, f)
		}
	}
	p, err := doc.NewFromFiles(fset, files, "github.com/wasm2go/wasm2go/rt")
	require.NoError(t, err)
	lines := len(p.Consts) + len(p.Vars) + len(p.Funcs)
	for _, typ := range p.Types {
		lines += 1 + len(typ.Consts) + len(typ.Vars) + len(typ.Funcs)
	}
	require.Greater(t, lines, 20, "the package was not read")
	require.LessOrEqual(t, lines, mostLines)
}
