package golden

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/golden/workspace"
)

// fused are arm64's instructions that multiply and add without rounding in between.
var fused = regexp.MustCompile(`\tFN?M(ADD|SUB)[SD]\t`)

// TestNoFusedMultiplyAdd: Wasm rounds every operation, but Go may fuse a*b+c where the platform can, unless a conversion stands between.
func TestNoFusedMultiplyAdd(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the standard library for arm64")
	}
	w := workspace.New(t, "fma")
	require.NoError(t, w.Translate(t, loadGolden(t, "floats.txtar").wasm, compiler.Options{Name: "floats"}))
	listing := assembly(t, w, "./floats")
	require.Regexp(t, `\tFMULD\t`, listing, "the listing shows float arithmetic")
	require.NotRegexp(t, fused, listing)

	w.Write(t, "control/control.go", []byte("package control\n\nfunc F(a, b, c float64) float64 { return a*b + c }\n"))
	require.Regexp(t, fused, assembly(t, w, "./control"), "the test can fail")
}

// assembly compiles a package for arm64 and returns the listing.
func assembly(t *testing.T, w *workspace.Workspace, pkg string) string {
	cmd := w.Go("build", "-trimpath", "-gcflags=-S", pkg)
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH=arm64", "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	return string(out)
}
