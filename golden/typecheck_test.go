package golden

import (
	"bytes"
	"go/ast"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A typeChecker checks generated packages against the export data of the packages that they may import.
type typeChecker struct {
	fset     *token.FileSet
	importer types.Importer
}

func newTypeChecker(t *testing.T) *typeChecker {
	cmd := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}",
		"../rt/...", "../mem/...", "../wasitarget", "../compiler/interp", "embed", "math/bits", "os")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		files[path] = file
	}
	fset := token.NewFileSet()
	lookup := func(path string) (io.ReadCloser, error) { return os.Open(files[path]) }
	return &typeChecker{fset, importer.ForCompiler(fset, "gc", lookup)}
}

func (c *typeChecker) check(t *testing.T, files []*ast.File) {
	config := types.Config{Importer: c.importer}
	_, err := config.Check("golden", c.fset, files, nil)
	require.NoError(t, err)
}
