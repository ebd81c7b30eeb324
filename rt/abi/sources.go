package abi

import (
	"path"
	"slices"
	"strings"

	"github.com/wasm2go/wasm2go/rt"
)

// sources are the files that a module was made of, as directives in its Go files name them.
type sources struct{ names []string }

// The numbers of what is no such file: of Go, and of assembly.
const (
	noSource   = -1
	inAssembly = -2
)

// sourcesOf reads a list of files, one a line, nil for none.
func sourcesOf(list string) *sources {
	if list = strings.Trim(list, "\n"); list == "" {
		return nil
	}
	return &sources{names: linesOf(list)}
}

// linesOf are the names on the lines of a text.
func linesOf(text string) []string {
	names := strings.Split(text, "\n")
	for i, name := range names {
		names[i] = unquoted(name)
	}
	return names
}

// find is the number of the file that Go calls by that name: as the directive does, but for an absolute one, whose beginning may be another
// after go build -trimpath.
func (s *sources) find(goFile string) int {
	switch number := s.named(strings.ReplaceAll(goFile, `\`, "/")); {
	case number >= 0:
		return number
	case strings.HasSuffix(goFile, ".s"):
		return inAssembly
	}
	return noSource
}

// named is find among the module's files, negative where it is none.
func (s *sources) named(goFile string) int {
	if s == nil {
		return noSource
	}
	if i := slices.Index(s.names, goFile); i >= 0 {
		return i
	}
	return slices.IndexFunc(s.names, func(name string) bool {
		dir, file := path.Split(name)
		return path.IsAbs(name) && strings.HasSuffix(goFile, "/"+path.Join(path.Base(dir), file))
	})
}

// describe adds the file with that number, and a line of it.
func (s *sources) describe(f *rt.Frame, file, line int) {
	if file >= 0 {
		f.File, f.Line = s.names[file], line
	}
}
