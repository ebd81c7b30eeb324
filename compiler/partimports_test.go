package compiler_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wasm2go/wasm2go/compiler"
)

// TestImportsOfParts divides modules into as many packages as can be, so that nearly each function has a file of its own: it imports what the function
// names, and nothing else. In larger files something else mostly names the same packages.
func TestImportsOfParts(t *testing.T) {
	var files []string
	for _, pattern := range []string{"testdata/*.wasm", "testdata/*/*.wasm", "../golden/diff/testdata/*.wasm", "../golden/diff/testdata/objects/*.wasm"} {
		list, err := filepath.Glob(pattern)
		require.NoError(t, err)
		require.NotEmpty(t, list, pattern)
		files = append(files, list...)
	}
	for _, name := range files {
		file, err := os.ReadFile(name)
		require.NoError(t, err)
		for _, o := range []compiler.Options{{}, {SplitAt: 1}, {Fuel: true, Interruptible: true, CanonicalNaN: true}} {
			o.Name, o.ImportPath, o.PackageSize = "x", "example.com/x", 1
			for _, f := range translate(t, file, o) {
				if path.Ext(f.Name) == ".go" {
					requireImports(t, f, name)
				}
			}
		}
	}
}

// requireImports fails where a Go file imports what it does not name, or names what it does not import.
func requireImports(t *testing.T, f compiler.File, module string) {
	file, err := parser.ParseFile(token.NewFileSet(), f.Name, f.Data, 0)
	require.NoError(t, err)
	imported := map[string]bool{}
	for _, spec := range file.Imports {
		from, err := strconv.Unquote(spec.Path.Value)
		require.NoError(t, err)
		if spec.Name == nil {
			imported[path.Base(from)] = true
		}
	}
	named := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := s.X.(*ast.Ident); ok && id.Obj == nil {
				named[id.Name] = true
			}
		}
		return true
	})
	require.Equal(t, imported, named, "%s: %s:\n%s", module, f.Name, f.Data)
}
