package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/wasitarget"
)

// buildTool builds the command and gives it a cache of its own.
func buildTool(t *testing.T) (exe, cacheDir string) {
	if testing.Short() {
		t.Skip("builds programs")
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		t.Skip("the cache directory is not set by XDG_CACHE_HOME here")
	}
	exe = filepath.Join(t.TempDir(), "wasm2go")
	out, err := exec.Command("go", "build", "-trimpath", "-o", exe, ".").CombinedOutput()
	require.NoError(t, err, string(out))
	return exe, t.TempDir()
}

// toolEnviron keeps the go command's own cache where it is.
func toolEnviron(t *testing.T, cacheDir string) []string {
	out, err := exec.Command("go", "env", "GOCACHE").Output()
	require.NoError(t, err)
	return append(os.Environ(), "XDG_CACHE_HOME="+cacheDir, "GOCACHE="+strings.TrimSpace(string(out)))
}

func sample(t *testing.T, elem ...string) string {
	path, err := filepath.Abs(filepath.Join(append([]string{"..", "..", "testdata"}, elem...)...))
	require.NoError(t, err)
	return path
}

// TestRun runs programs as a user would: output, arguments, exit code, cache, and several at once.
func TestRun(t *testing.T) {
	exe, cacheDir := buildTool(t)
	environ := toolEnviron(t, cacheDir)
	mandel := sample(t, "sample", "mandel.wasm")
	want := read(t, sample(t, "sample", "mandel.out"))

	start := func(args ...string) (string, string, int) {
		var stdout, stderr bytes.Buffer
		cmd := exec.Command(exe, append([]string{"run"}, args...)...)
		cmd.Env, cmd.Stdout, cmd.Stderr = environ, &stdout, &stderr
		err := cmd.Run()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Error(err)
		}
		return stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()
	}

	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			stdout, stderr, code := start(mandel)
			if stdout != want || stderr != "" || code != 0 {
				t.Errorf("exit code %d, %s", code, stderr)
			}
		})
	}
	wg.Wait()
	require.Len(t, names(t, filepath.Join(cacheDir, "wasm2go")), 1, "one program, no remains")

	damaged := built(t, cacheDir)
	require.NoError(t, os.Truncate(damaged, 1000))
	stdout, stderr, code := start(mandel, "20")
	require.Equal(t, 0, code, stderr)
	require.Len(t, names(t, filepath.Join(cacheDir, "wasm2go")), 1)
	require.NotEqual(t, want, stdout)
	require.NotEmpty(t, stdout)

	_, stderr, code = start("-mem", "slice", mandel, "-mem", "nonsense")
	require.NotEqual(t, 0, code, "the program refuses its argument")
	require.Contains(t, stderr, "usage: mandel")
	require.Len(t, names(t, filepath.Join(cacheDir, "wasm2go")), 2)
}

// TestRunSRAM: a program with its memory on chips is built from what is on this machine, and gets the chips that the user names.
func TestRunSRAM(t *testing.T) {
	exe, cacheDir := buildTool(t)
	mandel := sample(t, "sample", "mandel.wasm")
	want := read(t, sample(t, "sample", "mandel.out"))
	start := func(spec string, args ...string) (string, string, int) {
		var stdout, stderr bytes.Buffer
		cmd := exec.Command(exe, append([]string{"run", "-mem", "sram"}, args...)...)
		cmd.Env = append(toolEnviron(t, cacheDir), "GOPROXY=off", "WASM2GO_SRAM="+spec)
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		_ = cmd.Run() // the exit code tells
		return stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()
	}

	stdout, stderr, code := start("", mandel)
	require.Equal(t, 0, code, stderr)
	require.Equal(t, want, stdout)
	require.Equal(t, "WASM2GO_SRAM is not set: memory is on emulated chips, sim:chip=APS6404L\n", stderr)

	stdout, stderr, code = start("sim:chip=23lc1024,stats", mandel)
	require.Equal(t, 0, code, stderr)
	require.Equal(t, want, stdout)
	require.Contains(t, stderr, "sim:chip=23LC1024,stats\n")
	require.Contains(t, stderr, "transactions")

	_, stderr, code = start("nonsense", "-sram", "sim:chip=23LC512", mandel)
	require.Equal(t, 1, code)
	require.Contains(t, stderr, "mandel.wasm: sram: a memory needs 66688 bytes, 23LC512{sim.0} has 65536")

	_, stderr, code = start("nonsense", mandel)
	require.Equal(t, 2, code)
	require.Contains(t, stderr, `wasm2go: memory spec "nonsense": unknown key "nonsense"`)
}

// TestNoGo: without the go command the message says what is missing.
func TestNoGo(t *testing.T) {
	inTemp(t, map[string]string{"add.wasm": addWasm})
	t.Setenv("PATH", "")
	code, _, stderr := tool("run", "add.wasm")
	require.Equal(t, 1, code)
	require.Contains(t, stderr, "there is no go command on PATH")
}

