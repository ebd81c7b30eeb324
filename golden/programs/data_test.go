package programs

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/golden/long"
	"github.com/wasm2go/wasm2go/golden/workspace"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/data"
	"github.com/wasm2go/wasm2go/wasitarget"
)

// TestData passes data to translated modules, with 32-bit and 64-bit addresses, on each memory. The tests of mem/data do more of it with
// the interpreter.
func TestData(t *testing.T) {
	w := workspace.New(t, "programs")
	memories := []string{"guard", "slice", "sram"}
	for _, name := range memories {
		for _, module := range []string{"lib", "wide"} {
			wasm, err := os.ReadFile(filepath.Join("..", "..", "mem", "data", "testdata", module+".wasm"))
			require.NoError(t, err)
			require.NoError(t, w.Translate(t, wasm, compiler.Options{Name: name + "/" + module, Mem: name}))
		}
		w.WriteTemplate(t, name+"/main.go", "data/main.go.txt", map[string]any{"Name": name, "Local": name != "sram"})
	}
	w.Build(t)
	use := "SOME TEXT\n3.5\n[{1 3 2 5} {5 7 6 9}]\nnote \"some text\"\nnote \"\"\ntrue\n"
	want := use + "live 0\n" + strings.Repeat(use, 3) + strings.Repeat("6 <nil>\na text <nil>\n", 2)
	for _, name := range memories {
		r := execute(t, exec.Command(w.Exe(t, name)), time.Minute)
		require.Equal(t, result{stdout: want}, r, name)
	}

	// What is not in the process cannot be borrowed, and the Go compiler says so.
	w.Write(t, "refused/main.go", []byte("package main\n\nimport \"programs/sram/lib\"\n\nfunc main() { new(lib.Instance).LocalMemory() }\n"))
	out, err := w.Go("vet", "./refused").CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(out), "new(lib.Instance).LocalMemory undefined")
}

// TestDataReactor passes strings to a library in Go, whose allocator is its own, and gets them back as address and length in one number.
func TestDataReactor(t *testing.T) {
	long.Need(t, "the go command compiles its library for WASI")
	file := filepath.Join(t.TempDir(), "reactor.wasm")
	goBuild(t, filepath.Join("testdata", "data", "reactor"), []string{"GOOS=wasip1", "GOARCH=wasm"}, "-buildmode=c-shared", "-o", file, "main.go")
	wasm, err := os.ReadFile(file)
	require.NoError(t, err)
	compiled, err := interp.Compile(wasm, interp.Options{})
	require.NoError(t, err)
	sys, err := wasitarget.New(wasitarget.Config{})
	require.NoError(t, err)
	defer sys.Close()
	i, err := compiled.Instantiate(context.Background(), sys)
	require.NoError(t, err)
	defer i.Close()
	call := func(name string, args ...any) []any {
		f, err := i.Func(name)
		require.NoError(t, err)
		results, err := f.Call(context.Background(), args...)
		require.NoError(t, err)
		return results
	}
	call("_initialize")
	heap, err := data.FindHeap[int32](i)
	require.NoError(t, err)
	v, _ := i.Export("memory")
	memory := v.(mem.Memory)

	scope := heap.Scope()
	for _, text := range []string{"", "hello, gopher", strings.Repeat("long", 1<<16)} {
		at, err := scope.String(text)
		require.NoError(t, err)
		packed := uint64(call("upper", at, int32(len(text)))[0].(int64))
		up, err := data.String(memory, packed>>32, uint32(packed))
		require.NoError(t, err)
		require.Equal(t, strings.ToUpper(text), up)
		scope.Own(int32(packed>>32), 0)
	}
	scope.Free(&err)
	require.NoError(t, err)
	require.Equal(t, []any{int32(0)}, call("live"))
}
