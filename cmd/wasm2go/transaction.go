package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A transaction writes files under temporary names in their directories and then renames them all.
type transaction struct {
	staged  []stagedFile
	created []string // directories, outermost first
}

type stagedFile struct{ temp, path string }

// stage writes a file under a temporary name.
func (t *transaction) stage(path string, data []byte) error {
	dir := filepath.Dir(path)
	if err := t.mkdir(dir); err != nil {
		return err
	}
	temp := filepath.Join(dir, fmt.Sprintf(".wasm2go-%d-%d.tmp", os.Getpid(), len(t.staged)))
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	t.staged = append(t.staged, stagedFile{temp, path})
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// mkdir is os.MkdirAll that remembers what it made.
func (t *transaction) mkdir(dir string) error {
	info, err := os.Stat(dir)
	if err == nil {
		if !info.IsDir() {
			return notDirectory(dir)
		}
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if parent := filepath.Dir(dir); parent != dir {
		if err := t.mkdir(parent); err != nil {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o777); err != nil {
		return err
	}
	t.created = append(t.created, dir)
	return nil
}

// commit gives the files their names.
func (t *transaction) commit() error {
	for len(t.staged) > 0 {
		if err := os.Rename(t.staged[0].temp, t.staged[0].path); err != nil {
			return err
		}
		t.staged = t.staged[1:]
	}
	return nil
}

// rollback removes what is not in place yet, and directories that stay empty.
func (t *transaction) rollback() {
	for _, f := range t.staged {
		_ = os.Remove(f.temp)
	}
	for i := len(t.created) - 1; i >= 0; i-- {
		_ = os.Remove(t.created[i]) // fails where something is in it
	}
}
