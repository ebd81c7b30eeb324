package main

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/wasm2go/wasm2go/compiler"
)

// translateFlags are the flags of a translation.
type translateFlags struct {
	memoryFlags
	out, pkg            string
	standalone, check   bool
	snapshot            bool
	fuel, interruptible bool

	interp  interpFlags
	dwarf   dwarfFlags
	nan     nanFlag
	shape   shapeFlags
	preinit preinitFlags
	talk    talkFlags

	shown string // the module's name for people
}

// translateCommand is wasm2go [flags] module.wasm [flags].
func translateCommand(args []string, s streams) error {
	var f translateFlags
	fs := newFlags("wasm2go")
	f.register(fs)
	module, file, err := f.parse(fs, args, s)
	if err != nil {
		return err
	}
	s = f.talk.begin(s)
	defer s.bar.end()
	if f.out == "-" {
		return f.print(module, file, fs, s)
	}
	out, err := f.translate(module, file, fs, s)
	if err != nil {
		return err
	}
	api, err := f.openAPI(out.files, s)
	if err != nil {
		return err
	}
	if f.check {
		s.bar.end() // it may be the same terminal
		return errors.Join(out.check(s.out), api.check(s.out))
	}
	ctx, stop := untilSignal()
	defer stop()
	if err := out.write(ctx, s); err != nil {
		return err
	}
	return api.write()
}

// parse takes the command line, and reads the module that it names, or names the one that it reads.
func (f *translateFlags) parse(fs *flags, args []string, s streams) (module string, file []byte, err error) {
	others, err := fs.parseAnywhere(args)
	if err != nil {
		return "", nil, err
	}
	path, err := oneModule(others)
	if err == nil {
		err = f.validate()
	}
	if err != nil {
		return "", nil, err
	}
	module, f.shown = path, shown(path)
	if path == standardInput {
		if module, err = f.nameInput(); err != nil {
			return "", nil, err
		}
	}
	file, err = readModule(path, s)
	if err == nil {
		f.dwarf.read(module, file)
	}
	return module, file, err
}

func (f *translateFlags) register(fs *flags) {
	fs.text(&f.out, "", flagRow{"o", "PATH",
		"a directory (a package), a FILE.go (one file) or - (standard output, one file); default ./NAME for NAME.wasm", elsewhere})
	f.memoryFlags.register(fs)
	fs.text(&f.pkg, "", flagRow{"pkg", "NAME", "package name; default from the directory in a Go module, else from the module's name; main for a WASI command", inOutput})
	fs.toggle(&f.standalone, flagRow{"standalone", "", "copy the runtime packages below the output, which then needs only the standard library", inOutput})
	f.interp.register(fs)
	f.dwarf.register(fs)
	f.nan.register(fs)
	f.shape.register(fs)
	f.preinit.register(fs)
	fs.toggle(&f.snapshot, flagRow{"snapshot", "",
		"instances of a library can be kept and set back by package rt/snapshot: they get a method State", inOutput})
	fs.toggle(&f.interruptible, flagRow{"interruptible", "", "a context can end calls: instances have SetContext, and New takes WithContext", inOutput})
	fs.toggle(&f.fuel, flagRow{"fuel", "", "instances count the instructions they run: they have SetFuel and Fuel, and New takes WithFuel", inOutput})
	fs.toggle(&f.check, flagRow{"check", "", "write nothing; exit 1 if what is there is not what would be written", elsewhere})
	f.talk.register(fs)
}

func (f *translateFlags) validate() error {
	if f.out == "-" && f.standalone {
		return usageError("-standalone writes several files: they cannot go to standard output")
	}
	if f.out == "-" && f.check {
		return usageError("-check has nothing to compare standard output with")
	}
	return cmp.Or(f.memoryFlags.check(), f.interp.check(), f.dwarf.check(), f.preinit.check(), f.shape.check(), f.talk.check(), checkPackage(f.pkg))
}

// nameInput names a module from standard input: after the output, else after the package.
func (f *translateFlags) nameInput() (string, error) {
	name := f.pkg
	if f.out != "" && f.out != "-" {
		out, err := filepath.Abs(strings.TrimSuffix(f.out, ".go"))
		if err != nil {
			return "", err
		}
		name = filepath.Base(out)
	}
	if name == "" {
		return "", usageError("a module from standard input has no name: give -o PATH or -pkg NAME")
	}
	return name, nil
}

