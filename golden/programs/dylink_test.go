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

// TestDylink translates a C program that loads side modules while it runs.
func TestDylink(t *testing.T) {
	libraries, err := filepath.Abs(filepath.Join("..", "..", "testdata", "dylink"))
	require.NoError(t, err)
	main, err := os.ReadFile(filepath.Join(libraries, "main.wasm"))
	require.NoError(t, err)
	output, err := os.ReadFile(filepath.Join(libraries, "main.out"))
	require.NoError(t, err)
	driver, err := os.ReadFile(filepath.Join("testdata", "dylink", "main.go.txt"))
	require.NoError(t, err)
	want := string(output) + `exit code 0
even: 1
too deep: true
even: 0
wasm trap: uninitialized element in apply
`
	for _, backend := range []string{"guard", "slice"} {
		t.Run(backend, func(t *testing.T) {
			w := workspace.New(t, "programs")
			require.NoError(t, w.Translate(t, main, compiler.Options{Name: "plugins/guest", Package: "guest", Mem: backend}))
			w.Write(t, "plugins/main.go", driver)
			w.Build(t)
			cmd := exec.Command(w.Exe(t, "plugins"), "parity.wasm", "lost.wasm", "faulty.wasm", "none.wasm", "even.wasm")
			cmd.Env = []string{"LIBRARIES=" + libraries}
			r := execute(t, cmd, time.Minute)
			require.Equal(t, want, r.stdout, "%s", r.stderr)
			require.Zero(t, r.code, "%s", r.stderr)
		})
	}
}

// TestNPMDylink translates a library that loads side modules: Tree-sitter with its grammars.
func TestNPMDylink(t *testing.T) {
	if os.Getenv("WASM2GO_NPM") == "" {
		t.Skip("set WASM2GO_NPM=1 to fetch Tree-sitter and grammars with npm, translate, build and run them")
	}
	libraries := t.TempDir()
	library := npmModule{
		name: "treesitter", pack: "web-tree-sitter@0.27.1", file: "web-tree-sitter.wasm",
		env: []string{"LIBRARIES=" + libraries},
	}
	for _, name := range []string{"json", "c", "python"} {
		file := "tree-sitter-" + name + ".wasm"
		grammar := npmModule{pack: "tree-sitter-wasms@0.1.13", file: "out/" + file}
		workspace.WriteFile(t, filepath.Join(libraries, file), grammar.fetch(t))
	}
	library.checkAll(t, library.fetch(t))
}
