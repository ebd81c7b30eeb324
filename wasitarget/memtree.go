package wasitarget

import (
	"io"
	"math"
	"os"
	"path"
	"slices"
	"strings"
	"time"
)

// maxName is how long a component of a path may be, in bytes: as on most systems.
const maxName = 255

// inode is a file, directory or symbolic link of a MemFS, which guards it by its lock.
type inode struct {
	ino                 uint64
	kind                uint8
	nlink               uint64
	opened              int // handles: what has no name lives on while there are some
	atime, mtime, ctime time.Time

	entries map[string]*inode // of a directory
	parent  *inode            // of a directory that has a name
	target  string            // of a symbolic link
	data    chunks            // of a file
}

// newInode makes a node without a name.
func (m *MemFS) newInode(kind uint8) *inode {
	m.files++
	m.last++
	now := m.options.Now()
	n := &inode{ino: m.last, kind: kind, atime: now, mtime: now, ctime: now}
	if kind == typeDirectory {
		n.entries, n.nlink = map[string]*inode{}, 1 // its own "."
	}
	return n
}

// touch notes that the node's content changed.
func (m *MemFS) touch(n *inode) {
	n.mtime = m.options.Now()
	n.ctime = n.mtime
}

// release frees a node that has neither name nor handle any more.
func (m *MemFS) release(n *inode) {
	if n.opened > 0 || n.nlink > 0 {
		return
	}
	m.files--
	m.bytes -= n.data.size
	n.data = chunks{}
}

// attach gives a node a name in a directory.
func (m *MemFS) attach(dir *inode, name string, n *inode) {
	dir.entries[name] = n
	n.nlink++
	if n.kind == typeDirectory {
		n.parent = dir
		dir.nlink++ // the new one's ".."
	}
	m.touch(dir)
	n.ctime = dir.ctime
}

// detach takes a name away.
func (m *MemFS) detach(dir *inode, name string) {
	n := dir.entries[name]
	delete(dir.entries, name)
	n.nlink--
	if n.kind == typeDirectory {
		n.parent = nil
		dir.nlink--
	}
	m.touch(dir)
	n.ctime = dir.ctime
}

// remove takes a name away for good.
func (m *MemFS) remove(dir *inode, name string) {
	n := dir.entries[name]
	m.detach(dir, name)
	if n.kind == typeDirectory {
		n.nlink = 0 // its own "."
	}
	m.release(n)
}

// above reports whether a directory is n or contains it.
func (n *inode) above(d *inode) bool {
	for ; d != nil; d = d.parent {
		if d == n {
			return true
		}
	}
	return false
}

func (n *inode) stat(dev uint64) filestat {
	st := filestat{
		dev: dev, ino: n.ino, nlink: n.nlink, kind: n.kind, size: n.data.size, atime: n.atime, mtime: n.mtime, ctime: n.ctime,
	}
	if n.kind == typeSymbolicLink {
		st.size = int64(len(n.target))
	}
	return st
}

func (m *MemFS) setTimes(n *inode, atime, mtime time.Time) {
	if !atime.IsZero() {
		n.atime = atime
	}
	if !mtime.IsZero() {
		n.mtime = mtime
	}
	n.ctime = m.options.Now()
}

// memTree is a directory of a MemFS. Its methods hold the lock; the nodes' do not.
type memTree struct {
	fs  *MemFS
	dir *inode
	dev uint64
}

func (m *MemFS) tree(dev uint64) *memTree { return m.handle(m.root, dev) }

// handle opens a directory. Only the root needs no lock: it is never released.
func (m *MemFS) handle(dir *inode, dev uint64) *memTree {
	if dir != m.root {
		dir.opened++
	}
	return &memTree{m, dir, dev}
}

func (t *memTree) close() error {
	if t.dir == t.fs.root {
		return nil
	}
	t.fs.mu.Lock()
	defer t.fs.mu.Unlock()
	t.dir.opened--
	t.fs.release(t.dir)
	return nil
}

