package main

import (
	"errors"
	"flag"
	"fmt"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"

	"github.com/wasm2go/wasm2go/wasitarget"
)

// runFlags are the flags of wasm2go run.
type runFlags struct {
	memoryFlags
	interp    interpFlags
	engine    string
	sram      string
	dirs, env listFlag

	maxMemory, maxFds, maxWrite, maxFiles string // "" is what wasitarget does by default
	deterministic                         deterministicFlag
	grow                                  string // "" is what the memory does by default
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

func (d *deterministicFlag) check() error {
	if _, err := wasitarget.ParseDeterministic(d.value); err != nil {
		return usagef("-deterministic: %v", err)
	}
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
	fs.StringVar(&f.grow, "grow", "", "")
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
