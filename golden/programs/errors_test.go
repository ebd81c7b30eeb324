package programs

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/golden/workspace"
)

// TestErrors uses instances on after errors, from several goroutines and with functions that want to be bound, in both engines.
func TestErrors(t *testing.T) {
	guests, err := filepath.Abs(filepath.Join("testdata", "errors"))
	require.NoError(t, err)
	driver, err := os.ReadFile(filepath.Join(guests, "main.go.txt"))
	require.NoError(t, err)
	files := t.TempDir()
	w := workspace.New(t, "programs")
	translate := func(path, backend string) {
		file, err := os.ReadFile(path)
		require.NoError(t, err)
		name := filepath.Base(path[:len(path)-len(".wasm")])
		require.NoError(t, w.Translate(t, file, compiler.Options{Name: "failing/" + name, Package: name, PackageGiven: true, Mem: backend}))
		require.NoError(t, os.WriteFile(filepath.Join(files, name+".wasm"), file, 0o666))
	}
	for _, name := range []string{"exported", "imported", "named", "outer"} {
		translate(filepath.Join(guests, name+".wasm"), "guard")
	}
	for _, name := range []string{"pattern", "pattern64", "unknown"} {
		translate(filepath.Join(guests, name+".wasm"), "slice")
	}
	translate(filepath.Join("..", "..", "testdata", "sample", "mandel.wasm"), "guard")
	w.Write(t, "failing/main.go", driver)
	w.Build(t)
	cmd := exec.Command(w.Exe(t, "failing"))
	cmd.Env = []string{"GUESTS=" + files}
	r := execute(t, cmd, 3*time.Minute)
	require.Equal(t, "done\n", r.stdout, "%s", r.stderr)
	require.Zero(t, r.code, "%s", r.stderr)
}
