package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"go/build"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/wasm2go/wasm2go/compiler"
)

// standardInput is the name of a module that comes from there.
const standardInput = "-"

// shown is a module's name for people.
func shown(path string) string {
	if path == standardInput {
		return "standard input"
	}
	return path
}

// readModule reads a module's file, or standard input. What is wrong with its content is for the decoder to say, except for what users
// confuse with a module.
func readModule(path string, s streams) ([]byte, error) {
	data, err := readFile(path, s)
	path = shown(path)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", path, cause(err))
	case len(data) == 0:
		return nil, fmt.Errorf("%s: the file is empty", path)
	case bytes.HasPrefix(bytes.TrimSpace(data[:min(len(data), 1<<10)]), []byte("(")), bytes.HasPrefix(data, []byte(";;")):
		return nil, fmt.Errorf("%s: this is the text format: convert it with wat2wasm first", path)
	}
	return data, nil
}

func readFile(path string, s streams) ([]byte, error) {
	if path == standardInput {
		if isTerminal(s.in) {
			return nil, errors.New("is a terminal: give a file, or let another program write the module")
		}
		return io.ReadAll(s.in)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, errors.New("is a directory, not a module")
	}
	return os.ReadFile(path)
}

// cause takes the operation and the paths out of a file error.
func cause(err error) error {
	switch e := err.(type) {
	case *os.PathError:
		return e.Err
	case *os.LinkError:
		return e.Err
	}
	return err
}

func sha256Hex(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// baseName is the module's name: its file name without .wasm.
func baseName(path string) string {
	return strings.TrimSuffix(filepath.Base(path), ".wasm")
}

// fileName makes of a module's name one that a Go file can have: NAME.go must be part of the package on every platform, which
// excludes x_test, x_linux and x_wasm, x_linux.y, and the names of devices.
func fileName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || r == '-' || r == '.') {
			return r
		}
		return '_'
	}, name)
	name = strings.TrimLeft(name, "_.-")
	// A platform that does not exist shares no constraint with a file name.
	nowhere := build.Context{GOOS: "nowhere", GOARCH: "nothing", OpenFile: func(string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader("package p")), nil
	}}
	ok, err := nowhere.MatchFile(".", name+".go")
	if err != nil || !ok || name == "" || strings.HasSuffix(name, "_test") || !compiler.IsImportPath(name) {
		name = strings.ReplaceAll(name, ".", "_") + "_module"
	}
	return strings.TrimLeft(name, "_")
}

// dirName makes of a module's name one that a directory with a package can have. The go command takes vendor for something else, and
// its patterns leave out testdata and what begins with a dot or an underscore.
func dirName(name string) string {
	switch {
	case name == "vendor" || name == "testdata":
		return name + "_module"
	case !compiler.IsImportPath(name) || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_"):
		return fileName(name)
	}
	return name
}

// rootName makes of a package's name the path of a module: not one that means something else to the go command, as those of the standard
// library do.
func rootName(name string) string {
	switch {
	case slices.Contains(takenRoots, name):
		return name + "_module"
	case !compiler.IsImportPath(name):
		return fileName(name)
	}
	return name
}

// takenRoots are patterns of the go command, and what import paths of the standard library begin with.
var takenRoots = strings.Fields(`all main std tool toolchain work vendor C builtin documentation
	archive arena bufio bytes cmd cmp compress container context crypto database debug embed encoding errors expvar flag fmt go hash html image
	index internal io iter log maps math mime net os path plugin reflect regexp runtime simd slices sort strconv strings structs sync syscall
	testing text time unicode unique unsafe weak`)

// packageName makes a package name of a module's name: lower case letters and digits.
func packageName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r = unicode.ToLower(r); r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, name)
	name = strings.Trim(name, "_")
	if !compiler.IsPackageName(name) || name == "main" || name == "init" {
		name = "wasm" + name
	}
	return name
}
