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
func walk(t tree, path string, follow, slashes bool) (*place, error) {
	var done []string // the directories on the way
	links := 0
	rest := path
	for {
		if strings.HasPrefix(rest, "/") {
			return nil, errPerm
		}
		part, tail, more := strings.Cut(rest, "/")
		tail = strings.TrimLeft(tail, "/")
		p := &place{last: part, slash: more}
		switch {
		case part == ".":
		case part == "..":
			if len(done) == 0 {
				return nil, errPerm
			}
			done = done[:len(done)-1]
		default:
			done = append(done, part)
		}
		p.name = "."
		if len(done) > 0 {
			p.name = strings.Join(done, "/")
		}
		if err := p.look(t); err != nil {
			return nil, err
		}
		switch {
		case p.isLink() && (tail != "" || more && slashes || !more && follow):
			if links++; links > maxSymlinks {
				return nil, errLoop
			}
			target, err := t.readlink(p.name)
			if err != nil {
				return nil, err
			}
			done, rest = done[:len(done)-1], target
			if more {
				rest += "/" + tail
			}
		case tail == "":
			return p, nil
		case !p.exists:
			return nil, errNoent
		case !p.isDir():
			return nil, errNotdir
		default:
			rest = tail
		}
	}
}

// look finds out what is at the place.
func (p *place) look(t tree) (err error) {
	p.stat, err = t.lstat(p.name)
	p.exists = err == nil
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// find walks to something that must exist. A slash at the end follows a link, and asks for a directory.
func find(t tree, path string, follow bool) (*place, error) {
	p, err := walk(t, path, follow, true)
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
func vacant(t tree, path string, directory bool) (*place, error) {
	p, err := walk(t, path, false, false)
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
