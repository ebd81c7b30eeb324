package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// dirsVariable tells the program which directories it gets. wasitarget.Main reads it and hides it from the guest.
const dirsVariable = "WASM2GO_DIRS"

// runFlags are the flags of wasm2go run.
type runFlags struct {
	memoryFlags
	engine    string
	dirs, env listFlag
}

// runCommand is wasm2go run [flags] module.wasm [args...]. It does not return where the program could be started in place of this one.
func runCommand(args []string, s streams) error {
	var f runFlags
	fs := newFlags("wasm2go run")
	f.memoryFlags.register(fs)
	fs.StringVar(&f.engine, "engine", "go", "")
	fs.Var(&f.dirs, "dir", "")
	fs.Var(&f.env, "env", "")
	rest, _, err := parseLeading(fs, args)
	if errors.Is(err, flag.ErrHelp) {
		_, err = fmt.Fprint(s.out, usage())
		return err
	}
	if err != nil {
		return err
	}
	if len(rest) == 0 {
		return usageError("run: no module given")
	}
	environ, err := f.environ()
	if err != nil {
		return err
	}
	file, err := readModule(rest[0])
	if err != nil {
		return err
	}
	program, err := f.program(rest[0], file, f.given(fs))
	if err != nil {
		return err
	}
	return execute(program, rest, environ, s)
}

// environ checks the flags and returns the environment of the program.
func (f *runFlags) environ() ([]string, error) {
	if f.engine != "go" {
		return nil, usagef("unknown engine %q: there is go", f.engine)
	}
	if err := f.memoryFlags.check(); err != nil {
		return nil, err
	}
	var environ []string
	for _, e := range f.env {
		key, _, ok := strings.Cut(e, "=")
		if !ok || key == "" {
			return nil, usagef("-env %q: want KEY=VALUE", e)
		}
		if key == dirsVariable {
			return nil, usagef("-env: %s is how -dir reaches the program: use -dir", key)
		}
		environ = append(environ, e)
	}
	dirs, err := f.directories()
	if err != nil || dirs == "" {
		return environ, err
	}
	return append(environ, dirsVariable+"="+dirs), nil
}

// directories returns the value of WASM2GO_DIRS, see wasitarget.ParseDirs.
func (f *runFlags) directories() (string, error) {
	const separator = string(os.PathListSeparator)
	items := make([]string, len(f.dirs))
	for i, d := range f.dirs {
		host, guest, named := strings.Cut(d, "::")
		if !named {
			guest = host
		}
		if host == "" || guest == "" {
			return "", usagef("-dir %q: want HOST or HOST::GUEST", d)
		}
		if strings.Contains(host, separator) || strings.Contains(strings.ReplaceAll(guest, "::", ""), separator) {
			return "", usagef("-dir %q: a name must not contain %s", d, separator)
		}
		if info, err := os.Stat(host); err != nil {
			return "", fmt.Errorf("-dir %s: %w", host, cause(err))
		} else if !info.IsDir() {
			return "", fmt.Errorf("-dir %s: not a directory", host)
		}
		items[i] = host + "::" + guest
	}
	return strings.Join(items, separator), nil
}

// program returns the path of the built module, from the cache if it is there.
func (f *runFlags) program(module string, file []byte, memFlag string) (string, error) {
	goTool, goVersion, err := findGo()
	if err != nil {
		return "", err
	}
	id, err := buildID()
	if err != nil {
		return "", err
	}
	c, err := openCache()
	if err != nil {
		return "", err
	}
	name := fileName(baseName(module))
	key := sha256Hex([]byte(strings.Join([]string{sha256Hex(file), id, goVersion, f.mem, f.memSize, name}, "\n")))
	if exe, ok := c.lookup(key, name); ok {
		return exe, nil
	}
	files, err := f.source(module, file, name, memFlag)
	if err != nil {
		return "", err
	}
	return c.build(key, name, files, goTool)
}

// source translates the module to the files of a Go module of its own, which needs only the standard library.
func (f *runFlags) source(module string, file []byte, name, memFlag string) ([]outputFile, error) {
	t := translateFlags{memoryFlags: f.memoryFlags}
	o := t.options(module, name, false)
	o.Runtime, o.ImportPath = programModule, programModule
	files, err := translateModule(module, file, o, memFlag)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(files, isMain) {
		return nil, fmt.Errorf("%s: is not a WASI command: it does not export a function _start without parameters and results", module)
	}
	copies, err := runtimeCopies(files, programModule)
	if err != nil {
		return nil, err
	}
	goMod := fmt.Appendf(nil, "module %s\n\ngo %s\n", programModule, goVersion)
	return append(append(files, copies...), outputFile{"go.mod", goMod}), nil
}

func isMain(f outputFile) bool {
	return filepath.Ext(f.path) == ".go" && strings.Contains(string(f.data), "\npackage main\n")
}
