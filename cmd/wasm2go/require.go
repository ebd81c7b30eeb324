package main

import (
	"bytes"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"github.com/wasm2go/wasm2go"
)

// goModule makes the go.mod and go.sum of a module that consists of the files. What they import besides the standard library and the module
// itself it requires in the version with which this tool was built: then those who built it can build the module without a network.
func goModule(name string, files []outputFile) ([]outputFile, error) {
	needed, err := requirements(name, files)
	if err != nil {
		return nil, err
	}
	var mod bytes.Buffer
	mod.WriteString("module " + name + "\n\ngo " + goVersion + "\n")
	if len(needed) == 0 {
		return []outputFile{{"go.mod", mod.Bytes()}}, nil
	}
	mod.WriteString("\nrequire (\n")
	for _, r := range needed {
		mod.WriteString("\t" + r.path + " " + r.version + "\n")
	}
	mod.WriteString(")\n")
	sum, err := checksums(needed)
	return []outputFile{{"go.mod", mod.Bytes()}, {"go.sum", sum}}, err
}

// A requirement is a line of a go.mod file.
type requirement struct{ path, version string }

// requirements finds the modules that the files import, among those that this tool's own go.mod names.
func requirements(name string, files []outputFile) ([]requirement, error) {
	goMod, err := wasm2go.Sources.ReadFile("go.mod")
	if err != nil {
		return nil, err
	}
	known := parseRequirements(goMod)
	var needed []requirement
	for _, f := range files {
		if !strings.HasSuffix(f.path, ".go") {
			continue
		}
		imports, err := fileImports(f.data)
		if err != nil {
			return nil, err
		}
		for _, p := range imports {
			for _, r := range known {
				if (p == r.path || strings.HasPrefix(p, r.path+"/")) && r.path != name && !slices.Contains(needed, r) {
					needed = append(needed, r)
				}
			}
		}
	}
	slices.SortFunc(needed, func(a, b requirement) int { return strings.Compare(a.path, b.path) })
	return needed, nil
}

// parseRequirements reads the require directives of a go.mod file that the go command has formatted.
func parseRequirements(goMod []byte) []requirement {
	var list []requirement
	for line := range strings.Lines(string(goMod)) {
		words := strings.Fields(strings.TrimPrefix(line, "require "))
		if len(words) >= 2 && strings.HasPrefix(words[1], "v") {
			list = append(list, requirement{words[0], words[1]})
		}
	}
	return list
}

// checksums returns the lines of this tool's own go.sum for some modules.
func checksums(of []requirement) ([]byte, error) {
	goSum, err := wasm2go.Sources.ReadFile("go.sum")
	if err != nil {
		return nil, err
	}
	var lines []byte
	for line := range bytes.Lines(goSum) {
		for _, r := range of {
			if bytes.HasPrefix(line, []byte(r.path+" "+r.version)) {
				lines = append(lines, line...)
			}
		}
	}
	return lines, nil
}

// fileImports returns the import paths of a Go file.
func fileImports(data []byte) ([]string, error) {
	file, err := parser.ParseFile(token.NewFileSet(), "", data, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	paths := make([]string, len(file.Imports))
	for i, spec := range file.Imports {
		if paths[i], err = strconv.Unquote(spec.Path.Value); err != nil {
			return nil, err
		}
	}
	return paths, nil
}
