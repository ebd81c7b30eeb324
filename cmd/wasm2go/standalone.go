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
	c := &copier{root: root, wanted: map[string]bool{}}
	for _, f := range files {
		if err := c.follow(f, root); err != nil {
			return nil, err
		}
	}
	c.companions(files)
	for ; len(c.queue) > 0; c.queue = c.queue[1:] {
		if err := c.copy(c.queue[0]); err != nil {
			return nil, err
		}
	}
	if len(c.copies) > 0 {
		license, err := wasm2go.Sources.ReadFile("LICENSE")
		if err != nil {
			return nil, err
		}
		c.copies = append(c.copies, outputFile{licenseCopy, license})
	}
	slices.SortFunc(c.copies, func(a, b outputFile) int { return strings.Compare(a.path, b.path) })
	return c.copies, nil
}

// A copier copies runtime packages, by their directories in this module.
type copier struct {
	root   string // above the copies
	wanted map[string]bool
	queue  []string // of what is wanted, that is not copied yet
	copies []outputFile
}

func (c *copier) want(dir string) {
	if !c.wanted[dir] {
		c.wanted[dir] = true
		c.queue = append(c.queue, dir)
	}
}

// follow wants what a file, if it is Go, imports from below prefix.
func (c *copier) follow(f outputFile, prefix string) error {
	if !strings.HasSuffix(f.path, ".go") {
		return nil
	}
	imports, err := importsBelow(f.data, prefix)
	for _, dir := range imports {
		if prefix == wasm2go.Module || hasSource(dir) { // else it is the user's: a type of memory
			c.want(dir)
		}
	}
	return err
}

// companions wants what the files do not import, but who calls them: it has to be for the types of the copies.
func (c *copier) companions(files []outputFile) {
	if slices.ContainsFunc(files, hasState) {
		c.want("rt/snapshot")
	}
	if c.wanted["mem/sram"] {
		c.want("mem/sram/open") // New is given chips
	}
	if c.wanted["mem"] && !c.wanted["wasitarget"] {
		c.want("mem/data") // callers of a library pass data
	}
}

// copy copies a package, and wants what that imports.
func (c *copier) copy(dir string) error {
	sources, err := packageSources(dir)
	if err != nil {
		return err
	}
	for _, f := range sources {
		if err := c.follow(f, wasm2go.Module); err != nil {
			return err
		}
		c.copies = append(c.copies, outputFile{f.path, copied(f, c.root)})
	}
	return nil
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