// place says where the files go: into dir, the module's own as NAME.go or NAME_001.go and so on.
func (f *translateFlags) place(module string) (dir, name string, single bool) {
	name = baseName(module)
	switch {
	case f.out == "":
		return dirName(name), fileName(name), false
	case strings.HasSuffix(f.out, ".go"):
		return filepath.Dir(f.out), strings.TrimSuffix(filepath.Base(f.out), ".go"), true
	}
	return f.out, fileName(name), false
}

// translate makes the output for a directory or a file.
func (f *translateFlags) translate(module string, file []byte, fs *flags, s streams) (*output, error) {
	dir, name, single := f.place(module)
	out := &output{dir: dir, name: name}
	shared, loc, err := f.surroundings(out, module)
	if err != nil {
		return nil, err
	}
	if err := f.checkPlace(loc, single, s); err != nil {
		return nil, err
	}
	pkg, err := f.choosePackage(out, file)
	if err != nil {
		return nil, err
	}
	o := f.options(module, name, single, fs)
	o.Package = cmp.Or(pkg, f.directoryPackage(loc), o.Package)
	switch {
	case f.standalone:
		o.Runtime, o.ImportPath = loc.root, loc.root
	case loc.found && compiler.IsImportPath(loc.root):
		o.ImportPath = loc.root
	}
	out.files, err = f.module(file, o, f.given(fs), s)
	if err != nil {
		return nil, err
	}
	if first := out.files[0].path; name+".go" != first {
		if single {
			return nil, usagef("-o %s: go build leaves out files of such names: choose one like %s", f.out, first)
		}
		out.name = strings.TrimSuffix(first, ".go")
	}
	if f.standalone {
		err = out.addRuntime(shared, loc)
	}
	return out, err
}

// print writes the one file to standard output.
func (f *translateFlags) print(module string, file []byte, fs *flags, s streams) error {
	files, err := f.module(file, f.options(module, fileName(baseName(module)), true, fs), f.given(fs), s)
	if err != nil {
		return err
	}
	s.bar.end() // it may be the same terminal
	api, err := f.openAPI(files, s)
	if err != nil {
		return err
	}
	for _, file := range files {
		if _, err := s.out.Write(file.data); err != nil {
			return err
		}
	}
	return api.write()
}

// options are those of the translator. fs has the flags that the header of the output names.
func (f *translateFlags) options(module, name string, single bool, fs *flags) compiler.Options {
	o := compiler.Options{
		Name: name, Package: cmp.Or(f.pkg, packageName(baseName(module))), PackageGiven: f.pkg != "", Single: single,
		Mem: f.mem, MemSize: f.memSize, CanonicalNaN: f.nan.canonical, Snapshot: f.snapshot, Fuel: f.fuel, Interruptible: f.interruptible,
		Version: version(), Flags: fs.header(), Input: filepath.Base(module),
	}
	if single && f.out != "-" {
		o.Flags = words(o.Flags, "-o "+quoted(filepath.Base(f.out)))
	}
	f.interp.set(&o)
	f.dwarf.set(&o)
	f.shape.set(&o)
	f.preinit.set(&o)
	return o
}

// uncalled names the flags that are for callers of a package, where there are none.
func (f *translateFlags) uncalled(s streams) {
	var given []string
	for _, flag := range []struct {
		name  string
		given bool
	}{{"-fuel", f.fuel}, {"-interruptible", f.interruptible}, {"-snapshot", f.snapshot}} {
		if flag.given {
			given = append(given, flag.name)
		}
	}
	if len(given) > 0 {
		s.note("%s: %s: of no use, as nobody calls a WASI command; -pkg NAME makes a library of it", f.shown, strings.Join(given, ", "))
	}
}

// module runs the translator. memFlag is a memory flag that the user gave, "" if none: it means nothing to a module without memory.
func (f *translateFlags) module(file []byte, o compiler.Options, memFlag string, s streams) ([]outputFile, error) {
	o.Progress = s.progress()
	begun := time.Now()
	out, err := compiler.Translate(file, o)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.shown, f.preinit.named(f.shape.named(err)))
	}
	s.say("%s: translated %s in %s", f.shown, count(out.Functions, "function"), took(begun))
	for _, w := range out.Warnings {
		s.note("%s: %s", f.shown, w)
	}
	if memFlag != "" && out.Memories == 0 {
		s.noMemory(f.shown, memFlag)
	}
	if out.Command {
		f.uncalled(s)
	}
	if err := f.interp.report(f.shown, out.Interpreted, s); err != nil {
		return nil, err
	}
	f.preinit.report(f.shown, out.Preinit, s)
	files := make([]outputFile, len(out.Files))
	for i, f := range out.Files {
		files[i] = outputFile{f.Name, f.Data}
	}
	return files, nil
}
