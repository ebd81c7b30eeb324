package wasitarget

import "os"

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
	if s.full() { // before anything is made
		return s.result(errMfile)
	}
	d, err := s.open(parent, &o)
	if err != nil {
		return s.result(err)
	}
	n, err := s.install(d)
	if err != nil {
		s.closeOpened(d.opened)
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

func (s *System) open(d *descriptor, o *openRequest) (*descriptor, error) {
	if err := o.check(d); err != nil {
		return nil, err
	}
	p, err := o.walk(d.dir)
	switch {
	case err != nil:
		return nil, err
	case p.isDir():
		return d.openDir(o, p)
	case p.isLink() && !o.has(openDirectory):
		return nil, errLoop // it should not be followed
	case o.has(openDirectory) || p.slash:
		return nil, errNotdir
	}
	if p.exists || d.dir.readOnly {
		return s.openAt(d, o, p)
	}
	var nd *descriptor
	err = s.create(func() error {
		nd, err = s.openAt(d, o, p)
		return err
	})
	return nd, err
}

// walk finds the place to open.
func (o *openRequest) walk(d *directory) (*place, error) {
	if !o.has(openCreate) {
		return d.find(o.name, o.follow)
	}
	p, err := d.walk(o.name, o.follow && !o.has(openExclusive), false)
	switch {
	case err != nil:
		return nil, err
	case p.slash && !p.dots(): // what is created is no directory, whatever is there
		return nil, errIsdir
	case p.exists && o.has(openExclusive):
		return nil, errExist
	}
	return p, nil
}

// openAt opens what is no directory, or was none a moment ago.
func (s *System) openAt(d *descriptor, o *openRequest, p *place) (*descriptor, error) {
	if d.dir.readOnly && (o.writes() || o.has(openTruncate) || !p.exists) {
		return nil, errRofs
	}
	f, ahead, err := s.openFile(d.dir.tree, p.name, o)
	if err != nil {
		return nil, err
	}
	st, err := f.stat()
	if err == nil && st.kind == typeDirectory {
		err = errIsdir
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	nd := &descriptor{
		opened: &opened{kind: st.kind, file: f, stream: stream{ahead: ahead}, readOnly: d.dir.readOnly},
		flags:  o.flags, base: o.base & fileRights, inheriting: o.inheriting & fileRights,
		denied: d.deniedInside, deniedInside: d.deniedInside,
	}
	if h, ok := f.(hostFile); ok {
		nd.host = h.File
	}
	if o.flags&flagAppend != 0 && nd.ownsMode() {
		if err := nd.setAppend(true); err != nil {
			f.Close()
			return nil, err
		}
	}
	return nd, nil
}

// mode gives the flags of os.OpenFile. Append mode is not among them: the guest may switch it off again, and
// (*os.File).WriteAt refuses it.
func (o *openRequest) mode() int {
	mode := os.O_RDONLY
	switch {
	case o.writes() && o.reads():
		mode = os.O_RDWR
	case o.writes():
		mode = os.O_WRONLY
	}
	if o.has(openCreate) {
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
		mode |= hostNonblock
	}
	return mode
}

func (d *descriptor) openDir(o *openRequest, p *place) (*descriptor, error) {
	if o.writes() || o.has(openCreate|openTruncate) {
		return nil, errIsdir
	}
	t, err := d.dir.tree.sub(p.name)
	if err != nil {
		return nil, err
	}
	nd := newDirectory(&directory{tree: t, depth: d.dir.depth, readOnly: d.dir.readOnly}, o.base&dirRights, o.inheriting&(dirRights|fileRights))
	nd.flags, nd.denied, nd.deniedInside = o.flags, d.deniedInside, d.deniedInside
	return nd, nil
}
