package debuginfo

import (
	"errors"
	"path"
	"strings"
)

// A Mapping names the files below the directory Old as if they were below New.
type Mapping struct{ Old, New string }

// naming gives files their numbers.
type naming struct {
	maps  []Mapping
	room  int // bytes for paths
	files []string
	index map[string]uint32
}

var errPaths = errors.New("debug information: the paths of files are too long")

// number is the number of a file in a directory of a unit that was compiled in a third one.
func (n *naming) number(compiled, dir, file string) (uint32, error) {
	if n.room -= len(compiled) + len(dir) + len(file) + 2; n.room < 0 {
		return 0, errPaths
	}
	name := n.name(compiled, dir, file)
	number, ok := n.index[name]
	if !ok {
		if n.index == nil {
			n.index = map[string]uint32{}
		}
		number = uint32(len(n.files))
		n.index[name] = number
		n.files = append(n.files, name)
	}
	return number, nil
}

// name is the path of the file: as a mapping wants it, else relative to the directory where the compiler ran, if it is below that.
func (n *naming) name(compiled, dir, file string) string {
	compiled = slashed(compiled)
	full := join(join(compiled, slashed(dir)), slashed(file))
	for _, m := range n.maps {
		if rest, ok := below(full, slashed(m.Old)); ok {
			return path.Join(slashed(m.New), rest)
		}
	}
	if rest, ok := below(full, compiled); ok {
		return rest
	}
	return full
}

// slashed is a path with the separators of most systems.
func slashed(p string) string { return strings.ReplaceAll(p, `\`, "/") }

// join resolves a path in a directory.
func join(dir, p string) string {
	if dir == "" || strings.HasPrefix(p, "/") || len(p) > 2 && p[1:3] == ":/" {
		return path.Clean(p)
	}
	return path.Join(dir, p)
}

// below returns the way from a directory down to a path.
func below(p, dir string) (rest string, ok bool) {
	if dir == "" {
		return "", false
	}
	if dir = path.Clean(dir); dir != "/" {
		dir += "/"
	}
	rest, ok = strings.CutPrefix(p, dir)
	return rest, ok && rest != ""
}
