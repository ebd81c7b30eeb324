package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/golden/long"
)

// TestRunInterp runs programs on the interpreter, where there is no go command.
func TestRunInterp(t *testing.T) {
	exe, cacheDir := buildTool(t)
	run := func(args ...string) (string, string, int) {
		var stdout, stderr bytes.Buffer
		cmd := exec.Command(exe, append([]string{"run", "-engine", "interp"}, args...)...)
		cmd.Env, cmd.Stdout, cmd.Stderr = []string{"PATH=", "XDG_CACHE_HOME=" + cacheDir}, &stdout, &stderr
		_ = cmd.Run() // the exit code tells
		return stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()
	}
	want := read(t, sample(t, "sample", "mandel.out"))
	for _, mem := range []string{"guard", "slice", "sram"} {
		stdout, stderr, code := run("-mem", mem, "-sram=", sample(t, "sample", "mandel.wasm"))
		require.Equal(t, 0, code, stderr)
		require.Equal(t, want, stdout)
	}
	stdout, stderr, code := run("-mem", "sram", "-sram", "sim:chip=23LC1024,stats", sample(t, "sample", "mandel.wasm"))
	require.Equal(t, 0, code, stderr)
	require.Equal(t, want, stdout)
	require.Contains(t, stderr, "transactions")
	file := filepath.Join(t.TempDir(), "memory")
	stdout, stderr, code = run("-mem", "sram", "-sram", "file:"+file+",size=8M,stats", sample(t, "sample", "mandel.wasm"))
	require.Equal(t, 0, code, stderr)
	require.Equal(t, want, stdout)
	require.Contains(t, stderr, "transactions")
	_, stderr, code = run("-mem", "sram", "-sram", "file:"+file+",size=9M", sample(t, "sample", "mandel.wasm"))
	require.Equal(t, 1, code)
	require.Contains(t, stderr, file+": it has 8388608 bytes, not 9437184")

	_, stderr, code = run("-memsize", "heap-base", sample(t, "sample", "mandel.wasm"), "-mem", "nonsense")
	require.Equal(t, 2, code, "the program refuses its argument")
	require.Contains(t, stderr, "usage: mandel")

	_, stderr, code = run(sample(t, "programs", "abort.wasm"))
	require.Equal(t, 1, code)
	require.Regexp(t, `^abort\.wasm: wasm trap: unreachable
\tat abort\.wasm\.abort \(fn\d+ @0x[0-9a-f]+\)
\tat abort\.wasm\.halve `, stderr)

	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "in.txt"), nil, 0o666))
	_, stderr, code = run("-dir", filepath.Join(dir, "no"), sample(t, "sample", "mandel.wasm"))
	require.Equal(t, 1, code)
	require.Contains(t, stderr, "no such file or directory")
	require.Empty(t, names(t, cacheDir), "nothing is built")
}

// TestInterpSignal: a signal ends the interpreter as it would end the program.
func TestInterpSignal(t *testing.T) {
	exe, _ := buildTool(t)
	cmd := exec.Command(exe, "run", "-engine", "interp", sample(t, "programs", "words.wasm"))
	stdin, err := cmd.StdinPipe() // which words waits for
	require.NoError(t, err)
	defer stdin.Close()
	require.NoError(t, cmd.Start())
	time.Sleep(100 * time.Millisecond) // a signal before the program runs ends it, too
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	var exit *exec.ExitError
	require.True(t, errors.As(cmd.Wait(), &exit))
	require.Equal(t, -1, exit.ExitCode())
	require.Equal(t, "signal: interrupt", exit.String())
}

// TestRunBoth runs a program on both engines, with some functions of the translated one interpreted besides.
// TestInterpBackends: the interpreter has all the memories that translated code can have.
func TestInterpBackends(t *testing.T) {
	for _, name := range compiler.Backends() {
		_, ok := interpBackends[name]
		require.True(t, ok, name)
	}
}

func TestRunBoth(t *testing.T) {
	exe, cacheDir := buildTool(t)
	want := read(t, sample(t, "programs", "callbacks.out"))
	for _, args := range [][]string{
		{"-engine", "both", "-mem", "slice", "-interp", "main"}, {"-interp", "main|^fn1.$", "-fallback", "fail"},
	} {
		var stdout, stderr bytes.Buffer
		cmd := exec.Command(exe, append(append([]string{"run"}, args...), sample(t, "programs", "callbacks.wasm"))...)
		cmd.Env = append(toolEnviron(t, cacheDir), "GOPROXY=off")
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		require.NoError(t, cmd.Run(), stderr.String())
		require.Equal(t, want, stdout.String())
		require.Empty(t, stderr.String())
	}
}

