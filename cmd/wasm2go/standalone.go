package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/wasm2go/wasm2go"
)

// goVersion goes into the go.mod files that the command writes: what the runtime packages need.
const goVersion = "1.26"

// runtimeCopies returns the runtime packages that the files import, directly or not, with their imports below root.
func runtimeCopies(files []outputFile, root string) ([]outputFile, error) {
	var copies []outputFile
	var queue []string
	seen := map[string]bool{}
	follow := func(data []byte, prefix string) error {
		imports, err := importsBelow(data, prefix)
		for _, dir := range imports {
			if !seen[dir] {
				seen[dir] = true
				queue = append(queue, dir)
			}
		}
		return err
	}
	for _, f := range files {
		seen[path.Dir(f.path)] = true // a part of the module itself
	}
	for _, f := range files {
		if strings.HasSuffix(f.path, ".go") {
			if err := follow(f.data, root); err != nil {
				return nil, err
			}
		}
	}
	if opener := "mem/sram/open"; seen["mem/sram"] && !seen[opener] {
		seen[opener] = true
		queue = append(queue, opener) // whoever calls New opens the chips, and needs an array of the copy's own type
	}
	if helper := "mem/data"; seen["mem"] && !seen["wasitarget"] && !seen[helper] {
		seen[helper] = true
		queue = append(queue, helper) // whoever passes data, as callers of a library do, needs it for the copy's own memories
	}
	for ; len(queue) > 0; queue = queue[1:] {
		sources, err := packageSources(queue[0])
		if err != nil {
			return nil, err
		}
		for _, f := range sources {
			if strings.HasSuffix(f.path, ".go") {
				if err := follow(f.data, wasm2go.Module); err != nil {
					return nil, err
				}
				f.data = copied(f, root)
			}
			copies = append(copies, f)
		}
	}
	if len(copies) > 0 {
		license, err := wasm2go.Sources.ReadFile("LICENSE")
		if err != nil {
			return nil, err
		}
		copies = append(copies, outputFile{"rt/LICENSE", license})
	}
	slices.SortFunc(copies, func(a, b outputFile) int { return strings.Compare(a.path, b.path) })
	return copies, nil
}

// importsBelow returns the imports of a Go file that lie below prefix, without it.
func importsBelow(data []byte, prefix string) ([]string, error) {
	paths, err := fileImports(data)
	if err != nil {
		return nil, err
	}
	var dirs []string
	for _, p := range paths {
		if dir, ok := strings.CutPrefix(p, prefix+"/"); ok {
			dirs = append(dirs, dir)
		}
	}
	return dirs, nil
}

// packageSources reads an embedded package without its tests.
func packageSources(dir string) ([]outputFile, error) {
	entries, err := fs.ReadDir(wasm2go.Sources, dir)
	if err != nil {
		return nil, fmt.Errorf("-standalone: no source of %s in this tool: %w", dir, err)
	}
	var files []outputFile
	for _, e := range entries {
		if e.IsDir() || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		switch path.Ext(e.Name()) {
		case ".go", ".s", ".h":
			data, err := fs.ReadFile(wasm2go.Sources, path.Join(dir, e.Name()))
			if err != nil {
				return nil, err
			}
			files = append(files, outputFile{path.Join(dir, e.Name()), data})
		}
	}
	return files, nil
}

// copied is a runtime source with our header and with its imports below root. Import paths stand in quotes, and nothing else in these
// sources does that begins with the module's path; a test makes sure.
func copied(f outputFile, root string) []byte {
	header := fmt.Sprintf("%s%s%s%s; DO NOT EDIT.\n\n", ownHeader, version(), copyMark, f.path)
	body := bytes.ReplaceAll(f.data, []byte(`"`+wasm2go.Module+`/`), []byte(`"`+root+`/`))
	return append([]byte(header), body...)
}

// importRoot finds the import path of a directory: the module path of the go.mod above it and the way down from there. Where there
// is no go.mod, one belongs into the directory, for the module name: inModule is false.
func importRoot(dir, name string) (root string, inModule bool, err error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", false, err
	}
	for up := abs; ; up = filepath.Dir(up) {
		data, err := os.ReadFile(filepath.Join(up, "go.mod"))
		if err == nil {
			module := modulePath(data)
			if module == "" {
				return "", false, fmt.Errorf("%s: no module path", filepath.Join(up, "go.mod"))
			}
			below, err := filepath.Rel(up, abs)
			return path.Join(module, filepath.ToSlash(below)), true, err
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", false, err
		}
		if up == filepath.Dir(up) {
			return name, false, nil
		}
	}
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
