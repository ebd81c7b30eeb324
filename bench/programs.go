package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
	"github.com/tetratelabs/wazero/sys"

	"github.com/wasm2go/wasm2go/bench/internal/scratch"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/wasitarget"
)

// A program is a WASI command that programs/build.sh builds for both WASI and the host. Its kernel's n is the size of the
// load, and its result is the checksum of what it prints.
type program struct {
	kernel
	args  func(n int32) []string
	stdin string // file, relative to this directory; none if empty
}

var programs = []program{
	{
		kernel: kernel{name: "speedtest1", n: 10, small: 3},
		args:   func(n int32) []string { return []string{"--memdb", "--verify", "--size", strconv.Itoa(int(n))} },
	},
	{
		kernel: kernel{name: "lua", n: 2, small: 1},
		args:   func(n int32) []string { return []string{"-", strconv.Itoa(int(n))} },
		stdin:  "programs/bench.lua",
	},
}

// programEngines are the engines that can run WASI commands. A process's time is that of the whole process; wazero's is
// that of instantiating and running the compiled module.
func programEngines(backends []string) []engine {
	list := []engine{{name: "clang", build: func(string, []kernel) (runner, error) { return nativePrograms() }}}
	for _, mem := range backends {
		list = append(list, engine{name: mem, build: func(dir string, ks []kernel) (runner, error) {
			return wasm2goPrograms(mem, dir, ks)
		}})
	}
	return append(list,
		engine{name: "wazero", build: func(_ string, ks []kernel) (runner, error) {
			return wazeroPrograms(wazero.NewRuntimeConfigCompiler(), ks)
		}},
		engine{name: "interp", slow: true, build: func(_ string, ks []kernel) (runner, error) { return interpPrograms(ks) }},
		engine{name: "wazero interp", slow: true, build: func(_ string, ks []kernel) (runner, error) {
			return wazeroPrograms(wazero.NewRuntimeConfigInterpreter(), ks)
		}},
	)
}

// selectPrograms returns the programs whose name matches, and builds them if they are not in the cache.
func selectPrograms(pattern string) ([]kernel, error) {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil, err
	}
	var selected []kernel
	for _, p := range programs {
		if re.MatchString(p.name) {
			selected = append(selected, p.kernel)
		}
	}
	if selected == nil {
		return nil, fmt.Errorf("no program matches %q", pattern)
	}
	for _, k := range selected {
		if _, err := os.Stat(cached(k.name + ".wasm")); err != nil {
			fmt.Fprintln(os.Stderr, "building SQLite and Lua, see programs/build.sh")
			return selected, scratch.Run(scratch.Command(".", "programs/build.sh", cached("")))
		}
	}
	return selected, nil
}

// cached is the path of a file that programs/build.sh made.
func cached(name string) string {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	return filepath.Join(dir, "wasm2go-bench", name)
}

// A programRunner runs a program once and tells how long that took.
type programRunner struct {
	run   func(name string, args []string, stdin io.Reader, stdout io.Writer) (time.Duration, error)
	close func() error
}

func (r programRunner) Run(k kernel, n int32) (int32, time.Duration, error) {
	for _, p := range programs {
		if p.name != k.name {
			continue
		}
		var stdin, stdout bytes.Buffer
		if p.stdin != "" {
			text, err := os.ReadFile(p.stdin)
			if err != nil {
				return 0, 0, err
			}
			stdin.Write(text)
		}
		elapsed, err := r.run(p.name, p.args(n), &stdin, &stdout)
		return checksum(stdout.Bytes()), elapsed, err
	}
	return 0, 0, fmt.Errorf("unknown program %q", k.name)
}

func (r programRunner) Close() error { return r.close() }

var seconds = regexp.MustCompile(` *[0-9]+\.[0-9]+s`)

// checksum leaves out the times that speedtest1 prints, with their padding.
func checksum(output []byte) int32 {
	return int32(crc32.ChecksumIEEE(seconds.ReplaceAll(output, nil)))
}