// TestGoSettings: what users have set for their own builds, with go env -w too, does not matter, and what ends the go command is told.
func TestGoSettings(t *testing.T) {
	exe, cacheDir := buildTool(t)
	settings := filepath.Join(t.TempDir(), "env")
	require.NoError(t, os.WriteFile(settings, []byte("GOFLAGS=-race\nGO111MODULE=off\nGOWORK=/nowhere\nGOOS=plan9\n"), 0o666))
	start := func(environ ...string) (string, error) {
		cmd := exec.Command(exe, "run", sample(t, "sample", "mandel.wasm"), "20")
		cmd.Env = append(toolEnviron(t, cacheDir), environ...)
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	out, err := start("GOENV="+settings, "GOPROXY=off")
	require.NoError(t, err, out)
	out, err = start("GOEXPERIMENT=nonsense")
	require.Error(t, err)
	require.Regexp(t, `^wasm2go: run: go env: exit status \d+\ngo: unknown GOEXPERIMENT`, out)
}

// TestEnviron: the program sees what -env and -dir give it, and nothing else.
func TestEnviron(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("WASM2GO_SRAM", "chip=23LC1024")
	f := runFlags{memoryFlags: memoryFlags{mem: "guard", memSize: "auto"}, engine: "go"}
	f.env = listFlag{"A=1", "B=x=y", "C="}
	f.dirs = listFlag{dir, dir + "::/data", dir + "::/r::ro"}
	environ, err := f.environ()
	require.NoError(t, err)
	require.Equal(t, []string{"A=1", "B=x=y", "C=", "WASM2GO_DIRS=" + dir + "::" + dir + ":" + dir + "::/data:" + dir + "::/r::ro"}, environ)
	require.Equal(t, []wasitarget.Dir{{Host: dir, Guest: dir}, {Host: dir, Guest: "/data"}, {Host: dir, Guest: "/r", ReadOnly: true}},
		wasitarget.ParseDirs(strings.TrimPrefix(environ[3], "WASM2GO_DIRS="), ':'))

	f = runFlags{memoryFlags: memoryFlags{mem: "sram", memSize: "auto"}, engine: "go", sram: "sim:line=64,chip=mb85rs4mt"}
	environ, err = f.environ()
	require.NoError(t, err)
	require.Equal(t, []string{"WASM2GO_SRAM=sim:chip=MB85RS4MT,line=64"}, environ)

	f = runFlags{memoryFlags: memoryFlags{mem: "guard", memSize: "auto"}, engine: "go", maxFds: "20", maxWrite: "1024G", maxFiles: "3"}
	environ, err = f.environ()
	require.NoError(t, err)
	require.Equal(t, []string{"WASM2GO_LIMITS=fds=20,write=1099511627776,create=3"}, environ)
	f.maxWrite = "9223372036854775808"
	_, err = f.environ()
	require.ErrorContains(t, err, `-max-write "9223372036854775808": want a number of bytes`)
	f.maxWrite = ""
	f.env = listFlag{"WASM2GO_LIMITS=fds=1"}
	_, err = f.environ()
	require.ErrorContains(t, err, "use -max-memory, -max-heap, -max-threads, -max-fds, -max-write or -max-files")

	f.env = nil
	f.dirs = listFlag{dir + "::a:b"}
	_, err = f.environ()
	require.ErrorContains(t, err, "must not contain :")
}

// TestRunRepeats traces a program whose clocks and randomness are fixed: both engines tell the same, each time.
func TestRunRepeats(t *testing.T) {
	exe, cacheDir := buildTool(t)
	environ := toolEnviron(t, cacheDir)
	trace := func(flags ...string) string {
		in, err := os.Open(sample(t, "unstable", "oldpoll.in"))
		require.NoError(t, err)
		defer in.Close()
		cmd := exec.Command(exe, append(append([]string{"run", "-trace"}, flags...), sample(t, "unstable", "oldpoll.wasm"), "\x1b[31m")...)
		var stderr bytes.Buffer
		cmd.Env, cmd.Stdin, cmd.Stderr = environ, in, &stderr
		require.NoError(t, cmd.Run(), stderr.String())
		return stderr.String()
	}
	want := trace("-engine", "interp", "-deterministic")
	require.Contains(t, want, "wasi_unstable.clock_time_get(monotonic, precision=1) = success time=")
	require.NotContains(t, want, "\x1b")
	for range 2 {
		require.Equal(t, want, trace("-deterministic"))
		require.Equal(t, want, trace("-engine", "interp", "-deterministic"))
	}
	other := trace("-deterministic=start=1999-12-31T00:00:00Z,step=1ns,seed=2")
	require.NotEqual(t, want, other)
	require.Equal(t, other, trace("-engine", "interp", "-deterministic=start=1999-12-31T00:00:00Z,step=1ns,seed=2"))
	require.NotEqual(t, trace(), trace(), "time passes")
}

func TestParseBytes(t *testing.T) {
	for text, want := range map[string]uint64{"65536": 65536, "64K": 64 << 10, "16M": 16 << 20, "2G": 2 << 30} {
		n, err := parseBytes(text)
		require.NoError(t, err)
		require.Equal(t, want, n)
	}
	for _, text := range []string{"0", "M", "1KK", "-1", "1.5G", "64MB", "18446744073709551615G"} {
		_, err := parseBytes(text)
		require.ErrorContains(t, err, "want a number of bytes")
	}
}
