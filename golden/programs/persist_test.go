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

// TestCheckpoints: a translated module goes on from its last checkpoint wherever the power is cut. The tests of mem/sram/persist do
// the same with the interpreter, in more ways.
func TestCheckpoints(t *testing.T) {
	w := workspace.New(t, "programs")
	wasm, err := os.ReadFile(filepath.Join("..", "..", "mem", "sram", "persist", "testdata", "queue.wasm"))
	require.NoError(t, err)
	require.NoError(t, w.Translate(t, wasm, compiler.Options{Name: "queue", Mem: "sram"}))
	source, err := os.ReadFile(filepath.Join("testdata", "persist", "main.go.txt"))
	require.NoError(t, err)
	w.Write(t, "use/main.go", source)
	w.Build(t)
	r := execute(t, exec.Command(w.Exe(t, "use")), time.Minute)
	require.Equal(t, result{stdout: `0 steps kept: true
1 steps kept: false
2 steps kept: false
3 steps kept: true
4 steps kept: false
5 steps kept: false
6 steps kept: true
7 steps kept: false
8 steps kept: false
9 steps kept: true
10 steps kept: false
11 steps kept: false
12 steps kept: true
`}, r)
}
