package wasitarget

import (
	"errors"
	"io/fs"
	"strings"
)

// maxSymlinks is how many symbolic links a path may lead over: the number of Linux.
const maxSymlinks = 40

// place is where a path leads in a tree.
type place struct {
	name  string // for the tree
	last  string // the last component: "." and ".." tell that the path ended so, which some calls refuse
	slash bool   // the path ended in a slash: only a directory will do

	exists bool
	stat   filestat // where it exists
}

func (p *place) dots() bool   { return p.last == "." || p.last == ".." }
func (p *place) isDir() bool  { return p.exists && p.stat.kind == typeDirectory }
func (p *place) isLink() bool { return p.exists && p.stat.kind == typeSymbolicLink }

// walk finds the place of a path, as path_resolution(7) has it. follow says whether a symbolic link at its end is followed,
// slashes whether one is that has slashes behind it. A path that leads out of the tree, by "..", a symbolic link or a slash at
// the front, is errno perm. That the last component is missing is no error.
func (d *directory) walk(path string, follow, slashes bool) (*place, error) {
	if t, ok := d.tree.(*hostTree); ok {
		if p := t.straight(path, d.depth); p != nil {
			return p, nil
		}
	}
	w := walker{tree: d.tree}
	defer w.leave(0)
	links := 0
	for rest := path; ; {
		if strings.HasPrefix(rest, "/") {
			return nil, errPerm
		}
		part, tail, more := strings.Cut(rest, "/")
		tail = strings.TrimLeft(tail, "/")
		switch {
		case part == ".":
		case part == ".." && len(w.done) == 0:
			return nil, errPerm
		case part == "..":
			w.leave(len(w.done) - 1)
		case len(w.done) > d.depth:
			return nil, errNametoolong
		default:
			w.done = append(w.done, part)
		}
		p, err := w.look()
		if err != nil {
			return nil, err
		}
		p.last, p.slash = part, more
		switch {
		case p.isLink() && (tail != "" || more && slashes || !more && follow):
			if links++; links > maxSymlinks {
				return nil, errLoop
			}
			if rest, err = w.tree.readlink(w.name(0)); err != nil {
				return nil, err
			}
			w.leave(len(w.done) - 1)
			if more {
				rest += "/" + tail
			}
		case tail == "":
			p.name = w.name(0)
			return p, nil
		case !p.exists:
			return nil, errNoent
		case !p.isDir():
			return nil, errNotdir
		default:
			rest = tail
			if err := w.anchor(); err != nil {
				return nil, err
			}
		}
	}
}

// walker is on its way. It holds some of the directories open that it came through: so deep paths do not cost the square of
// their depth, and those like d/../d/.. little.
type walker struct {
	tree    tree
	done    []string // the directories on the way
	anchors []tree   // the i-th is the one in which done[(i+1)*anchorEvery] is
}

const anchorEvery = 16

// name is where the walker is, relative to its tree, or to a directory on the way.
func (w *walker) name(from int) string {
	if len(w.done) == from {
		return "."
	}
	return strings.Join(w.done[from:], "/")
}

// look finds out what is where the walker is.
func (w *walker) look() (*place, error) {
	t, n := w.tree, len(w.anchors)
	if n > 0 {
		t = w.anchors[n-1]
	}
	st, err := t.lstat(w.name(n * anchorEvery))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return &place{exists: err == nil, stat: st}, nil
}

// anchor holds the directory open, if it is one of those.
func (w *walker) anchor() error {
	t, n := w.tree, len(w.anchors)
	if len(w.done) != (n+1)*anchorEvery {
		return nil
	}
	if n > 0 {
		t = w.anchors[n-1]
	}
	held, err := t.sub(w.name(n * anchorEvery))
	if err != nil {
		return err
	}
	w.anchors = append(w.anchors, held)
	return nil
}

// leave goes back to the directory that is n deep.
func (w *walker) leave(n int) {
	w.done = w.done[:n]
	for last := len(w.anchors) - 1; last >= 0 && n < (last+1)*anchorEvery; last-- {
		w.anchors[last].close()
		w.anchors = w.anchors[:last]
	}
}

// find walks to something that must exist. A slash at the end follows a link, and asks for a directory.
func (d *directory) find(path string, follow bool) (*place, error) {
	p, err := d.walk(path, follow, true)
	switch {
	case err != nil:
		return nil, err
	case !p.exists:
		return nil, errNoent
	case p.slash && !p.isDir():
		return nil, errNotdir
	}
	return p, nil
}

// vacant walks to a name that something is to be made at. Nothing is followed: a link that leads nowhere has the name.
func (d *directory) vacant(path string, directory bool) (*place, error) {
	p, err := d.walk(path, false, false)
	switch {
	case err != nil:
		return nil, err
	case p.exists:
		return nil, errExist
	case p.slash && !directory:
		return nil, errNoent
	}
	return p, nil
}
