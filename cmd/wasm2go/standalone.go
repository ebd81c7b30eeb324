package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/wasm2go/wasm2go"
)

// goVersion goes into the go.mod files that the command writes: what the runtime packages need.
const goVersion = "1.26"

// addRuntime adds copies of the runtime packages that the output and others in its directory import, and the go.mod file where there is none
// but ours.
func (o *output) addRuntime(others []outputFile, loc location) error {
	all := slices.Concat(o.files, others)
	copies, err := runtimeCopies(all, loc.root)
	if err != nil {
		return err
	}
	o.files = append(o.files, copies...)
	if loc.found {
		return nil
	}
	files, err := goModule(loc.root, slices.Concat(all, copies))
	if err != nil {
		return err
	}
	files[0].data = sealed(files[0].data)
	o.files = append(o.files, files...)
	return nil
}

// runtimeCopies returns the runtime packages that the files import, directly or not, and those that hosts need besides, with their imports
// below root.
func runtimeCopies(files []outputFile, root string) ([]outputFile, error) {
	var copies []outputFile
	var queue []string
	seen := map[string]bool{}
	follow := func(data []byte, prefix string) error {
		imports, err := importsBelow(data, prefix)
		for _, dir := range imports {
			own := prefix == root && !hasSource(dir) // of the user: a type of memory
			if !seen[dir] && !own {
				seen[dir] = true
				queue = append(queue, dir)
			}
		}
		return err
	}
	for _, f := range files {
		if strings.HasSuffix(f.path, ".go") {
			if err := follow(f.data, root); err != nil {
				return nil, err
			}
		}
	}
	if keeper := "rt/snapshot"; !seen[keeper] && slices.ContainsFunc(files, hasState) {
		seen[keeper] = true
		queue = append(queue, keeper)
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
			}
			copies = append(copies, outputFile{f.path, copied(f, root)})
		}
	}
	if len(copies) > 0 {
		license, err := wasm2go.Sources.ReadFile("LICENSE")
		if err != nil {
			return nil, err
		}
		copies = append(copies, outputFile{licenseCopy, license})
	}
	slices.SortFunc(copies, func(a, b outputFile) int { return strings.Compare(a.path, b.path) })
	return copies, nil
}

// hasState tells whether a file is one of -snapshot.
func hasState(f outputFile) bool { return bytes.Contains(f.data, []byte(".core.State(m.state)")) }

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

// hasSource tells whether a directory is that of an embedded package.
func hasSource(dir string) bool {
	_, err := fs.Stat(wasm2go.Sources, dir)
	return err == nil
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

// licenseCopy is the copy of the licence.
const licenseCopy = "rt/LICENSE"

// copied is a runtime source with our header and with its imports below root. Import paths stand in quotes, and nothing else in these
// sources does that begins with the module's path; a test makes sure.
func copied(f outputFile, root string) []byte {
	header := fmt.Sprintf("%s%s%s%s; DO NOT EDIT.\n\n", ownHeader, version(), copyMark, f.path)
	body := bytes.ReplaceAll(f.data, []byte(`"`+wasm2go.Module+`/`), []byte(`"`+root+`/`))
	return append([]byte(header), body...)
}
