package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// An output is a set of files that belong together.
type output struct {
	dir   string
	name  string // the module's files are NAME.go, NAME_001.go and so on
	files []outputFile

	// foreign are files, by their paths below the directory, that are kept though this output does not have them: copies of the runtime
	// that another module in the directory needs.
	foreign map[string]bool
}

type outputFile struct {
	path string // below the directory, with slashes
	data []byte
}

func (o *output) full(path string) string { return filepath.Join(o.dir, filepath.FromSlash(path)) }

// check prints what differs from the files on disk.
func (o *output) check(w io.Writer) error {
	s, err := o.survey()
	if err != nil {
		return err
	}
	stale := o.stale(s)
	if err := o.clash(stale); err != nil {
		return err
	}
	n := len(stale)
	for _, f := range o.files {
		old, err := os.ReadFile(o.full(f.path))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			line(w, "missing %s", o.full(f.path))
		case err != nil:
			return err
		case bytes.Equal(old, f.data):
			continue
		default:
			line(w, "differs %s", o.full(f.path))
		}
		n++
	}
	for _, path := range stale {
		line(w, "stale %s", o.full(path))
	}
	if n > 0 {
		return fmt.Errorf("%s is not up to date: %s would change", o.dir, count(n, "file"))
	}
	return nil
}

// write puts the files in place and removes what earlier outputs left behind, all or none, also where ctx ends. What has not changed is not
// touched.
func (o *output) write(ctx context.Context, say streams) error {
	s, err := o.survey()
	if err != nil {
		return err
	}
	stale := o.stale(s)
	if err := o.clash(stale); err != nil {
		return err
	}
	changed, err := o.changed(s)
	if err != nil {
		return err
	}
	tx := &transaction{}
	for _, f := range changed {
		err := interruption(ctx)
		if err == nil {
			err = tx.stage(o.full(f.path), f.data)
		}
		if err != nil {
			tx.rollback()
			return err
		}
	}
	remove := make([]string, len(stale))
	for i, path := range stale {
		remove[i] = o.full(path)
	}
	if err := tx.commit(remove); err != nil {
		tx.rollback()
		return err
	}
	o.prune(remove)
	for _, f := range changed {
		say.say("wrote %s", o.full(f.path))
	}
	for _, path := range remove {
		say.say("removed %s", path)
	}
	if len(changed)+len(remove) == 0 {
		say.say("%s is up to date", o.dir)
	}
	return nil
}

// prune removes the directories below the output's own that are empty now.
func (o *output) prune(removed []string) {
	for _, path := range removed {
		for dir := filepath.Dir(path); dir != filepath.Clean(o.dir); dir = filepath.Dir(dir) {
			if os.Remove(dir) != nil { // something is left in it
				break
			}
		}
	}
}

// changed returns the files whose content is new. It refuses to replace files that are not ours.
func (o *output) changed(s *survey) ([]outputFile, error) {
	var files []outputFile
	for _, f := range o.files {
		old, err := os.ReadFile(o.full(f.path))
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return nil, err
		case bytes.Equal(old, f.data):
			continue
		default:
			if err := o.replaceable(s, f, old); err != nil {
				return nil, err
			}
		}
		files = append(files, f)
	}
	return files, nil
}

func notDirectory(path string) error {
	return fmt.Errorf("%s exists and is not a directory: choose another -o", path)
}

// isSource reports whether a file can carry a header.
func isSource(name string) bool {
	return strings.HasSuffix(name, ".go") || strings.HasSuffix(name, ".s") || strings.HasSuffix(name, ".h")
}
