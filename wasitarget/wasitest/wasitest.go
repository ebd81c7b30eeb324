// Package wasitest runs the programs of the official WASI test suite (WebAssembly/wasi-testsuite) over wasitarget, whatever
// the engine.
//
// The programs are found in the directory WASI_TEST_DIR, else in ../shared/wasi beside the repository. In it, or one
// directory below, are NAME.wasm and, where the defaults do not fit, NAME.json:
//
//	{"args": [], "root": null, "env": {}, "exit_code": 0, "stdout": "", "stderr": ""}
package wasitest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/wasm2go/wasm2go/wasitarget"
)

// Program is a test program and what is expected of it.
type Program struct {
	Name     string   // "rust/path_link"
	File     string   // the .wasm file
	Args     []string // without the program's name
	Env      []string // NAME=value
	ExitCode int
	Stdout   *string // nil: anything
	Stderr   *string

	root string // the directory to preopen as "/", "" for none
}

// Engine instantiates p.File with s as its wasi_snapshot_preview1, calls _start and returns the error of that.
type Engine func(p Program, s *wasitarget.System) error

// Run runs every program with an engine, in this process: over directories of the host, and over memory.
func Run(t *testing.T, engine Engine) {
	for _, p := range Load(t) {
		t.Run(p.Name, func(t *testing.T) {
			root := p.Root(t)
			if root == "" {
				p.run(t, engine, nil)
				return
			}
			memory := wasitarget.NewMemFS(wasitarget.MemOptions{})
			if err := memory.Add(os.DirFS(root)); err != nil {
				t.Fatal(err)
			}
			t.Run("host", func(t *testing.T) { p.run(t, engine, []wasitarget.Dir{{Host: root, Guest: "/"}}) })
			t.Run("memory", func(t *testing.T) { p.run(t, engine, []wasitarget.Dir{{FS: memory, Guest: "/"}}) })
		})
	}
}

func (p Program) run(t *testing.T, engine Engine, dirs []wasitarget.Dir) {
	var stdout, stderr bytes.Buffer
	s, err := wasitarget.New(wasitarget.Config{
		Args: append([]string{filepath.Base(p.File)}, p.Args...), Env: p.Env, Stdout: &stdout, Stderr: &stderr, Dirs: dirs,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	code := 0
	if err := engine(p, s); err != nil {
		var exit *wasitarget.ExitError
		if !errors.As(err, &exit) {
			t.Fatalf("%v\nstderr: %s", err, stderr.String())
		}
		code = int(exit.Code)
	}
	p.Check(t, code, stdout.String(), stderr.String())
}

// RunCommand runs an executable that was made of the program and whose main function is wasitarget.Main.
func (p Program) RunCommand(t *testing.T, exe string) {
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(exe, p.Args...)
	cmd.Env, cmd.Stdout, cmd.Stderr = append([]string{}, p.Env...), &stdout, &stderr
	if root := p.Root(t); root != "" {
		cmd.Env = append(cmd.Env, "WASM2GO_DIRS="+root+"::/")
	}
	code := 0
	if err := cmd.Run(); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			t.Fatal(err)
		}
		code = exit.ExitCode()
	}
	p.Check(t, code, stdout.String(), stderr.String())
}

// Check compares the outcome of a run with what is expected.
func (p Program) Check(t testing.TB, code int, stdout, stderr string) {
	t.Helper()
	if code != p.ExitCode {
		t.Errorf("exit code %d, want %d\nstdout: %s\nstderr: %s", code, p.ExitCode, stdout, stderr)
	}
	if p.Stdout != nil && stdout != *p.Stdout {
		t.Errorf("stdout %q, want %q", stdout, *p.Stdout)
	}
	if p.Stderr != nil && stderr != *p.Stderr {
		t.Errorf("stderr %q, want %q", stderr, *p.Stderr)
	}
}

// Root makes a fresh copy of the directory that the program gets as "/" and returns its path, or "" if it gets none.
func (p Program) Root(t testing.TB) string {
	t.Helper()
	if p.root == "" {
		return ""
	}
	dir := filepath.Join(t.TempDir(), "root")
	if err := os.CopyFS(dir, os.DirFS(p.root)); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".cleanup") { // what an earlier run left behind
			if err = os.RemoveAll(path); err == nil && e.IsDir() {
				err = filepath.SkipDir
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// Load finds the programs, in alphabetical order. Without them the test is skipped.
func Load(t testing.TB) []Program {
	t.Helper()
	dir := os.Getenv("WASI_TEST_DIR")
	if dir == "" {
		dir = filepath.Join(repository(t), "..", "shared", "wasi")
	}
	var files []string
	for _, pattern := range []string{"*.wasm", "*/*.wasm"} {
		found, _ := filepath.Glob(filepath.Join(dir, pattern))
		files = append(files, found...)
	}
	if len(files) == 0 {
		t.Skip("no WASI test programs: run .ci/suites DIR, which fetches them, and set WASI_TEST_DIR to DIR/wasi")
	}
	slices.Sort(files)
	programs := make([]Program, len(files))
	for i, f := range files {
		p, err := load(f)
		if err != nil {
			t.Fatal(err)
		}
		rel, _ := filepath.Rel(dir, f)
		p.Name = strings.TrimSuffix(filepath.ToSlash(rel), ".wasm")
		programs[i] = p
	}
	return programs
}

// repository is the root of this repository: tests run in a directory below it. Where the source was when this was compiled does not tell:
// with -trimpath nobody knows.
func repository(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		above := filepath.Dir(dir)
		if above == dir {
			t.Fatal("no go.mod above the test's directory")
		}
		dir = above
	}
}

// load reads the expectations beside a .wasm file.
func load(file string) (Program, error) {
	p := Program{File: file}
	data, err := os.ReadFile(strings.TrimSuffix(file, ".wasm") + ".json")
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	if err != nil {
		return p, err
	}
	var spec struct {
		Args           []string
		Root           string
		Env            map[string]string
		ExitCode       int `json:"exit_code"`
		Stdout, Stderr *string
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&spec); err != nil {
		return p, errors.New(file + ": " + err.Error())
	}
	p.Args, p.ExitCode, p.Stdout, p.Stderr = spec.Args, spec.ExitCode, spec.Stdout, spec.Stderr
	for k, v := range spec.Env {
		p.Env = append(p.Env, k+"="+v)
	}
	slices.Sort(p.Env)
	if spec.Root != "" {
		p.root = filepath.Join(filepath.Dir(file), spec.Root)
	}
	return p, nil
}