// parent finds the directory that a name is in, and the last component.
func (t *memTree) parent(name string) (*inode, string, error) {
	dir := t.dir
	above, base := path.Split(name)
	for part := range strings.SplitSeq(strings.TrimSuffix(above, "/"), "/") {
		if part == "" {
			continue
		}
		next, err := dir.child(part)
		if err != nil {
			return nil, "", err
		}
		if next.kind != typeDirectory {
			return nil, "", errNotdir
		}
		dir = next
	}
	return dir, base, nil
}

// child is what has a name in a directory.
func (n *inode) child(name string) (*inode, error) {
	if len(name) > maxName {
		return nil, errNametoolong
	}
	c := n.entries[name]
	if c == nil {
		return nil, errNoent
	}
	return c, nil
}

// find is what has a name, "." included.
func (t *memTree) find(name string) (*inode, error) {
	if name == "." {
		return t.dir, nil
	}
	dir, base, err := t.parent(name)
	if err != nil {
		return nil, err
	}
	return dir.child(base)
}

// vacant finds the directory for a new name.
func (t *memTree) vacant(name string) (*inode, string, error) {
	dir, base, err := t.parent(name)
	if err != nil {
		return nil, "", err
	}
	_, err = dir.child(base)
	switch {
	case err == nil:
		return nil, "", errExist
	case err != errNoent:
		return nil, "", err
	case dir.nlink == 0: // removed while it is open
		return nil, "", errNoent
	}
	return dir, base, nil
}

// add makes a node with a new name.
func (t *memTree) add(name string, kind uint8) (*inode, error) {
	dir, base, err := t.vacant(name)
	switch {
	case err != nil:
		return nil, err
	case t.fs.files >= t.fs.options.Files:
		return nil, errNospc
	}
	n := t.fs.newInode(kind)
	t.fs.attach(dir, base, n)
	return n, nil
}

func (t *memTree) sub(name string) (tree, error) {
	t.fs.mu.Lock()
	defer t.fs.mu.Unlock()
	n, err := t.find(name)
	switch {
	case err != nil:
		return nil, err
	case n.kind != typeDirectory:
		return nil, errNotdir
	}
	return t.fs.handle(n, t.dev), nil
}

func (t *memTree) open(name string, flags int) (file, error) {
	t.fs.mu.Lock()
	defer t.fs.mu.Unlock()
	n, err := t.find(name)
	switch {
	case err == errNoent && flags&os.O_CREATE != 0:
		n, err = t.add(name, typeRegularFile)
	case err != nil:
	case flags&(os.O_CREATE|os.O_EXCL) == os.O_CREATE|os.O_EXCL:
		err = errExist
	case n.kind == typeDirectory:
		err = errIsdir
	case n.kind == typeSymbolicLink:
		err = errLoop
	}
	if err != nil {
		return nil, err
	}
	f := &memFile{fs: t.fs, node: n, dev: t.dev}
	n.opened++
	if flags&os.O_TRUNC != 0 {
		f.resize(0)
	}
	return f, nil
}

func (t *memTree) lstat(name string) (filestat, error) {
	t.fs.mu.Lock()
	defer t.fs.mu.Unlock()
	n, err := t.find(name)
	if err != nil {
		return filestat{}, err
	}
	return n.stat(t.dev), nil
}

func (t *memTree) readlink(name string) (string, error) {
	t.fs.mu.Lock()
	defer t.fs.mu.Unlock()
	n, err := t.find(name)
	switch {
	case err != nil:
		return "", err
	case n.kind != typeSymbolicLink:
		return "", errInval
	}
	return n.target, nil
}

func (t *memTree) mkdir(name string) error {
	t.fs.mu.Lock()
	defer t.fs.mu.Unlock()
	_, err := t.add(name, typeDirectory)
	return err
}

func (t *memTree) symlink(target, name string) error {
	t.fs.mu.Lock()
	defer t.fs.mu.Unlock()
	n, err := t.add(name, typeSymbolicLink)
	if err == nil {
		n.target = target
	}
	return err
}

