package wasitarget

import "strings"

// lookupFollow follows a symbolic link at the end of a path ($lookupflags).
const lookupFollow = 1

// lookupPath finds the directory and the path of a call. The path is not empty; all else is the walk's to check.
func (s *System) lookupPath(fd, path, pathLen int32, need uint64) (*descriptor, string, error) {
	d, err := s.lookupDir(fd, need)
	if err != nil {
		return nil, "", err
	}
	name, err := s.guestString(path, pathLen)
	switch {
	case err != nil:
		return nil, "", err
	case name == "":
		return nil, "", errNoent
	case strings.IndexByte(name, 0) >= 0:
		return nil, "", errIlseq
	}
	return d, name, nil
}

// lookupWritable is lookupPath for what changes the directory.
func (s *System) lookupWritable(fd, path, pathLen int32, need uint64) (*descriptor, string, error) {
	d, name, err := s.lookupPath(fd, path, pathLen, need)
	if err == nil && d.dir.readOnly {
		err = errRofs
	}
	return d, name, err
}

// PathCreateDirectory makes a directory.
func (s *System) PathCreateDirectory(fd, path, pathLen int32) (int32, error) {
	d, name, err := s.lookupWritable(fd, path, pathLen, rightPathCreateDirectory)
	if err != nil {
		return s.result(err)
	}
	return s.result(s.create(func() error { return d.dir.mkdir(name) }))
}

func (d *directory) mkdir(name string) error {
	p, err := d.vacant(name, true)
	if err != nil {
		return err
	}
	return d.tree.mkdir(p.name)
}

// PathRemoveDirectory removes an empty directory.
func (s *System) PathRemoveDirectory(fd, path, pathLen int32) (int32, error) {
	d, name, err := s.lookupWritable(fd, path, pathLen, rightPathRemoveDirectory)
	if err != nil {
		return s.result(err)
	}
	p, err := d.dir.walk(name, false, false)
	switch {
	case err != nil:
	case p.last == ".":
		err = errInval
	case p.last == "..": // it contains where the path came from
		err = errNotempty
	case !p.exists:
		err = errNoent
	case !p.isDir(): // a symbolic link is none, whatever slashes follow
		err = errNotdir
	default:
		err = d.dir.tree.rmdir(p.name)
		if err == nil {
			s.fixed.forget(&p.stat)
		}
	}
	return s.result(err)
}

// PathUnlinkFile removes a file, or a symbolic link.
func (s *System) PathUnlinkFile(fd, path, pathLen int32) (int32, error) {
	d, name, err := s.lookupWritable(fd, path, pathLen, rightPathUnlinkFile)
	if err != nil {
		return s.result(err)
	}
	p, err := d.dir.walk(name, false, false)
	switch {
	case err != nil:
	case !p.exists:
		err = errNoent
	case p.isDir():
		err = errIsdir
	case p.slash:
		err = errNotdir
	default:
		err = d.dir.tree.unlink(p.name)
		if err == nil {
			s.fixed.forget(&p.stat)
		}
	}
	return s.result(err)
}

// PathSymlink makes a symbolic link that contains oldPath. It may lead nowhere; that it leads out of the directory is found
// out when it is followed, but absolute ones are refused at once.
func (s *System) PathSymlink(oldPath, oldPathLen, fd, newPath, newPathLen int32) (int32, error) {
	target, err := s.guestString(oldPath, oldPathLen)
	if err != nil {
		return s.result(err)
	}
	d, name, err := s.lookupWritable(fd, newPath, newPathLen, rightPathSymlink)
	switch {
	case err != nil:
	case target == "":
		err = errNoent
	case strings.IndexByte(target, 0) >= 0:
		err = errIlseq
	case target[0] == '/':
		err = errPerm
	default:
		err = s.create(func() error { return d.dir.symlink(target, name) })
	}
	return s.result(err)
}

func (d *directory) symlink(target, name string) error {
	p, err := d.vacant(name, false)
	if err != nil {
		return err
	}
	return d.tree.symlink(target, p.name)
}

// PathReadlink stores what a symbolic link contains, cut off at the end of the buffer, without a NUL.
func (s *System) PathReadlink(fd, path, pathLen, buf, bufLen, bufUsed int32) (int32, error) {
	d, name, err := s.lookupPath(fd, path, pathLen, rightPathReadlink)
	if err != nil {
		return s.result(err)
	}
	p, err := d.dir.find(name, false)
	if err != nil {
		return s.result(err)
	}
	if !p.isLink() {
		return s.result(errInval)
	}
	target, err := d.dir.tree.readlink(p.name)
	if err != nil {
		return s.result(err)
	}
	b := append(s.buf[:0], target...)
	b = b[:min(uint64(len(b)), addr(bufLen))]
	if err := s.writeAt(b, addr(buf)); err != nil {
		return s.result(err)
	}
	return s.result(s.put32(bufUsed, uint32(len(b))))
}

// PathLink makes a hard link. A symbolic link is linked itself, unless it shall be followed.
func (s *System) PathLink(oldFd, oldFlags, oldPath, oldPathLen, newFd, newPath, newPathLen int32) (int32, error) {
	from, oldName, err := s.lookupPath(oldFd, oldPath, oldPathLen, rightPathLinkSource)
	if err != nil {
		return s.result(err)
	}
	to, newName, err := s.lookupWritable(newFd, newPath, newPathLen, rightPathLinkTarget)
	switch {
	case err != nil:
	case from.dir.readOnly: // a second name elsewhere would make the file writable
		err = errRofs
	default:
		follow := oldFlags&lookupFollow != 0
		err = s.create(func() error { return link(from.dir, oldName, follow, to.dir, newName) })
	}
	return s.result(err)
}

func link(from *directory, oldName string, follow bool, to *directory, newName string) error {
	old, err := from.find(oldName, follow)
	if err != nil {
		return err
	}
	p, err := to.vacant(newName, false)
	switch {
	case err != nil:
		return err
	case old.isDir():
		return errPerm
	}
	return from.tree.link(old.name, to.tree, p.name)
}

// PathRename moves a file or directory, in place of what has the new name.
func (s *System) PathRename(fd, oldPath, oldPathLen, newFd, newPath, newPathLen int32) (int32, error) {
	from, oldName, err := s.lookupWritable(fd, oldPath, oldPathLen, rightPathRenameSource)
	if err != nil {
		return s.result(err)
	}
	to, newName, err := s.lookupWritable(newFd, newPath, newPathLen, rightPathRenameTarget)
	if err != nil {
		return s.result(err)
	}
	return s.result(s.rename(from.dir, oldName, to.dir, newName))
}

func (s *System) rename(from *directory, oldName string, to *directory, newName string) error {
	old, err := from.walk(oldName, false, false)
	if err != nil {
		return err
	}
	p, err := to.walk(newName, false, false)
	switch {
	case err != nil:
		return err
	case old.dots() || p.dots():
		return errBusy
	case !old.exists:
		return errNoent
	case (old.slash || p.slash) && !old.isDir():
		return errNotdir
	}
	if err := from.tree.rename(old.name, to.tree, p.name); err != nil {
		return err
	}
	if p.exists && p.stat.ino != old.stat.ino {
		s.fixed.forget(&p.stat)
	}
	return nil
}
