package wasitest

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/wasitarget"
)

// The whole way without an engine: what is in the .json file arrives in the System, and the outcome is compared.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
	}
	write("c/plain.wasm", "")
	write("c/full.wasm", "")
	write("c/full.json", `{"args": ["x"], "root": "files", "env": {"B": "2", "A": "1"}, "exit_code": 7, "stdout": ""}`)
	write("c/files/kept", "text")
	write("c/files/old.cleanup/f", "")
	t.Setenv("WASI_TEST_DIR", dir)

	seen := map[string]Program{}
	Run(t, func(p Program, s *wasitarget.System) error {
		seen[p.Name] = p
		return s.ProcExit(int32(p.ExitCode))
	})
	require.Len(t, seen, 2)
	p := seen["c/full"]
	require.Equal(t, []string{"x"}, p.Args)
	require.Equal(t, []string{"A=1", "B=2"}, p.Env)
	require.Empty(t, seen["c/plain"].Root(t))
	list, err := os.ReadDir(p.Root(t))
	require.NoError(t, err)
	require.Len(t, list, 1, "leftovers are removed")
	require.Equal(t, "kept", list[0].Name())
}

func TestLoadOfficial(t *testing.T) {
	for _, p := range Load(t) {
		require.FileExists(t, p.File)
		p.Root(t)
	}
}