func (t *memTree) rmdir(name string) error {
	t.fs.mu.Lock()
	defer t.fs.mu.Unlock()
	dir, base, err := t.parent(name)
	if err != nil {
		return err
	}
	n, err := dir.child(base)
	switch {
	case err != nil:
		return err
	case n.kind != typeDirectory:
		return errNotdir
	case len(n.entries) > 0:
		return errNotempty
	}
	t.fs.remove(dir, base)
	return nil
}

func (t *memTree) unlink(name string) error {
	t.fs.mu.Lock()
	defer t.fs.mu.Unlock()
	dir, base, err := t.parent(name)
	if err != nil {
		return err
	}
	n, err := dir.child(base)
	switch {
	case err != nil:
		return err
	case n.kind == typeDirectory:
		return errIsdir
	}
	t.fs.remove(dir, base)
	return nil
}

func (t *memTree) link(name string, to tree, newName string) error {
	other, ok := to.(*memTree)
	if !ok || other.fs != t.fs {
		return errXdev
	}
	t.fs.mu.Lock()
	defer t.fs.mu.Unlock()
	n, err := t.find(name)
	if err != nil {
		return err
	}
	dir, base, err := other.vacant(newName)
	switch {
	case err != nil:
		return err
	case n.kind == typeDirectory:
		return errPerm
	}
	t.fs.attach(dir, base, n)
	return nil
}

func (t *memTree) rename(name string, to tree, newName string) error {
	other, ok := to.(*memTree)
	if !ok || other.fs != t.fs {
		return errXdev
	}
	t.fs.mu.Lock()
	defer t.fs.mu.Unlock()
	dir, base, err := t.parent(name)
	if err != nil {
		return err
	}
	newDir, newBase, err := other.parent(newName)
	if err != nil {
		return err
	}
	n, err := dir.child(base)
	if err != nil {
		return err
	}
	old, err := newDir.child(newBase)
	switch {
	case err == errNoent && newDir.nlink == 0: // removed while it is open
		return errNoent
	case err == errNoent:
	case err != nil:
		return err
	}
	if err := replaceable(n, dir, newDir, old); err != nil || n == old {
		return err
	}
	if old != nil {
		t.fs.remove(newDir, newBase)
	}
	t.fs.detach(dir, base)
	t.fs.attach(newDir, newBase, n)
	return nil
}

// replaceable tells whether n may move from one directory to another, in place of old, which may be nil.
func replaceable(n, from, to, old *inode) error {
	isDir := n.kind == typeDirectory
	switch {
	case isDir && n.above(to):
		return errInval
	case old != nil && old.above(from): // n is in it
		return errNotempty
	case old == nil || old == n:
		return nil
	case isDir && old.kind != typeDirectory:
		return errNotdir
	case !isDir && old.kind == typeDirectory:
		return errIsdir
	case len(old.entries) > 0:
		return errNotempty
	}
	return nil
}

func (t *memTree) setTimes(name string, atime, mtime time.Time) error {
	t.fs.mu.Lock()
	defer t.fs.mu.Unlock()
	n, err := t.find(name)
	if err == nil {
		t.fs.setTimes(n, atime, mtime)
	}
	return err
}

func (t *memTree) sync() error { return nil }

func (t *memTree) list() (listing, error) {
	t.fs.mu.Lock()
	defer t.fs.mu.Unlock()
	l := &memListing{}
	for name, n := range t.dir.entries {
		l.left = append(l.left, entry{name, n.kind})
	}
	slices.SortFunc(l.left, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	return l, nil
}

// memListing is what was in a directory, in the order of names.
type memListing struct{ left []entry }

func (l *memListing) next(n int) ([]entry, error) {
	if len(l.left) == 0 {
		return nil, io.EOF
	}
	if n <= 0 {
		n = math.MaxInt
	}
	n = min(n, len(l.left))
	part := l.left[:n]
	l.left = l.left[n:]
	return part, nil
}

func (l *memListing) close() error { return nil }
