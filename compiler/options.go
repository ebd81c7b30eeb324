package compiler

import (
	"fmt"
	"go/token"
	"regexp"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/backend"
)

// check refuses what would not stand in Go code as what it is meant to be. What goes into comments alone may be anything. The package's
// name follows from the module, too.
func (o *Options) check() (*backend.Backend, error) {
	b, err := findBackend(o.Mem)
	if err != nil {
		return nil, fmt.Errorf("option Mem: %w", err)
	}
	switch {
	case o.Prefix != "" && !isPrefix(o.Prefix):
		return nil, fmt.Errorf("option Prefix: %q does not begin an exported identifier", o.Prefix)
	case o.ImportPath != "" && !IsImportPath(o.ImportPath):
		return nil, fmt.Errorf("option ImportPath: %q is not an import path", o.ImportPath)
	case o.Runtime != "" && !IsImportPath(o.Runtime):
		return nil, fmt.Errorf("option Runtime: %q is not an import path", o.Runtime)
	}
	return b, nil
}

// findBackend is backend.Find, and refuses what cannot be imported.
func findBackend(mem string) (*backend.Backend, error) {
	b, err := backend.Find(mem)
	if err == nil && b.Own && (!IsImportPath(b.Path) || b.Path == "C" || b.Path == "unsafe") {
		return nil, fmt.Errorf("memory backend %q: %q is not an import path", mem, b.Path)
	}
	return b, err
}

// IsPackageName tells whether a package that others import can have the name. The go command takes documentation for something else.
func IsPackageName(name string) bool {
	return token.IsIdentifier(name) && name != "_" && name != "documentation"
}

// isPrefix tells whether identifiers that begin with it, its first letter in upper case, are exported, and those with the letter in
// lower case are not.
func isPrefix(prefix string) bool {
	first := prefix[:1]
	return token.IsIdentifier(prefix+"_") && strings.ToUpper(first) != strings.ToLower(first)
}

// IsImportPath tells whether the go command would import a package from the path, or from one below it. It is strict about what can be
// a directory anywhere.
func IsImportPath(path string) bool {
	for elem := range strings.SplitSeq(path, "/") {
		if !pathElem.MatchString(elem) || strings.HasSuffix(elem, ".") || device.MatchString(elem) {
			return false
		}
	}
	return path[0] != '-'
}

var (
	pathElem = regexp.MustCompile(`^[A-Za-z0-9._~+-]+$`)
	device   = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)`) // what Windows has no files of that name for
)
