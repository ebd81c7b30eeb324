package wasitarget

import (
	"io"
	"os"
	"path"
	"strings"
	"time"
)

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
	case t.fs.files >= t.fs.options.Files:
		return nil, "", errNospc
	}
	return dir, base, nil
}

// add makes a node with a new name.
func (t *memTree) add(name string, kind uint8) (*inode, error) {
	dir, base, err := t.vacant(name)
	if err != nil {
		return nil, err
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
	size := int64(len(target))
	if size > t.fs.options.Bytes-t.fs.bytes {
		return errNospc
	}
	n, err := t.add(name, typeSymbolicLink)
	if err == nil {
		n.target = target
		t.fs.bytes += size
	}
	return err
}

func (t *memTree) rmdir(name string) error {
	return t.remove(name, func(n *inode) error {
		switch {
		case n.kind != typeDirectory:
			return errNotdir
		case len(n.entries) > 0:
			return errNotempty
		}
		return nil
	})
}

func (t *memTree) unlink(name string) error {
	return t.remove(name, func(n *inode) error {
		if n.kind == typeDirectory {
			return errIsdir
		}
		return nil
	})
}

// remove takes a name away, unless check objects to what has it.
func (t *memTree) remove(name string, check func(n *inode) error) error {
	t.fs.mu.Lock()
	defer t.fs.mu.Unlock()
	dir, base, err := t.parent(name)
	if err != nil {
		return err
	}
	n, err := dir.child(base)
	if err == nil {
		err = check(n)
	}
	if err == nil {
		t.fs.remove(dir, base)
	}
	return err
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

func (t *memTree) list() (listing, error) { return &memListing{tree: t}, nil }

// memListing lists a directory as it is meanwhile: a copy for each listing would be much, where there are many.
type memListing struct {
	tree *memTree
	last uint64 // the number of the last name
}

func (l *memListing) next(n int) (list []entry, err error) {
	l.tree.fs.mu.Lock()
	defer l.tree.fs.mu.Unlock()
	dir := l.tree.dir
	for _, name := range dir.order.after(l.last) {
		if len(list) == n && n > 0 {
			return list, nil
		}
		if c := dir.entries[name.text]; c != nil {
			list = append(list, entry{name.text, c.kind})
		}
		l.last = name.number
	}
	if len(list) == 0 {
		err = io.EOF
	}
	return list, err
}

func (l *memListing) close() error { return nil }
