package golden

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/golden/workspace"
)

// TestGeneration: where generated code and the runtime do not fit, the Go compiler says what to do about it, and nothing else.
func TestGeneration(t *testing.T) {
	wasm, err := os.ReadFile(filepath.Join("..", "testdata", "kernels", "fib.wasm"))
	require.NoError(t, err)
	w := workspace.New(t, "generations")
	require.NoError(t, w.Translate(t, wasm, compiler.Options{Name: "fib", Package: "fib", PackageGiven: true}))
	version, err := filepath.Abs(filepath.Join("..", "rt", "abi", "version.go"))
	require.NoError(t, err)
	source, err := os.ReadFile(version)
	require.NoError(t, err)
	for _, test := range []struct{ constant, value, want string }{
		{"MinGeneration", "7", "6 - abi.If_code_is_older_translate_again_with_wasm2go"},
		{"MaxGeneration", "5", "abi.If_code_is_newer_go_get_the_latest_wasm2go - 6"},
	} {
		line := regexp.MustCompile(`(?m)^\t` + test.constant + ` = \d+`)
		require.True(t, line.Match(source))
		w.Write(t, "version.go.txt", line.ReplaceAll(source, []byte(test.constant+" = "+test.value)))
		overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{version: filepath.Join(w.Dir, "version.go.txt")}})
		require.NoError(t, err)
		w.Write(t, "overlay.json", overlay)
		out, err := w.Go("build", "-overlay", filepath.Join(w.Dir, "overlay.json"), "./fib").CombinedOutput()
		require.Error(t, err)
		want := fmt.Sprintf(`^# generations/fib\nfib/fib\.go:\d+:\d+: cannot use %s \(untyped int constant -1\) as .*abi"?\.Generation value in constant declaration \(overflows\)\n$`,
			regexp.QuoteMeta(test.want))
		require.Regexp(t, want, string(out))
	}
}
