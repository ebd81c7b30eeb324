// Package threads runs programs with threads (wasi-threads) on both engines: what they compute together, and how they end.
package threads

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/golden/long"
	"github.com/wasm2go/wasm2go/golden/workspace"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/wasitarget"
)

// outcome is what comes of a run.
type outcome struct {
	stdout, stderr string
	code           int
}

// An engine runs the module of that name. Nobody writes to its input, which stays open.
type engine func(t *testing.T, name string, args ...string) outcome

// engines are those to test, by name.
func engines(t *testing.T) map[string]engine {
	return map[string]engine{
		"guard":        translated(t, "guard"),
		"slice":        translated(t, "slice"),
		"interp/guard": interpreted(interp.Guard),
		"interp/slice": interpreted(interp.Slice),
	}
}

func module(t *testing.T, name string) []byte {
	file, err := os.ReadFile(filepath.Join("testdata", name+".wasm"))
	require.NoError(t, err)
	return file
}

// patience is how long a program may take, on a machine with much else to do.
const patience = 2 * time.Minute

func translated(t *testing.T, backend string) engine {
	w := workspace.New(t, "threads")
	for _, name := range []string{"threads", "ends"} {
		require.NoError(t, w.Translate(t, module(t, name), compiler.Options{Name: name, Mem: backend}))
	}
	w.Build(t)
	return func(t *testing.T, name string, args ...string) outcome {
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		cmd := exec.CommandContext(ctx, w.Exe(t, name), args...)
		in, out, err := os.Pipe()
		require.NoError(t, err)
		defer in.Close()
		defer out.Close()
		var stdout, stderr bytes.Buffer
		cmd.Stdin, cmd.Stdout, cmd.Stderr = in, &stdout, &stderr
		cmd.Run()
		return outcome{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
	}
}

func interpreted(b interp.Backend) engine {
	return func(t *testing.T, name string, args ...string) outcome {
		compiled, err := interp.Compile(module(t, name), interp.Options{Name: name, Mem: b})
		require.NoError(t, err)
		in, out, err := os.Pipe()
		require.NoError(t, err)
		defer in.Close()
		defer out.Close()
		goroutines := runtime.NumGoroutine()
		var stdout bytes.Buffer
		sys, err := wasitarget.New(wasitarget.Config{Args: append([]string{name}, args...), Stdin: in, Stdout: &stdout})
		require.NoError(t, err)
		err = command(t, compiled, b, sys)
		require.NoError(t, sys.Close())
		for end := time.Now().Add(patience); runtime.NumGoroutine() > goroutines; time.Sleep(time.Millisecond) {
			require.True(t, time.Now().Before(end), "a goroutine is left")
		}
		return ended(stdout.String(), err)
	}
}

// command runs a module as a host does that is no command itself.
func command(t *testing.T, compiled *interp.Module, b interp.Backend, sys *wasitarget.System) error {
	memory, err := b.Make(mem.Type{Min: 3, Max: 1024, HasMax: true, Shared: true}, nil)
	require.NoError(t, err)
	return wasitarget.NewThreads(sys, memory, func(sys *wasitarget.System) (rt.Instance, error) {
		return compiled.Instantiate(t.Context(), rt.Store{
			"env":                  rt.Module{"memory": memory},
			wasitarget.ModuleName:  sys.Functions(),
			wasitarget.ThreadsName: rt.Module{"thread-spawn": sys.ThreadSpawn},
		})
	}).Command()
}

// ended is the outcome that a command would have.
func ended(stdout string, err error) outcome {
	var exit *wasitarget.ExitError
	var trap *rt.Trap
	switch {
	case err == nil:
		return outcome{stdout: stdout}
	case errors.As(err, &exit):
		return outcome{stdout: stdout, code: int(exit.Code)}
	case !errors.As(err, &trap):
		return outcome{stdout, err.Error(), 1}
	}
	lines := []string{"wasm trap: " + trap.Kind.String()}
	for _, f := range trap.Stack {
		lines = append(lines, f.String())
	}
	return outcome{stdout, strings.Join(lines, "\n"), 1}
}

// TestOutput runs each program many times in a row: what threads do together must not depend on who is faster.
func TestOutput(t *testing.T) {
	want, err := os.ReadFile(filepath.Join("testdata", "threads.out"))
	require.NoError(t, err)
	times := 10
	if long.Run() {
		times = 1000
	}
	for name, run := range engines(t) {
		t.Run(name, func(t *testing.T) {
			for range times {
				got := run(t, "threads")
				require.Zero(t, got.code, got.stderr)
				require.Equal(t, string(want), got.stdout)
			}
		})
	}
}

// TestEnd ends programs in all ways, by main and by another thread, while the others do whatever keeps them busy for ever. The exit code is
// that of who ended the program, a trap has the stack of the thread at fault, and nobody is left.
func TestEnd(t *testing.T) {
	for name, run := range engines(t) {
		t.Run(name, func(t *testing.T) {
			for _, what := range []string{"wait", "spin", "load", "grow", "read", "sleep", "yield", "lock"} {
				for _, who := range []string{"main", "thread"} {
					for _, how := range []string{"exit", "trap", "return"} {
						if who == "thread" && how == "return" {
							continue // which ends that thread alone
						}
						t.Run(fmt.Sprint(who, "/", how, "/", what), func(t *testing.T) {
							begin := map[string]string{"main": "_start", "thread": "wasi_thread_start"}[who]
							got := run(t, "ends", who, how, what)
							switch how {
							case "exit":
								require.Equal(t, outcome{code: 7}, got)
							case "return":
								require.Equal(t, outcome{}, got)
							case "trap":
								lines := strings.Split(strings.TrimSpace(got.stderr), "\n")
								require.Equal(t, 1, got.code)
								require.Contains(t, lines[0], "wasm trap: unreachable")
								require.Contains(t, lines[len(lines)-1], begin)
							}
						})
					}
				}
			}
		})
	}
}
