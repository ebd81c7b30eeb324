package wasitarget

import (
	"os"
	"strings"
)

// How to open ($oflags).
const (
	openCreate    = 1 << 0
	openDirectory = 1 << 1
	openExclusive = 1 << 2
	openTruncate  = 1 << 3
	openAll       = openCreate | openDirectory | openExclusive | openTruncate
)

// PathOpen opens a file or directory and stores its descriptor. The rights to read and to write say how a file is opened;
// the others are only reported.
func (s *System) PathOpen(fd, dirflags, path, pathLen, oflags int32, base, inheriting int64, fdflags, result int32) (int32, error) {
	parent, name, err := s.lookupPath(fd, path, pathLen, rightPathOpen)
	if err != nil {
		return s.result(err)
	}
	if err := s.check(result, 4); err != nil {
		return s.result(err)
	}
	o := openRequest{
		name: name, follow: dirflags&lookupFollow != 0, how: oflags, flags: uint16(fdflags),
		base: uint64(base) & allRights, inheriting: uint64(inheriting) & allRights,
	}
	d, err := parent.open(&o)
	if err != nil {
		return s.result(err)
	}
	n, err := s.install(d)
	if err != nil {
		d.close()
		return s.result(err)
	}
	return s.result(s.put32(result, uint32(n)))
}

type openRequest struct {
	name             string
	follow           bool
	how              int32
	flags            uint16
	base, inheriting uint64
}

func (o *openRequest) reads() bool      { return o.base&rightFdRead != 0 }
func (o *openRequest) writes() bool     { return o.base&rightFdWrite != 0 }
func (o *openRequest) has(h int32) bool { return o.how&h != 0 }

// check tells requests that contradict themselves or what the directory allows.
func (o *openRequest) check(d *descriptor) error {
	switch {
	case o.how&^openAll != 0 || o.flags&^flagsAll != 0 || o.has(openDirectory) && o.has(openCreate|openTruncate):
		return errInval
	case o.has(openCreate) && d.denied&rightPathCreateFile != 0, o.has(openTruncate) && d.denied&rightPathFilestatSetSize != 0,
		o.base&d.deniedInside != 0:
		return errNotcapable
	}
	return nil
}

func (d *descriptor) open(o *openRequest) (*descriptor, error) {
	if err := o.check(d); err != nil {
		return nil, err
	}
	if !o.follow {
		if fi, err := d.dir.root.Lstat(o.name); err == nil && fi.Mode()&os.ModeSymlink != 0 {
			if o.has(openCreate) && o.has(openExclusive) {
				return nil, errExist
			}
			return nil, errLoop
		}
	}
	if o.has(openDirectory) || strings.HasSuffix(o.name, "/") {
		return d.openDir(o)
	}
	return d.openFile(o)
}

// openFile opens what turns out to be a file. When it is a directory, it opens that.
func (d *descriptor) openFile(o *openRequest) (*descriptor, error) {
	mode, err := d.hostMode(o)
	if err != nil {
		return nil, err
	}
	f, err := d.dir.root.OpenFile(o.name, mode, 0o666)
	if err != nil {
		return nil, err
	}
	fi, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	if fi.IsDir() {
		f.Close()
		return d.openDir(o)
	}
	return &descriptor{
		kind: fileType(fi.Mode()), file: f, flags: o.flags, readOnly: d.dir.readOnly,
		base: o.base & fileRights, inheriting: o.inheriting & fileRights,
		denied: d.deniedInside, deniedInside: d.deniedInside,
	}, nil
}

// hostMode gives the flags of os.OpenFile. Append mode is not among them: the guest may switch it off again, and
// (*os.File).WriteAt refuses it.
func (d *descriptor) hostMode(o *openRequest) (int, error) {
	mode := os.O_RDONLY
	switch {
	case o.writes() && o.reads():
		mode = os.O_RDWR
	case o.writes():
		mode = os.O_WRONLY
	}
	if d.dir.readOnly {
		if o.writes() || o.has(openTruncate) {
			return 0, errRofs
		}
		if _, err := d.dir.root.Stat(o.name); err != nil && o.has(openCreate) {
			return 0, errRofs
		} else if err == nil && o.has(openCreate) && o.has(openExclusive) {
			return 0, errExist
		}
	} else if o.has(openCreate) {
		mode |= os.O_CREATE
	}
	if o.has(openExclusive) {
		mode |= os.O_EXCL
	}
	if o.has(openTruncate) {
		mode |= os.O_TRUNC
	}
	if o.flags&flagsSync != 0 {
		mode |= hostSync
	}
	if o.flags&flagNonblock != 0 {
		mode |= hostNonblock // else opening a named pipe waits for its other end
	}
	return mode, nil
}

func (d *descriptor) openDir(o *openRequest) (*descriptor, error) {
	fi, err := d.dir.root.Stat(o.name)
	switch {
	case err != nil:
		return nil, err
	case !fi.IsDir():
		return nil, errNotdir
	case o.has(openCreate) && o.has(openExclusive):
		return nil, errExist
	case !o.has(openDirectory) && (o.writes() || o.has(openCreate|openTruncate)):
		return nil, errIsdir
	}
	root, err := d.dir.root.OpenRoot(o.name)
	if err != nil {
		return nil, err
	}
	nd := newDirectory(&directory{root: root, readOnly: d.dir.readOnly}, o.base&dirRights, o.inheriting&(dirRights|fileRights))
	nd.flags, nd.denied, nd.deniedInside = o.flags, d.deniedInside, d.deniedInside
	return nd, nil
}
