package abi

import (
	"strings"

	"github.com/wasm2go/wasm2go/rt"
)

// sources are the files that a module was made of, as directives in its Go files name them.
type sources struct{ names []string }

// noSource is the number of what is no such file.
const noSource = -1

// sourcesOf reads a list of files, one a line, nil for none.
func sourcesOf(list string) *sources {
	list = strings.Trim(list, "\n")
	if list == "" {
		return nil
	}
	s := &sources{names: strings.Split(list, "\n")}
	for i, name := range s.names {
		s.names[i] = unquoted(name)
	}
	return s
}

// find is the number of the file that Go calls by that name: a relative one it looks for in the directory of the file with the directive,
// whatever that directory has become when the program was built.
func (s *sources) find(goFile string) int {
	found, length := noSource, -1
	if s == nil {
		return found
	}
	goFile = "/" + strings.ReplaceAll(goFile, `\`, "/")
	for i, name := range s.names {
		for strings.HasPrefix(name, "../") {
			name = name[len("../"):]
		}
		if !strings.HasPrefix(name, "/") {
			name = "/" + name
		}
		if len(name) > length && strings.HasSuffix(goFile, name) {
			found, length = i, len(name)
		}
	}
	return found
}

// describe adds the file with that number, and a line of it.
func (s *sources) describe(f *rt.Frame, file, line int) {
	if file != noSource {
		f.File, f.Line = s.names[file], line
	}
}
