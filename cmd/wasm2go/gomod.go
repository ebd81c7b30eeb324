package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// A location is where a directory is among Go's import paths.
type location struct {
	root  string // its import path
	below string // the way down from the go.mod file to it, "." if it is in the directory itself
	found bool   // there is a go.mod file that is the user's, and root follows from it
}

// locate finds the import path of a directory: the module path of the go.mod above it and the way down from there. Where there is none, one
// belongs into the directory, for the module name.
func locate(dir, name string) (location, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return location{}, err
	}
	for up := abs; ; up = filepath.Dir(up) {
		data, err := os.ReadFile(filepath.Join(up, "go.mod"))
		switch {
		case err == nil && up == abs && ownGoMod(dir):
			// It goes with the copies of the runtime.
		case err == nil:
			module := modulePath(data)
			if module == "" {
				return location{}, fmt.Errorf("%s: no module path", filepath.Join(up, "go.mod"))
			}
			below, err := filepath.Rel(up, abs)
			below = filepath.ToSlash(below)
			return location{path.Join(module, below), below, true}, err
		case !errors.Is(err, fs.ErrNotExist):
			return location{}, err
		}
		if up == filepath.Dir(up) {
			return location{root: name, below: "."}, nil
		}
	}
}

// locateOwn is the location of a directory with a go.mod file that this command wrote.
func locateOwn(dir string) (location, error) {
	data, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	return location{root: modulePath(data), below: "."}, err
}

// goModHeader begins a go.mod file of ours, and the hash of what follows ends it: who edits the file has one of their own.
const goModHeader = " -standalone; DO NOT EDIT.\n// Content SHA-256: "

// sealed is a go.mod file with our header.
func sealed(goMod []byte) []byte {
	return fmt.Appendf(nil, "%s%s%s%s\n\n%s", ownHeader, version(), goModHeader, sha256Hex(goMod), goMod)
}

// ownGoMod tells whether the go.mod file in a directory is as this command wrote it.
func ownGoMod(dir string) bool {
	data, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil || !bytes.HasPrefix(data, ownHeader) {
		return false
	}
	header, content, _ := bytes.Cut(data, []byte("\n\n"))
	return bytes.HasSuffix(header, []byte(goModHeader+sha256Hex(content)))
}

// modulePath returns the path in the module directive of a go.mod file, or "".
func modulePath(goMod []byte) string {
	for line := range strings.Lines(string(goMod)) {
		line, _, _ = strings.Cut(line, "//")
		words := strings.Fields(line)
		if len(words) != 2 || words[0] != "module" {
			continue
		}
		if p, err := strconv.Unquote(words[1]); err == nil {
			return p
		}
		return words[1]
	}
	return ""
}
