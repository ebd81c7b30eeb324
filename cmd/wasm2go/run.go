package main

import (
	"errors"
	"flag"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/wasm2go/wasm2go/mem/sram/open"
	"github.com/wasm2go/wasm2go/mem/sram/periph"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
	"github.com/wasm2go/wasm2go/wasitarget"
)

// These tell the program what it gets. wasitarget.Main reads them and hides them from the guest.
const (
	dirsVariable          = "WASM2GO_DIRS"
	deterministicVariable = "WASM2GO_DETERMINISTIC"
	traceVariable         = "WASM2GO_TRACE"
)

// limitsVariable tells it what it may take of its host, see wasitarget.ParseLimits.
const limitsVariable = "WASM2GO_LIMITS"

// runFlags are the flags of wasm2go run.
type runFlags struct {
	memoryFlags
	interp    interpFlags
	engine    string
	sram      string
	dirs, env listFlag

	maxMemory, maxFds, maxWrite, maxFiles string // "" is what wasitarget does by default
	deterministic                         deterministicFlag
	trace                                 bool
}

// deterministicFlag is a flag with or without a value.
type deterministicFlag struct {
	given bool
	value string
}

func (d *deterministicFlag) String() string   { return d.value }
func (d *deterministicFlag) IsBoolFlag() bool { return true }

func (d *deterministicFlag) Set(v string) error {
	switch v {
	case "true":
		v = ""
	case "false":
		*d = deterministicFlag{}
		return nil
	}
	*d = deterministicFlag{true, v}
	return nil
}

// runCommand is wasm2go run [flags] module.wasm [args...]. It does not return where the program could be started in place of this one.
func runCommand(args []string, s streams) error {
	var f runFlags
	fs := newFlags("wasm2go run")
	f.memoryFlags.register(fs)
	f.interp.register(fs)
	fs.StringVar(&f.engine, "engine", "go", "")
	fs.StringVar(&f.sram, "sram", "", "")
	fs.Var(&f.dirs, "dir", "")
	fs.Var(&f.env, "env", "")
	fs.StringVar(&f.maxMemory, "max-memory", "", "")
	fs.StringVar(&f.maxFds, "max-fds", "", "")
	fs.StringVar(&f.maxWrite, "max-write", "", "")
	fs.StringVar(&f.maxFiles, "max-files", "", "")
	fs.Var(&f.deterministic, "deterministic", "")
	fs.BoolVar(&f.trace, "trace", false, "")
	rest, _, err := parseLeading(fs, args)
	if errors.Is(err, flag.ErrHelp) {
		_, err = fmt.Fprint(s.out, usage())
		return err
	}
	if err != nil {
		return err
	}
	if len(rest) == 0 || rest[0] == "" {
		return usageError("run: no module given")
	}
	environ, err := f.environ()
	if err != nil {
		return err
	}
	if err := f.interp.check(); err != nil {
		return err
	}
	file, err := readModule(rest[0])
	if err != nil {
		return err
	}
	if f.engine == "interp" {
		return f.interpret(file, rest, environ, f.given(fs), s)
	}
	program, err := f.program(rest[0], file, f.given(fs), s)
	if err != nil {
		return err
	}
	return execute(program, rest, environ, s)
}

// environ checks the flags and returns the environment of the program.
func (f *runFlags) environ() ([]string, error) {
	if err := f.memoryFlags.check(); err != nil {
		return nil, err
	}
	if err := f.checkEngine(); err != nil {
		return nil, err
	}
	var environ []string
	for _, e := range f.env {
		key, _, ok := strings.Cut(e, "=")
		if !ok || key == "" {
			return nil, usagef("-env %q: want KEY=VALUE", e)
		}
		switch key {
		case dirsVariable:
			return nil, usagef("-env: %s is how -dir reaches the program: use -dir", key)
		case limitsVariable:
			return nil, usagef("-env: %s is how -max-memory, -max-fds, -max-write and -max-files reach the program: use these", key)
		case open.Variable:
			return nil, usagef("-env: %s is how -sram reaches the program: use -sram", key)
		case deterministicVariable:
			return nil, usagef("-env: %s is how -deterministic reaches the program: use -deterministic", key)
		case traceVariable:
			return nil, usagef("-env: %s is how -trace reaches the program: use -trace", key)
		}
		environ = append(environ, e)
	}
	if f.deterministic.given {
		if _, err := wasitarget.ParseDeterministic(f.deterministic.value); err != nil {
			return nil, usagef("-deterministic: %v", err)
		}
		environ = append(environ, deterministicVariable+"="+f.deterministic.value)
	}
	if f.trace {
		environ = append(environ, traceVariable+"=1")
	}
	chips, err := f.device()
	if err != nil {
		return nil, err
	}
	if chips != "" {
		environ = append(environ, open.Variable+"="+chips)
	}
	limits, err := f.limits()
	if err != nil {
		return nil, err
	}
	if limits != "" {
		environ = append(environ, limitsVariable+"="+limits)
	}
	dirs, err := f.directories()
	if err != nil || dirs == "" {
		return environ, err
	}
	return append(environ, dirsVariable+"="+dirs), nil
}

