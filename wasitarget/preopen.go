package wasitarget

import (
	"fmt"
	"io/fs"
)

// Dir is a preopened directory: one of the host, or FS.
type Dir struct {
	Host string // the directory on the host

	// FS stands for a directory that is not the host's. It is read-only, except for a [MemFS]. Whatever implements fs.FS
	// will do: symbolic links are known where it has [fs.ReadLinkFS], and lead nowhere outside then; those that it follows
	// unasked are its own business. Files seek by io.ReaderAt or io.Seeker, else by being read again.
	FS fs.FS

	Guest    string // its name for the guest; empty means Host, and "/" for an FS
	ReadOnly bool   // errno rofs for all that would change it
}

// open opens the directory. dev is the number of its device, where it has none.
func (d *Dir) open(dev uint64) (tree, error) {
	if d.FS != nil && d.Host != "" {
		return nil, fmt.Errorf("%s: both a directory of the host and an FS", d.Host)
	}
	switch fsys := d.FS.(type) {
	case nil:
		return openHost(d.Host)
	case *MemFS:
		return fsys.tree(dev), nil
	}
	return &fsTree{d.FS, ".", dev}, nil
}

func (d *Dir) readOnly() bool {
	if _, memory := d.FS.(*MemFS); d.FS != nil && !memory {
		return true
	}
	return d.ReadOnly
}

func (d *Dir) guest() string {
	switch {
	case d.Guest != "":
		return d.Guest
	case d.FS != nil:
		return "/"
	}
	return d.Host
}
