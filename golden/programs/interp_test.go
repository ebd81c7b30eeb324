package programs

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/golden/workspace"
	"github.com/wasm2go/wasm2go/wasitarget"
)

// TestProgramsInterp runs the programs of TestPrograms on the interpreter.
func TestProgramsInterp(t *testing.T) {
	for name, mem := range map[string]interp.Backend{"guard": interp.Guard, "slice": interp.Slice} {
		t.Run(name, func(t *testing.T) {
			for _, p := range loadPrograms(t) {
				t.Run(path.Base(p.Name), func(t *testing.T) { p.interpret(t, interp.Options{Name: path.Base(p.Name), Mem: mem}) })
			}
		})
	}
}

// interpret runs the program in this process and compares all that it leaves.
func (p *program) interpret(t *testing.T, o interp.Options) {
	wasm, err := os.ReadFile(filepath.Join(programsDir, filepath.FromSlash(p.Name)+".wasm"))
	require.NoError(t, err)
	want, err := os.ReadFile(filepath.Join(programsDir, filepath.FromSlash(p.Name)+".out"))
	require.NoError(t, err)
	c := wasitarget.Config{Args: append([]string{path.Base(p.Name)}, p.Args...), Env: p.Env}
	if p.Dir != "" {
		root := t.TempDir()
		for name, text := range p.Files {
			workspace.WriteFile(t, filepath.Join(root, name), []byte(text))
		}
		c.Dirs = []wasitarget.Dir{{Host: root, Guest: p.Dir}}
	}
	if p.Stdin != "" {
		f, err := os.Open(filepath.Join(programsDir, p.Stdin))
		require.NoError(t, err)
		defer f.Close()
		c.Stdin = f
	}
	r, err := interpretCommand(wasm, c, o)
	if p.Trap != "" {
		require.ErrorContains(t, err, p.Trap)
	} else {
		require.NoError(t, err)
		require.Equal(t, p.Stderr, r.stderr)
		require.Equal(t, p.Exit, r.code)
	}
	require.Equal(t, string(want), r.stdout)
}

// interpretCommand runs a WASI command. The error is why it did not come to an end of its own.
func interpretCommand(wasm []byte, c wasitarget.Config, o interp.Options) (r result, err error) {
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	s, err := wasitarget.New(c)
	if err != nil {
		return r, err
	}
	defer s.Close()
	err = start(wasm, s, o)
	var exit *wasitarget.ExitError
	if errors.As(err, &exit) {
		r.code, err = int(exit.Code), nil
	}
	r.stdout, r.stderr = stdout.String(), stderr.String()
	return r, err
}

// start instantiates a command and calls its _start.
func start(wasm []byte, s *wasitarget.System, o interp.Options) error {
	m, err := interp.Compile(wasm, o)
	if err != nil {
		return err
	}
	i, err := m.Instantiate(context.Background(), s)
	if err != nil {
		return err
	}
	defer i.Close()
	f, err := i.Func("_start")
	if err != nil {
		return err
	}
	return f.CallSlots(context.Background(), nil)
}

// interpretGoSample is runGoSample on the interpreter.
func interpretGoSample(t *testing.T, wasm []byte) result {
	stdin, err := os.Open(filepath.Join(programsDir, "words.in"))
	require.NoError(t, err)
	defer stdin.Close()
	// Time stands still while the program computes: what it sees of the order of its timers does not depend on the machine.
	now := time.Now()
	r, err := interpretCommand(wasm, wasitarget.Config{
		Args: []string{"gosample", "/data"}, Env: []string{"WHO=me"}, Stdin: stdin,
		Dirs: []wasitarget.Dir{{Host: t.TempDir(), Guest: "/data"}},
		Now:  func() time.Time { return now }, Sleep: func(d time.Duration) { now = now.Add(d) },
	}, interp.Options{})
	require.NoError(t, err)
	return r
}
