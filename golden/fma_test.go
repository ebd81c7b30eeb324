package golden

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
)

// fused are arm64's instructions that multiply and add without rounding in between.
var fused = regexp.MustCompile(`\tFN?M(ADD|SUB)[SD]\t`)

// TestNoFusedMultiplyAdd: Wasm rounds every operation, but Go may fuse a*b+c where the platform can, unless a conversion stands between.
func TestNoFusedMultiplyAdd(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the standard library for arm64")
	}
	dir := t.TempDir()
	root, err := filepath.Abs("..")
	require.NoError(t, err)
	writeFile(t, filepath.Join(dir, "go.mod"), []byte("module fma\n\ngo 1.26\n"))
	writeFile(t, filepath.Join(dir, "go.work"), fmt.Appendf(nil, "go 1.26.0\n\nuse (\n\t.\n\t%q\n)\n", root))

	out, err := compiler.Translate(loadGolden(t, "floats.txtar").wasm, compiler.Options{Name: "floats"})
	require.NoError(t, err)
	for _, f := range out.Files {
		writeFile(t, filepath.Join(dir, "floats", f.Name), f.Data)
	}
	listing := assembly(t, dir, "./floats")
	require.Regexp(t, `\tFMULD\t`, listing, "the listing shows float arithmetic")
	require.NotRegexp(t, fused, listing)

	writeFile(t, filepath.Join(dir, "control", "control.go"), []byte("package control\n\nfunc F(a, b, c float64) float64 { return a*b + c }\n"))
	require.Regexp(t, fused, assembly(t, dir, "./control"), "the test can fail")
}

// assembly compiles a package for arm64 and returns the listing.
func assembly(t *testing.T, dir, pkg string) string {
	cmd := exec.Command("go", "build", "-trimpath", "-gcflags=-S", pkg)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH=arm64", "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	return string(out)
}
