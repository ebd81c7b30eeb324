package wasitarget

import (
	"io"
	"io/fs"
	"math"
	"os"
	"path"
	"sync"
	"time"
)

// MemFS is a file system in memory, with directories, hard and symbolic links, times and inode numbers. As [Dir.FS] it is
// writable; it may be preopened in several Systems at once. The host uses it as an [fs.FS], with the paths of that: it reads
// the guest's results there, and puts files in by WriteFile and Add. Nothing is lost until the MemFS itself is garbage.
type MemFS struct {
	options MemOptions

	mu    sync.Mutex
	root  *inode
	bytes int64  // of all files and links
	files int    // all names in directories
	last  uint64 // the last inode's number
}

// MemOptions bounds a MemFS: a guest that goes beyond is told errno nospc. A field that is zero has a default.
type MemOptions struct {
	Bytes int64            // sum of the sizes of all files, holes included, and symbolic links: 256 MiB
	Files int              // names of files, directories and links: 65,536
	Now   func() time.Time // the files' times: time.Now
}

// NewMemFS makes an empty file system.
func NewMemFS(o MemOptions) *MemFS {
	if o.Bytes == 0 {
		o.Bytes = 256 << 20
	}
	if o.Files == 0 {
		o.Files = 1 << 16
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	m := &MemFS{options: o}
	m.root = m.newInode(typeDirectory)
	m.root.nlink++ // nobody can remove it
	return m
}

// WriteFile puts a file in, in place of the one there was, with the directories above it.
func (m *MemFS) WriteFile(name string, data []byte) error {
	fail := func(err error) error { return &fs.PathError{Op: "write", Path: name, Err: err} }
	if !fs.ValidPath(name) {
		return fail(fs.ErrInvalid)
	}
	if err := m.mkdirAll(path.Dir(name)); err != nil {
		return fail(err)
	}
	f, err := m.openFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC)
	if err != nil {
		return fail(err)
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return fail(err)
	}
	return nil
}

// Add puts a copy of all files, directories and symbolic links of fsys in; anything else there is an error.
func (m *MemFS) Add(fsys fs.FS) error {
	return fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			err = m.mkdirAll(name)
		case d.Type()&fs.ModeSymlink != 0:
			var target string
			if target, err = fs.ReadLink(fsys, name); err == nil {
				err = m.directory().symlink(target, name)
			}
		case d.Type().IsRegular():
			err = m.copyFile(fsys, name)
		default: // reading a pipe might wait for ever
			err = fs.ErrInvalid
		}
		if err != nil {
			return &fs.PathError{Op: "add", Path: name, Err: err}
		}
		return nil
	})
}

func (m *MemFS) copyFile(fsys fs.FS, name string) error {
	from, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := m.openFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC)
	if err != nil {
		return err
	}
	defer to.Close()
	_, err = io.Copy(to, from)
	return err
}

// directory is the root as the host sees it, who may go as deep as it likes.
func (m *MemFS) directory() *directory { return &directory{tree: m.tree(0), depth: math.MaxInt} }

