//go:build !linux

package wasitarget

import (
	"errors"
	"io/fs"
	"os"
	"time"
)

// renameHost moves inside one directory; between two the guest is told errno xdev, and copies. os.Root refuses to replace a
// directory: an empty one is removed first, which is not atomic.
func renameHost(from *os.Root, oldName string, to *os.Root, newName string) error {
	if from != to {
		return errXdev
	}
	err := from.Rename(oldName, newName)
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	old, oerr := from.Lstat(oldName)
	target, terr := from.Lstat(newName)
	switch {
	case oerr != nil || terr != nil:
		return err
	case !old.IsDir() && target.IsDir():
		return errIsdir
	case os.SameFile(old, target):
		return nil
	}
	if err := from.Remove(newName); err != nil {
		return err
	}
	return from.Rename(oldName, newName)
}

func linkBetween(from *os.Root, oldName string, to *os.Root, newName string) error { return errXdev }

func setLinkTimes(root *os.Root, name string, atime, mtime time.Time) error { return errNotsup }

// allocate gives the file its size; that the space is there, it does not promise.
func allocate(f *os.File, offset, length int64) error { return extend(f, offset+length) }
