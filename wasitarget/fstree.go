package wasitarget

import (
	"hash/fnv"
	"io/fs"
	"os"
	"path"
	"time"
)

// fsTree is a directory of an fs.FS. What the FS answers is not taken for granted: it may be anybody's.
type fsTree struct {
	fsys fs.FS
	dir  string // "." for the root
	dev  uint64
}

func (t *fsTree) at(name string) string { return path.Join(t.dir, name) }

func (t *fsTree) sub(name string) (tree, error) {
	return &fsTree{t.fsys, t.at(name), t.dev}, nil
}

func (t *fsTree) open(name string, flags int) (file, error) {
	if flags&(os.O_WRONLY|os.O_RDWR|os.O_TRUNC) != 0 {
		return nil, errRofs
	}
	f := &fsFile{fsys: t.fsys, name: t.at(name), dev: t.dev}
	return f, f.reopen()
}

func (t *fsTree) lstat(name string) (filestat, error) {
	fi, err := fs.Lstat(t.fsys, t.at(name))
	return fsStat(fi, err, t.dev, t.at(name))
}

// fsStat checks what an FS tells of a file. Where it tells no inode, the name stands for one, so that the guest can tell
// files apart.
func fsStat(fi fs.FileInfo, err error, dev uint64, name string) (filestat, error) {
	switch {
	case err != nil:
		return filestat{}, err
	case fi == nil:
		return filestat{}, errIO
	}
	inode := fnv.New64a()
	inode.Write([]byte(name))
	t := fi.ModTime()
	st := filestat{
		dev: dev, ino: inode.Sum64(), nlink: 1, kind: fileType(fi.Mode()), size: max(0, fi.Size()), atime: t, mtime: t, ctime: t,
	}
	identify(&st, fi, nil)
	return st, nil
}

func (t *fsTree) readlink(name string) (string, error) {
	target, err := fs.ReadLink(t.fsys, t.at(name))
	if err == nil && target == "" { // there is no such link
		err = errIO
	}
	return target, err
}

func (t *fsTree) list() (listing, error) {
	f, err := t.fsys.Open(t.dir)
	switch {
	case err != nil:
		return nil, err
	case f == nil:
		return nil, errIO
	}
	if d, ok := f.(fs.ReadDirFile); ok {
		return &dirListing{d}, nil
	}
	f.Close()
	list, err := fs.ReadDir(t.fsys, t.dir)
	return &dirListing{&wholeDir{list: list}}, err
}

// wholeDir is the directory of an FS that lists it at once only.
type wholeDir struct {
	fs.ReadDirFile
	list []fs.DirEntry
}

func (d *wholeDir) Close() error { return nil }

func (d *wholeDir) ReadDir(n int) ([]fs.DirEntry, error) {
	n = min(n, len(d.list))
	part := d.list[:n]
	d.list = d.list[n:]
	return part, nil
}

func (t *fsTree) mkdir(string) error                          { return errRofs }
func (t *fsTree) rmdir(string) error                          { return errRofs }
func (t *fsTree) unlink(string) error                         { return errRofs }
func (t *fsTree) symlink(string, string) error                { return errRofs }
func (t *fsTree) link(string, tree, string) error             { return errRofs }
func (t *fsTree) rename(string, tree, string) error           { return errRofs }
func (t *fsTree) setTimes(string, time.Time, time.Time) error { return errRofs }
func (t *fsTree) sync() error                                 { return nil }
func (t *fsTree) close() error                                { return nil }
