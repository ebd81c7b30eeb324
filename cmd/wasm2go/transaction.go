package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// A transaction writes files and removes others, all or none. New content gets temporary names in the files' directories first; then all
// move into place, and what was there is kept, under temporary names, until everything has succeeded.
type transaction struct {
	staged  []move
	created []string // directories, outermost first
	moved   []move   // in the order in which they were done
	kept    []string // what was there before
	temps   int
}

type move struct{ from, to string }

// replaceFile writes one file, in a directory that exists: all of it, or it stays as it is.
func replaceFile(path string, data []byte) error {
	path, err := throughLink(path)
	if err != nil {
		return err
	}
	tx := &transaction{}
	if err = tx.writeTemp(path, data); err == nil {
		err = tx.commit(nil)
	}
	if err != nil {
		tx.rollback()
	}
	return err
}

// stage writes a file under a temporary name.
func (t *transaction) stage(path string, data []byte) error {
	path, err := throughLink(path)
	if err != nil {
		return err
	}
	if err := t.mkdir(filepath.Dir(path)); err != nil {
		return err
	}
	return t.writeTemp(path, data)
}

func (t *transaction) writeTemp(path string, data []byte) error {
	temp, f, err := t.createTemp(path)
	if err != nil {
		return fmt.Errorf("%s: %w", path, cause(err))
	}
	t.staged = append(t.staged, move{temp, path})
	_, err = f.Write(data)
	if err := cmp.Or(err, f.Close()); err != nil {
		return fmt.Errorf("%s: %w", path, cause(err))
	}
	return nil
}

// throughLink is the file that a symbolic link stands for: that one is written, and the link stays.
func throughLink(path string) (string, error) {
	if info, err := os.Lstat(path); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return path, nil
	}
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", fmt.Errorf("%s is a symbolic link: %w", path, err)
	}
	return target, nil
}

func (t *transaction) createTemp(path string) (string, *os.File, error) {
	for {
		temp := t.temp(path)
		f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) { // it does where a process with this number was killed, or runs on another machine
			return temp, f, err
		}
	}
}

// temp is a name beside a file. Go ignores what begins with a dot.
func (t *transaction) temp(path string) string {
	t.temps++
	return filepath.Join(filepath.Dir(path), fmt.Sprintf(".wasm2go-%d-%d.tmp", os.Getpid(), t.temps))
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
		if info, e := os.Stat(dir); e == nil && info.IsDir() {
			return nil // another process was faster
		}
		return err
	}
	t.created = append(t.created, dir)
	return nil
}

// commit gives the staged files their names, and takes others away.
func (t *transaction) commit(remove []string) error {
	for _, s := range t.staged {
		if err := t.keep(s.to); err != nil {
			return err
		}
		if err := t.move(s.from, s.to); err != nil {
			return fmt.Errorf("%s: %w", s.to, cause(err))
		}
	}
	for _, path := range remove {
		temp := t.temp(path)
		err := t.move(path, temp)
		switch {
		case err == nil:
			t.kept = append(t.kept, temp)
		case !errors.Is(err, fs.ErrNotExist): // another process may have been faster
			return fmt.Errorf("%s: %w", path, cause(err))
		}
	}
	for _, temp := range t.kept {
		_ = os.Remove(temp) // at worst it stays
	}
	return nil
}

// keep keeps what a path has, if it has anything, by a second link, so that readers find one or the other all the time; where the file
// system has no links, it is moved.
func (t *transaction) keep(path string) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err == nil && info.IsDir():
		return fmt.Errorf("%s is a directory", path)
	}
	temp := t.temp(path)
	if os.Link(path, temp) == nil {
		t.moved = append(t.moved, move{path, temp})
	} else if err := t.move(path, temp); err != nil {
		return fmt.Errorf("%s: %w", path, cause(err))
	}
	t.kept = append(t.kept, temp)
	return nil
}

func (t *transaction) move(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	t.moved = append(t.moved, move{from, to})
	return nil
}

// rollback puts everything back, and removes what it made.
func (t *transaction) rollback() {
	for _, m := range slices.Backward(t.moved) {
		if os.Rename(m.to, m.from) == nil {
			_ = os.Remove(m.to) // where both are links to one file, renaming does nothing
		}
	}
	for _, s := range t.staged {
		_ = os.Remove(s.from)
	}
	for _, dir := range slices.Backward(t.created) {
		_ = os.Remove(dir) // fails where something is in it
	}
}