// parseBytes reads a number of bytes: 65536, 64K, 16M, 2G.
func parseBytes(text string) (uint64, error) {
	digits := strings.TrimRight(text, "KMG")
	by, known := map[string]int{"": 0, "K": 10, "M": 20, "G": 30}[text[len(digits):]]
	n, err := strconv.ParseUint(digits, 10, 64)
	if err != nil || !known || n == 0 || n > 1<<62>>by {
		return 0, fmt.Errorf("%q: want a number of bytes, as 65536, 64K, 16M or 2G", text)
	}
	return n << by, nil
}

// parseCount reads a number of things, at least one: no limit would be the opposite of what 0 says.
func parseCount(text string) (uint64, error) {
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil || n == 0 {
		return 0, fmt.Errorf("%q: want a number, at least 1 and below 2^31", text)
	}
	return n, nil
}

// device returns the memory spec for the program: what -sram says, else what the variable says, "" for none. What is wrong with it, buses
// that this machine lacks included, shows before anything is built.
func (f *runFlags) device() (string, error) {
	if !f.backend.Device {
		if f.sram != "" {
			return "", usagef("-sram says where -mem sram is; this is -mem %s", f.mem)
		}
		return "", nil
	}
	text := f.sram
	if text == "" {
		text = os.Getenv(open.Variable)
	}
	if text == "" {
		return "", nil
	}
	chips, err := spec.Parse(text)
	if err != nil {
		return "", usagef("%v", err)
	}
	return chips.String(), periph.Check(chips)
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
		name, access, limited := strings.Cut(guest, "::")
		if host == "" || name == "" || limited && access != "ro" {
			return "", usagef("-dir %q: want HOST, HOST::GUEST or HOST::GUEST::ro", d)
		}
		if strings.Contains(host, separator) || strings.Contains(name, separator) {
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

// limits returns the value of WASM2GO_LIMITS, "" for none.
func (f *runFlags) limits() (string, error) {
	var items []string
	for _, l := range []struct {
		flag, name, text string
		parse            func(string) (uint64, error)
	}{
		{"max-memory", "memory", f.maxMemory, parseBytes},
		{"max-fds", "fds", f.maxFds, parseCount},
		{"max-write", "write", f.maxWrite, parseBytes},
		{"max-files", "create", f.maxFiles, parseCount},
	} {
		if l.text == "" {
			continue
		}
		n, err := l.parse(l.text)
		if err != nil {
			return "", usagef("-%s %v", l.flag, err)
		}
		items = append(items, fmt.Sprintf("%s=%d", l.name, n))
	}
	return strings.Join(items, ","), nil
}

// program returns the path of the built module, from the cache if it is there.
func (f *runFlags) program(module string, file []byte, memFlag string, s streams) (string, error) {
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
	key := sha256Hex([]byte(strings.Join([]string{sha256Hex(file), id, goVersion, f.mem, f.memSize, f.engine, f.interp.pattern, name}, "\n")))
	if exe, ok := c.lookup(key, name); ok {
		return exe, nil
	}
	files, err := f.source(module, file, name, memFlag, s)
	if err != nil {
		return "", err
	}
	return c.build(key, name, files, goTool)
}

// source translates the module to the files of a Go module of its own, which needs the standard library and what this tool was built with.
func (f *runFlags) source(module string, file []byte, name, memFlag string, s streams) ([]outputFile, error) {
	t := translateFlags{memoryFlags: f.memoryFlags, interp: f.interp}
	o := t.options(module, name, false)
	o.Runtime, o.ImportPath = programModule, programModule
	if f.engine == "both" {
		setBoth(&o)
	}
	files, err := t.module(module, file, o, memFlag, s)
	if err != nil {
		return nil, err
	}
	if f.engine == "both" {
		files, err = f.both(files, module, file)
	} else if !slices.ContainsFunc(files, isMain) {
		err = notCommand(module)
	}
	if err != nil {
		return nil, err
	}
	copies, err := runtimeCopies(files, programModule)
	if err != nil {
		return nil, err
	}
	files = append(files, copies...)
	more, err := goModule(programModule, files)
	return append(files, more...), err
}

func isMain(f outputFile) bool {
	if filepath.Ext(f.path) != ".go" {
		return false
	}
	file, err := parser.ParseFile(token.NewFileSet(), "", f.data, parser.PackageClauseOnly)
	return err == nil && file.Name.Name == "main"
}
