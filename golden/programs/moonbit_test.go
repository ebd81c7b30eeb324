package programs

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/golden/workspace"
	"github.com/wasm2go/wasm2go/rt"
)

// moonbit are programs in MoonBit, a language whose objects are those of WebAssembly. What they print, as V8 has it, is in NAME.out.
var moonbit = []string{"trees", "values"}

// TestMoonBit runs the programs on both engines.
func TestMoonBit(t *testing.T) {
	w := workspace.New(t, "programs")
	wasm, want := map[string][]byte{}, map[string]string{}
	for _, name := range moonbit {
		file := filepath.Join(programsDir, "moonbit", name)
		module, err := os.ReadFile(file + ".wasm")
		require.NoError(t, err)
		output, err := os.ReadFile(file + ".out")
		require.NoError(t, err)
		wasm[name], want[name] = module, string(output)
	}
	for _, name := range moonbit {
		t.Run("interpreted/"+name, func(t *testing.T) { require.Equal(t, want[name], printed(t, wasm[name])) })
		require.NoError(t, w.Translate(t, wasm[name], compiler.Options{Name: name, Package: name, PackageGiven: true}))
	}
	w.WriteTemplate(t, "use/main.go", "moonbit/main.go.txt", moonbit)
	w.Build(t)
	for _, name := range moonbit {
		t.Run("translated/"+name, func(t *testing.T) {
			r := execute(t, exec.Command(w.Exe(t, "use"), name), time.Minute)
			require.Equal(t, result{stdout: want[name]}, r)
		})
	}
}

// printed interprets a program and returns what testdata/moonbit/main.go.txt would print.
func printed(t *testing.T, wasm []byte) string {
	var out strings.Builder
	m, err := interp.Compile(wasm, interp.Options{})
	require.NoError(t, err)
	i, err := m.Instantiate(context.Background(), rt.Store{"spectest": rt.Module{"print_char": func(c int32) { out.WriteRune(c) }}})
	require.NoError(t, err)
	defer i.Close()
	start, err := i.Func("_start")
	require.NoError(t, err)
	_, err = start.Call(context.Background())
	var trap *rt.Trap
	if errors.As(err, &trap) {
		out.WriteString("trap: " + trap.Kind.String() + "\n")
	} else {
		require.NoError(t, err)
	}
	return out.String()
}
