package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/wasm2go/wasm2go/compiler"
)

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
