// Package programs runs whole programs on both engines and on all memories: of C and Go, the official WASI tests, other people's modules.
package programs

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/golden/long"
	"github.com/wasm2go/wasm2go/golden/workspace"
)

// programsDir holds the programs: NAME.c, NAME.wasm, what it prints in NAME.out, and manifest.json, a list of program.
var programsDir = filepath.Join("..", "..", "testdata", "programs")

// A program is a WASI command and how it is run. Its standard output is in NAME.out.
type program struct {
	Name   string            // path of the .wasm below programsDir, without the extension
	Args   []string          // without the program's name
	Env    []string          // K=V: all that there is
	Stdin  string            // file
	Dir    string            // what the guest calls its one directory
	Files  map[string]string // what is in there, by name
	Exit   int               // exit code
	Stderr string
	Trap   string // part of the message on standard error when the program ends by a trap
}

// loadPrograms reads the manifest.
func loadPrograms(t *testing.T) []program {
	data, err := os.ReadFile(filepath.Join(programsDir, "manifest.json"))
	require.NoError(t, err)
	var programs []program
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	require.NoError(t, d.Decode(&programs))
	return programs
}

// representative are programs with traps, tables, files, recursion, floats, vectors, much input, the oldest WASI: what the short run has of each way to run programs
// but the first.
var representative = regexp.MustCompile(`^(abort|callbacks|files|floats|life|recursion|sorting|vectors|words|../unstable/.*)$`)

// somePrograms are the representative ones, in the long run all.
func somePrograms(t *testing.T) []program {
	programs := loadPrograms(t)
	if long.Run() {
		return programs
	}
	return slices.DeleteFunc(programs, func(p program) bool { return !representative.MatchString(p.Name) })
}

// TestPrograms runs C programs as native Go programs, each of its own. TestProgramsMixed and TestProgramsSRAM have the other memories.
func TestPrograms(t *testing.T) {
	programs := loadPrograms(t)
	w := buildPrograms(t, programs, "guard")
	for _, p := range programs {
		t.Run(path.Base(p.Name), func(t *testing.T) { p.check(t, w, nil, execute) })
	}
}

// buildPrograms builds programs of the manifest.
func buildPrograms(t *testing.T, programs []program, backend string) *workspace.Workspace {
	w := workspace.New(t, "programs")
	for _, p := range programs {
		wasm, err := os.ReadFile(filepath.Join(programsDir, filepath.FromSlash(p.Name)+".wasm"))
		require.NoError(t, err)
		require.NoError(t, w.Translate(t, wasm, compiler.Options{Name: path.Base(p.Name), Mem: backend}))
	}
	w.Build(t)
	return w
}

// check runs the program, with more variables in its environment, and compares all that it leaves.
func (p *program) check(t *testing.T, w *workspace.Workspace, env []string, execute func(*testing.T, *exec.Cmd, time.Duration) result) {
	want, err := os.ReadFile(filepath.Join(programsDir, filepath.FromSlash(p.Name)+".out"))
	require.NoError(t, err)
	cmd := exec.Command(w.Exe(t, path.Base(p.Name)), p.Args...)
	cmd.Env = slices.Concat(p.Env, env)
	if p.Dir != "" {
		root := t.TempDir()
		for name, text := range p.Files {
			workspace.WriteFile(t, filepath.Join(root, name), []byte(text))
		}
		cmd.Env = append(cmd.Env, "WASM2GO_DIRS="+root+"::"+p.Dir)
	}
	if p.Stdin != "" {
		f, err := os.Open(filepath.Join(programsDir, p.Stdin))
		require.NoError(t, err)
		defer f.Close()
		cmd.Stdin = f
	}
	r := execute(t, cmd, 3*time.Minute)
	if p.Trap != "" {
		require.Contains(t, r.stderr, p.Trap)
		require.Equal(t, 1, r.code)
	} else {
		require.Equal(t, p.Stderr, r.stderr)
		require.Equal(t, p.Exit, r.code)
	}
	require.Equal(t, string(want), r.stdout)
}

// TestGoProgram runs a program that the Go compiler made, runtime, scheduler and all, on both engines.
func TestGoProgram(t *testing.T) {
	long.Need(t, "compiling five megabytes of WebAssembly takes a minute")
	dir := t.TempDir()
	source := filepath.Join(programsDir, "gosample")
	native := filepath.Join(dir, "native.exe")
	goBuild(t, source, nil, "-o", native, ".")
	goBuild(t, source, []string{"GOOS=wasip1", "GOARCH=wasm"}, "-o", filepath.Join(dir, "gosample.wasm"), ".")
	wasm, err := os.ReadFile(filepath.Join(dir, "gosample.wasm"))
	require.NoError(t, err)
	want := runGoSample(t, native, "")
	require.Equal(t, 3, want.code, want.stderr)

	t.Run("interpreted", func(t *testing.T) { require.Equal(t, want, interpretGoSample(t, wasm)) })
	t.Run("translated", func(t *testing.T) {
		w := workspace.New(t, "programs")
		require.NoError(t, w.Translate(t, wasm, compiler.Options{Name: "gosample"}))
		w.Build(t)
		require.Equal(t, want, runGoSample(t, w.Exe(t, "gosample"), "/data"))
	})
}

// runGoSample runs the program with a new directory, which the guest calls by that name, or as the host does.
func runGoSample(t *testing.T, exe, guest string) result {
	root := t.TempDir()
	if guest == "" {
		guest = root
	}
	cmd := exec.Command(exe, guest)
	cmd.Env = []string{"WHO=me", "WASM2GO_DIRS=" + root + "::" + guest}
	f, err := os.Open(filepath.Join(programsDir, "words.in"))
	require.NoError(t, err)
	defer f.Close()
	cmd.Stdin = f
	return execute(t, cmd, time.Minute)
}

func goBuild(t *testing.T, dir string, env []string, args ...string) {
	cmd := exec.Command("go", append([]string{"build"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// A result is what a process leaves.
type result struct {
	stdout, stderr string
	code           int
}

// execute runs a command, at most for the time given.
func execute(t *testing.T, cmd *exec.Cmd, limit time.Duration) result {
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	require.NoError(t, cmd.Start())
	watchdog := time.AfterFunc(limit, func() { cmd.Process.Kill() })
	err := cmd.Wait()
	if !watchdog.Stop() {
		t.Fatalf("still running after %v\n%s%s", limit, &stdout, &stderr)
	}
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	return result{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}
