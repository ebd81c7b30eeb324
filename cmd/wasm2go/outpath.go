package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/wasm2go/wasm2go/compiler"
)

// surroundings are where the output's directory is among Go's import paths, and the other modules there that share copies of the
// runtime, which stay.
func (f *translateFlags) surroundings(out *output, module string) (shared []outputFile, loc location, err error) {
	others, err := out.neighbours()
	if err != nil {
		return nil, location{}, err
	}
	own := ownGoMod(out.dir)
	if own {
		loc, err = locateOwn(out.dir)
	} else {
		loc, err = locate(out.dir, rootName(packageName(baseName(module))))
	}
	if err != nil {
		if f.standalone {
			return nil, loc, err
		}
		return nil, location{below: "."}, nil // it matters to very large modules, which say so
	}
	copies, err := runtimeCopies(others, loc.root)
	if err != nil {
		return nil, loc, err
	}
	out.foreign = map[string]bool{}
	for _, c := range copies {
		out.foreign[c.path] = true
	}
	if own && !f.standalone && len(copies) == 0 { // the go.mod file goes
		loc, err = locate(out.dir, "")
	}
	return others, loc, err
}

// checkPlace refuses an output from where Go imports nothing.
func (f *translateFlags) checkPlace(loc location, single bool, s streams) error {
	switch {
	case f.standalone && !compiler.IsImportPath(loc.root):
		return fmt.Errorf("-standalone: Go imports nothing from %q: choose another -o", loc.root)
	case f.standalone && !loc.found && single:
		return fmt.Errorf("-standalone: no go.mod above %s: run go mod init there, or let -o name a directory", f.out)
	case f.out == "" || f.standalone && !loc.found:
		return nil
	}
	out := f.out
	if single {
		out = filepath.Dir(out)
	}
	note, err := checkImportable(out, loc)
	if note != "" {
		s.note("%s", note)
	}
	return err
}

// checkImportable refuses an output that Go would not import, and whose mere presence makes it refuse ./..., for its path below the go.mod
// file. Where there is no such file yet, nobody knows where it will be: then the reason comes back as a note.
func checkImportable(out string, loc location) (note string, err error) {
	if loc.found {
		if why := unimportable(loc.below); why != "" {
			return "", usagef("-o %s: %s", out, why)
		}
		return "", nil
	}
	if filepath.IsAbs(out) {
		return "", nil
	}
	if why := unimportable(filepath.ToSlash(filepath.Clean(out))); why != "" {
		return fmt.Sprintf("-o %s: %s, unless the go.mod file will be in it", out, why), nil
	}
	return "", nil
}

// unimportable says why Go imports nothing from a path below a go.mod file, "" if it does.
func unimportable(path string) string {
	for elem := range strings.SplitSeq(path, "/") {
		switch {
		case elem == "." || elem == "..":
		case elem == "vendor":
			return "the go command takes vendor for copies of what a module requires"
		case !compiler.IsImportPath(elem):
			return fmt.Sprintf("Go imports nothing from a directory %q: choose a name like %s", elem, fileName(elem))
		}
	}
	return ""
}
