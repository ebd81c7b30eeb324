package wasitarget

import (
	"io"
	"io/fs"
	"os"
	"strings"
	"time"
)

// hostTree is a directory of the host. os.Root keeps every path inside of it, also where the host changes directories and
// links between two steps. Names may lead over links.
type hostTree struct{ root *os.Root }

func openHost(name string) (*hostTree, error) {
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	return &hostTree{root}, nil
}

// straight is the place of a path without dots that leads to something which is no link, as most do. os.Root finds it in a
// fraction of the time, for it follows links on the way by the same rules. Of all other paths it knows too little: nil.
func (t *hostTree) straight(name string, depth int) *place {
	clean := strings.TrimRight(name, "/")
	if strings.Count(clean, "/") > depth {
		return nil
	}
	last := ""
	for last = range strings.SplitSeq(clean, "/") {
		if last == "." || last == ".." {
			return nil
		}
	}
	st, err := t.lstat(clean)
	if err != nil || st.kind == typeSymbolicLink {
		return nil
	}
	return &place{name: clean, last: last, slash: clean != name, exists: true, stat: st}
}

func (t *hostTree) sub(name string) (tree, error) {
	root, err := t.root.OpenRoot(name + "/.") // a pipe that took the directory's place must not be opened
	if err != nil {
		return nil, err
	}
	return &hostTree{root}, nil
}

func (t *hostTree) open(name string, flags int) (file, error) {
	f, err := t.root.OpenFile(name, flags, 0o666)
	if err != nil {
		return nil, err
	}
	return hostFile{f}, nil
}

func (t *hostTree) lstat(name string) (filestat, error) {
	fi, err := t.root.Lstat(name)
	if err != nil {
		return filestat{}, err
	}
	if identifyByHandle && (fi.Mode().IsRegular() || fi.IsDir()) {
		if f, err := t.root.Open(name); err == nil { // not readable: without inode, then
			defer f.Close()
			return hostStat(fi, f), nil
		}
	}
	return hostStat(fi, nil), nil
}

// hostStat is what the host tells of a file. f is the open file, if there is one.
func hostStat(fi os.FileInfo, f *os.File) filestat {
	t := fi.ModTime()
	st := filestat{kind: fileType(fi.Mode()), nlink: 1, size: fi.Size(), atime: t, mtime: t, ctime: t}
	identify(&st, fi, f)
	return st
}

func (t *hostTree) readlink(name string) (string, error) { return t.root.Readlink(name) }
func (t *hostTree) mkdir(name string) error              { return t.root.Mkdir(name, 0o777) }
func (t *hostTree) symlink(target, name string) error    { return t.root.Symlink(target, name) }
func (t *hostTree) close() error                         { return t.root.Close() }

func (t *hostTree) rmdir(name string) error {
	fi, err := t.root.Lstat(name)
	switch {
	case err != nil:
		return err
	case !fi.IsDir():
		return errNotdir
	}
	return t.root.Remove(name)
}

func (t *hostTree) unlink(name string) error {
	fi, err := t.root.Lstat(name)
	switch {
	case err != nil:
		return err
	case fi.IsDir():
		return errIsdir
	}
	return t.root.Remove(name)
}

func (t *hostTree) link(name string, to tree, newName string) error {
	other, ok := to.(*hostTree)
	switch {
	case !ok:
		return errXdev
	case other == t:
		return t.root.Link(name, newName)
	}
	return linkBetween(t.root, name, other.root, newName)
}

func (t *hostTree) rename(name string, to tree, newName string) error {
	other, ok := to.(*hostTree)
	if !ok {
		return errXdev
	}
	return renameHost(t.root, name, other.root, newName)
}

func (t *hostTree) setTimes(name string, atime, mtime time.Time) error {
	fi, err := t.root.Lstat(name)
	switch {
	case err != nil:
		return err
	case fi.Mode()&os.ModeSymlink != 0:
		return setLinkTimes(t.root, name, atime, mtime)
	}
	return t.root.Chtimes(name, atime, mtime)
}

func (t *hostTree) sync() error {
	f, err := t.root.Open(".")
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

func (t *hostTree) list() (listing, error) {
	f, err := t.root.Open(".")
	if err != nil {
		return nil, err
	}
	return &dirListing{f}, nil
}

// dirListing lists a directory of the host, or of an fs.FS.
type dirListing struct{ f fs.ReadDirFile }

func (l *dirListing) next(n int) ([]entry, error) {
	list, err := l.f.ReadDir(n)
	entries := make([]entry, 0, len(list))
	for _, e := range list {
		if e == nil || e.Name() == "" || e.Name() == "." || e.Name() == ".." || strings.ContainsAny(e.Name(), "/\x00") {
			continue // nothing that a guest could name
		}
		entries = append(entries, entry{e.Name(), fileType(e.Type())})
	}
	switch {
	case len(entries) > 0 || err != nil:
	case len(list) > 0: // nonsense, perhaps without end
		err = errIO
	default:
		err = io.EOF
	}
	return entries, err
}

func (l *dirListing) close() error { return l.f.Close() }

// hostFile is an open file of the host.
type hostFile struct{ *os.File }

func (f hostFile) stat() (filestat, error) {
	fi, err := f.Stat()
	if err != nil {
		return filestat{}, err
	}
	return hostStat(fi, f.File), nil
}

func (f hostFile) setTimes(atime, mtime time.Time) error { return setFileTimes(f.File, atime, mtime) }
func (f hostFile) allocate(offset, length int64) error   { return allocate(f.File, offset, length) }
func (f hostFile) setAppend(on bool) error               { return setAppend(f.File, on) }
