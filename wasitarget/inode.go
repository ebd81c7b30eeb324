package wasitarget

import "time"

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
	order   order             // in which they were made
	parent  *inode            // of a directory that has a name
	target  string            // of a symbolic link
	data    chunks            // of a file
}

// newInode makes a node without a name.
func (m *MemFS) newInode(kind uint8) *inode {
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
	m.bytes -= n.stat(0).size
	n.data, n.target = chunks{}, ""
}

// attach gives a node a name in a directory.
func (m *MemFS) attach(dir *inode, name string, n *inode) {
	dir.entries[name] = n
	dir.order.add(name)
	m.files++
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
	dir.order.remove(name)
	m.files--
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