func (m *MemFS) mkdirAll(name string) error {
	d := m.directory()
	for i, c := range name + "/" {
		if c != '/' {
			continue
		}
		p, err := d.walk(name[:i], true, true)
		switch {
		case err != nil:
			return err
		case !p.exists:
			err = d.tree.mkdir(p.name)
		case !p.isDir():
			err = errNotdir
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (m *MemFS) openFile(name string, flags int) (file, error) {
	d := m.directory()
	p, err := d.walk(name, true, true)
	switch {
	case err != nil:
		return nil, err
	case p.isDir():
		return nil, errIsdir
	}
	return d.tree.open(p.name, flags)
}

// Open opens a file or directory for reading (fs.FS). Symbolic links are followed inside the file system.
func (m *MemFS) Open(name string) (fs.File, error) {
	f, err := m.openAny(name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return f, nil
}

func (m *MemFS) openAny(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, fs.ErrInvalid
	}
	d := m.directory()
	p, err := d.find(name, true)
	if err != nil {
		return nil, err
	}
	info := memInfo{path.Base(name), p.stat}
	if p.isDir() {
		sub, err := d.tree.sub(p.name)
		if err != nil {
			return nil, err
		}
		defer sub.close() // a directory that is removed meanwhile is empty, held open or not
		l, err := sub.list()
		return &memDir{info: info, tree: sub, listing: l}, err
	}
	f, err := d.tree.open(p.name, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	return &memReader{file: f, name: info.name}, nil
}

// Stat describes what a path leads to (fs.StatFS).
func (m *MemFS) Stat(name string) (fs.FileInfo, error) { return m.info("stat", name, true) }

// Lstat is Stat without following a symbolic link at the end (fs.ReadLinkFS).
func (m *MemFS) Lstat(name string) (fs.FileInfo, error) { return m.info("lstat", name, false) }

func (m *MemFS) info(op, name string, follow bool) (fs.FileInfo, error) {
	err := error(fs.ErrInvalid)
	if fs.ValidPath(name) {
		var p *place
		if p, err = m.directory().find(name, follow); err == nil {
			return memInfo{path.Base(name), p.stat}, nil
		}
	}
	return nil, &fs.PathError{Op: op, Path: name, Err: err}
}

// ReadLink is what a symbolic link contains (fs.ReadLinkFS).
func (m *MemFS) ReadLink(name string) (string, error) {
	err := error(fs.ErrInvalid)
	if fs.ValidPath(name) {
		d := m.directory()
		var p *place
		if p, err = d.find(name, false); err == nil {
			var target string
			if target, err = d.tree.readlink(p.name); err == nil {
				return target, nil
			}
		}
	}
	return "", &fs.PathError{Op: "readlink", Path: name, Err: err}
}

// memInfo is a file of a MemFS as the host sees it.
type memInfo struct {
	name string
	st   filestat
}

func (i memInfo) Name() string               { return i.name }
func (i memInfo) Size() int64                { return i.st.size }
func (i memInfo) ModTime() time.Time         { return i.st.mtime }
func (i memInfo) IsDir() bool                { return i.st.kind == typeDirectory }
func (i memInfo) Sys() any                   { return nil }
func (i memInfo) Type() fs.FileMode          { return i.Mode().Type() }
func (i memInfo) Info() (fs.FileInfo, error) { return i, nil }
func (i memInfo) String() string             { return fs.FormatFileInfo(i) }

func (i memInfo) Mode() fs.FileMode {
	switch i.st.kind {
	case typeDirectory:
		return fs.ModeDir | 0o777
	case typeSymbolicLink:
		return fs.ModeSymlink | 0o777
	}
	return 0o666
}

// memReader is an open file for the host: it reads and seeks.
type memReader struct {
	file file
	name string
}

func (r *memReader) Read(b []byte) (int, error)                { return r.file.Read(b) }
func (r *memReader) ReadAt(b []byte, off int64) (int, error)   { return r.file.ReadAt(b, off) }
func (r *memReader) Seek(off int64, whence int) (int64, error) { return r.file.Seek(off, whence) }
func (r *memReader) Close() error                              { return r.file.Close() }

func (r *memReader) Stat() (fs.FileInfo, error) {
	st, err := r.file.stat()
	return memInfo{r.name, st}, err
}

// memDir is an open directory for the host.
type memDir struct {
	info memInfo
	tree tree
	listing
}

func (d *memDir) Stat() (fs.FileInfo, error) { return d.info, nil }
func (d *memDir) Close() error               { return d.listing.close() }

func (d *memDir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.info.name, Err: errIsdir}
}

func (d *memDir) ReadDir(n int) ([]fs.DirEntry, error) {
	list, err := d.next(n)
	entries := make([]fs.DirEntry, 0, len(list))
	for _, e := range list {
		st, err := d.tree.lstat(e.name)
		if err != nil { // gone meanwhile
			continue
		}
		entries = append(entries, memInfo{e.name, st})
	}
	if n <= 0 && err == io.EOF {
		err = nil
	}
	return entries, err
}
