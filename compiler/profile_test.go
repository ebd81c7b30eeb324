package compiler_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/golden/workspace"
)

// TestProfile: a profile of translated code has lines of C and Rust.
func TestProfile(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs a program; run without -short")
	}
	w := workspace.New(t, "example.com/use")
	for name, module := range map[string]string{"c": "kernel_lz", "rust": "inlined_rs"} {
		require.NoError(t, w.Translate(t, linesModule(t, module), compiler.Options{Name: name, Dwarf: true}))
	}
	w.Write(t, "profiled/main.go", []byte(profiled))
	w.Build(t)
	run := exec.Command(w.Exe(t, "profiled"))
	run.Dir = w.Dir
	out, err := run.CombinedOutput()
	require.NoError(t, err, "%s", out)
	top, err := w.Go("tool", "pprof", "-top", "-lines", "-nodecount=1000", "-nodefraction=0", "cpu.pprof").CombinedOutput()
	require.NoError(t, err, "%s", top)
	require.Regexp(t, `example\.com/use/c\.\w+ lz\.c:\d+`, string(top))
	require.Regexp(t, `example\.com/use/rust\.\w*step\w* inlined\.rs:\d+`, string(top))
	t.Logf("%s", strings.Join(strings.SplitN(string(top), "\n", 12)[:11], "\n"))
}

const profiled = `package main

import (
	"os"
	"runtime/pprof"
	"time"

	"example.com/use/c"
	"example.com/use/rust"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func main() {
	a, b := must(c.New()), must(rust.New())
	f := must(os.Create("cpu.pprof"))
	if err := pprof.StartCPUProfile(f); err != nil {
		panic(err)
	}
	for begin := time.Now(); time.Since(begin) < time.Second; {
		for range 10 {
			must(a.Run(1))
		}
		must(b.Walk(500_000, 0))
	}
	pprof.StopCPUProfile()
	if err := f.Close(); err != nil {
		panic(err)
	}
}
`
