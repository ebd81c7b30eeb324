package main

import (
	"cmp"
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
	talk      talkFlags
	dwarf     dwarfFlags
	nan       nanFlag
	engine    string
	sram      string
	dirs, env listFlag

	maxMemory, maxHeap, maxThreads, maxFds, maxWrite, maxFiles string // "" is what wasitarget does by default
	deterministic                                              optionalFlag
	grow                                                       string // "" is what the memory does by default
	trace                                                      bool
}

// checkDeterministic refuses a list that is none.
func checkDeterministic(d optionalFlag) error {
	if _, err := wasitarget.ParseDeterministic(d.value); err != nil {
		return usagef("-deterministic: %v", err)
	}
	return nil
}

// runCommand is wasm2go run [flags] module.wasm [args...]. It does not return where the program could be started in place of this one.
func runCommand(args []string, s streams) error {
	var f runFlags
	fs := newFlags("wasm2go run")
	f.register(fs)
	rest, ended, err := fs.parseLeading(args)
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
	if err := cmp.Or(f.interp.check(), f.dwarf.check(), f.talk.check()); err != nil {
		return err
	}
	file, err := readModule(rest[0], s)
	if err != nil {
		return err
	}
	talk := f.talk.begin(s)
	defer talk.bar.end()
	if !ended {
		environ = append(environ, talk.misplaced(fs, rest[1:])...)
	}
	if f.engine == "interp" {
		talk.bar.end()
		return f.interpret(file, rest, environ, f.given(fs), talk)
	}
	program, err := f.program(shown(rest[0]), file, fs, talk)
	if err != nil {
		return err
	}
	talk.bar.end()
	return execute(program, rest, environ, s)
}

func (f *runFlags) register(fs *flags) {
	fs.value(&f.dirs, flagRow{"dir", "HOST[::GUEST[::ro]]",
		"give the program a directory, as GUEST, to read and write or only to read; repeatable", elsewhere})
	fs.value(&f.env, flagRow{"env", "KEY=VALUE", "set an environment variable; the program sees no others; repeatable", elsewhere})
	fs.text(&f.engine, "go", flagRow{"engine", "NAME",
		"go, the default: build with the go command; results are cached; interp: run at once, on the interpreter; needs no go command; " +
			"both: run both side by side, and end at the first difference", elsewhere})
	f.memoryFlags.register(fs)
	fs.text(&f.sram, "", flagRow{"sram", "SPEC",
		"the chips of -mem sram, as in chip=23LC1024*2,spi=SPI0.0+SPI0.1 or sim:chip=APS6404L (emulated, the default), or a file or partition, " +
			"as in file:memory.bin,size=4G; programs that were translated read it from WASM2GO_SRAM", elsewhere})
	fs.text(&f.maxMemory, "", flagRow{"max-memory", "BYTES",
		"what the program's memory may grow to, as in 64M; by default there is no limit", elsewhere})
	fs.text(&f.maxHeap, "", flagRow{"max-heap", "BYTES",
		"what structs, arrays and exceptions that live may take, as in 64M, or the program ends by a trap; by default there is no limit", elsewhere})
	fs.text(&f.grow, "", flagRow{"grow", "HOW",
		"what comes of a memory.grow that is refused: warn says it once, the default of -mem sram; silent, the default of the others; " +
			"trap ends the program. A program that ignores that malloc failed goes on with wrong numbers otherwise", elsewhere})
	fs.text(&f.maxThreads, "", flagRow{"max-threads", "N", "how many threads the program may have at once besides the first; default 1024", elsewhere})
	fs.text(&f.maxFds, "", flagRow{"max-fds", "N", "how many files, directories and sockets may be open at once; default 256", elsewhere})
	fs.text(&f.maxWrite, "", flagRow{"max-write", "BYTES",
		"how much may be written to files, all in all, as in 64M, output that goes to a file included; by default there is no limit", elsewhere})
	fs.text(&f.maxFiles, "", flagRow{"max-files", "N",
		"how many files, directories and links may be made, all in all; by default there is no limit", elsewhere})
	fs.value(&f.deterministic, flagRow{"deterministic", "[=LIST]",
		"fix clocks, randomness and the order of directories, so that every run is the same; LIST is of seed=NUMBER, " +
			"start=TIME (as 2022-01-01T00:00:00Z) and step=DURATION (of the clock at each look, as 1ms)", elsewhere})
	fs.toggle(&f.trace, flagRow{"trace", "", "write each call of WASI to the standard error, with its arguments and results", elsewhere})
	f.interp.register(fs)
	f.talk.register(fs)
	f.dwarf.register(fs)
	f.nan.register(fs)
}

// program returns the path of the built module, from the cache if it is there.
func (f *runFlags) program(module string, file []byte, fs *flags, s streams) (string, error) {
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
	f.dwarf.read(module, file)
	key := sha256Hex([]byte(strings.Join([]string{sha256Hex(file), id, goVersion, f.engine, fs.header(), name, sha256Hex(f.dwarf.external)}, "\n")))
	if exe, ok := c.lookup(key, name); ok {
		s.say("%s: built before: %s", module, exe)
		return exe, nil
	}
	files, err := f.source(module, file, name, fs, s)
	if err != nil {
		return "", err
	}
	return c.build(key, name, files, goTool, s)
}

// source translates the module to the files of a Go module of its own, which needs the standard library and what this tool was built with.
func (f *runFlags) source(module string, file []byte, name string, fs *flags, s streams) ([]outputFile, error) {
	t := translateFlags{memoryFlags: f.memoryFlags, interp: f.interp, dwarf: f.dwarf, nan: f.nan, shown: module}
	o := t.options(module, name, false, fs)
	o.Runtime, o.ImportPath = programModule, programModule
	if f.engine == "both" {
		setBoth(&o)
	}
	files, err := t.module(file, o, f.given(fs), s)
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