// segmentWasm has two functions that use the same passive segment:
//
//	(module (memory 1) (data $d "x")
//	  (func (export "a") i32.const 0 i32.const 0 i32.const 1 memory.init $d)
//	  (func (export "b") data.drop $d))
const segmentWasm = "\x00asm\x01\x00\x00\x00" +
	"\x01\x04\x01\x60\x00\x00" +
	"\x03\x03\x02\x00\x00" +
	"\x05\x03\x01\x00\x01" +
	"\x07\x09\x02\x01a\x00\x00\x01b\x00\x01" +
	"\x0c\x01\x01" +
	"\x0a\x14\x02\x0c\x00\x41\x00\x41\x00\x41\x01\xfc\x08\x00\x00\x0b\x05\x00\xfc\x09\x00\x0b" +
	"\x0b\x04\x01\x01\x01x"

// TestFallback: whoever leaves a function to the interpreter hears of the others that must go with it.
func TestFallback(t *testing.T) {
	inTemp(t, map[string]string{"segment.wasm": segmentWasm})
	const why = "b (fn1): it shares passive data segment 0 with a function that is interpreted"
	code, _, stderr := tool("segment.wasm", "-interp", "^a$", "-fallback", "fail")
	require.Equal(t, 1, code)
	require.Equal(t, "wasm2go: segment.wasm: -fallback fail: functions for the interpreter: "+why+"\n", stderr)
	require.Equal(t, []string{"segment.wasm"}, names(t, "."))

	code, _, stderr = tool("segment.wasm", "-interp", "^a$", "-fallback", "silent")
	require.Equal(t, 0, code)
	require.Empty(t, stderr)

	code, _, stderr = tool("segment.wasm", "-interp", "^a$", "-check")
	require.Equal(t, 0, code, "-fallback changes nothing in the output")
	require.Equal(t, "wasm2go: segment.wasm: left to the interpreter: "+why+"\n", stderr)
	require.Equal(t, []string{"segment.go", "segment_interp.wasm"}, names(t, "segment"))

	mustTool(t, "segment.wasm")
	require.Equal(t, []string{"segment.go"}, names(t, "segment"), "what is not embedded any more goes")
}

// TestInterpStandalone: the interpreter is copied with the packages it needs, for a directory and for a single file.
func TestInterpStandalone(t *testing.T) {
	inTemp(t, map[string]string{"segment.wasm": segmentWasm, "go.mod": "module example.com/use\n\ngo 1.26\n", "main.go": `package main

import (
	"example.com/use/dir"
	"example.com/use/one"
	"fmt"
)

func main() {
	m, err := dir.New()
	if err != nil {
		panic(err)
	}
	fmt.Println(m.A(), m.B(), m.A())
	n, err := one.New()
	if err != nil {
		panic(err)
	}
	fmt.Println(n.B(), n.A())
}
`})
	mustTool(t, "segment.wasm", "-interp", "a|b", "-standalone", "-o", "dir", "-pkg", "dir")
	mustTool(t, "segment.wasm", "-interp", "a|b", "-standalone", "-o", "one/file.go", "-pkg", "one")
	mustTool(t, "segment.wasm", "-interp", "a|b", "-standalone", "-o", "dir", "-pkg", "dir", "-check")
	for _, dir := range []string{"dir", "one"} {
		require.FileExists(t, filepath.Join(dir, "rt", "abi", "core.go"))
		require.FileExists(t, filepath.Join(dir, "compiler", "interp", "attach.go"))
		require.FileExists(t, filepath.Join(dir, "compiler", "internal", "lower", "lower.go"))
	}
	t.Run("build", func(t *testing.T) {
		if runtime.GOOS == "windows" {
			t.Skip("the go command's environment is that of Unix")
		}
		long.Need(t, "compiling the interpreter's copies takes half a minute")
		cmd := exec.Command("go", "run", ".")
		cmd.Env = append(os.Environ(), "GOFLAGS=-mod=readonly -trimpath", "GOPROXY=off", "GOWORK=off")
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
		require.Equal(t, "<nil> <nil> wasm trap: out of bounds memory access in a\n<nil> wasm trap: out of bounds memory access in a\n", string(out))
		cmd = exec.Command("go", "vet", "./...")
		out, err = cmd.CombinedOutput()
		require.NoError(t, err, string(out))
	})
}