// processes runs programs as processes; path tells where the executable of a program lies.
func processes(path func(name string) string) programRunner {
	run := func(name string, args []string, stdin io.Reader, stdout io.Writer) (time.Duration, error) {
		cmd := exec.Command(path(name), args...)
		cmd.Stdin, cmd.Stdout, cmd.Stderr = stdin, stdout, os.Stderr
		start := time.Now()
		err := cmd.Run()
		return time.Since(start), err
	}
	return programRunner{run, func() error { return nil }}
}

func nativePrograms() (runner, error) {
	return processes(cached), nil
}

// wasm2goPrograms translates and builds the programs. Each is a command of one temporary module.
func wasm2goPrograms(mem, dir string, ks []kernel) (runner, error) {
	m, err := scratch.New(dir, root)
	if err != nil {
		return nil, err
	}
	built := func(name string) string { return filepath.Join(dir, name+".program") }
	for _, k := range ks {
		if err := translate(m, cached(k.name+".wasm"), k.name, mem); err != nil {
			return nil, err
		}
		if err := scratch.Run(m.Go("build", "-o", built(k.name), "./"+k.name)); err != nil {
			return nil, err
		}
	}
	return processes(built), nil
}

// interpPrograms runs the programs on wasm2go's interpreter, in this process.
func interpPrograms(ks []kernel) (runner, error) {
	ctx := context.Background()
	compiled := map[string]*interp.Module{}
	for _, k := range ks {
		wasm, err := os.ReadFile(cached(k.name + ".wasm"))
		if err != nil {
			return nil, err
		}
		if compiled[k.name], err = interp.Compile(wasm, interp.Options{Name: k.name}); err != nil {
			return nil, err
		}
	}
	run := func(name string, args []string, stdin io.Reader, stdout io.Writer) (time.Duration, error) {
		system, err := wasitarget.New(wasitarget.Config{
			Args: append([]string{name}, args...), Stdin: stdin, Stdout: stdout, Stderr: os.Stderr,
		})
		if err != nil {
			return 0, err
		}
		defer system.Close()
		start := time.Now()
		instance, err := compiled[name].Instantiate(ctx, system)
		if err != nil {
			return 0, err
		}
		defer instance.Close()
		f, err := instance.Func("_start")
		if err == nil {
			err = f.CallSlots(ctx, nil)
		}
		elapsed := time.Since(start)
		if exit := new(wasitarget.ExitError); errors.As(err, &exit) && exit.Code == 0 {
			err = nil
		}
		return elapsed, err
	}
	return programRunner{run, func() error { return nil }}, nil
}

func wazeroPrograms(config wazero.RuntimeConfig, ks []kernel) (runner, error) {
	if !wazeroCompiles() {
		return nil, fmt.Errorf("wazero has no compiler for this platform")
	}
	ctx := context.Background()
	runtime := wazero.NewRuntimeWithConfig(ctx, config)
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, runtime); err != nil {
		return nil, err
	}
	compiled := map[string]wazero.CompiledModule{}
	for _, k := range ks {
		wasm, err := os.ReadFile(cached(k.name + ".wasm"))
		if err != nil {
			return nil, err
		}
		if compiled[k.name], err = runtime.CompileModule(ctx, wasm); err != nil {
			return nil, err
		}
	}
	run := func(name string, args []string, stdin io.Reader, stdout io.Writer) (time.Duration, error) {
		config := wazero.NewModuleConfig().WithName("").WithArgs(append([]string{name}, args...)...).
			WithStdin(stdin).WithStdout(stdout).WithStderr(os.Stderr).WithSysWalltime().WithSysNanotime()
		start := time.Now()
		instance, err := runtime.InstantiateModule(ctx, compiled[name], config)
		elapsed := time.Since(start)
		if exit, ok := err.(*sys.ExitError); ok && exit.ExitCode() == 0 {
			return elapsed, nil
		}
		if err != nil {
			return 0, err
		}
		return elapsed, instance.Close(ctx)
	}
	return programRunner{run, func() error { return runtime.Close(ctx) }}, nil
}
