package wasitarget

import (
	"os"
	"strings"
)

// lookupFollow follows a symbolic link at the end of a path ($lookupflags).
const lookupFollow = 1

// lookupPath finds the directory and the path of a call. The path is relative and not empty; all else is os.Root's to check.
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
	case name[0] == '/':
		return nil, "", errPerm
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
	if err == nil {
		err = d.dir.root.Mkdir(name, 0o777)
	}
	return s.result(err)
}

// PathRemoveDirectory removes an empty directory.
func (s *System) PathRemoveDirectory(fd, path, pathLen int32) (int32, error) {
	d, name, err := s.lookupWritable(fd, path, pathLen, rightPathRemoveDirectory)
	if err != nil {
		return s.result(err)
	}
	fi, err := d.dir.root.Lstat(name)
	switch {
	case err != nil:
	case !fi.IsDir():
		err = errNotdir
	default:
		err = d.dir.root.Remove(name)
	}
	return s.result(err)
}

// PathUnlinkFile removes a file, or a symbolic link.
func (s *System) PathUnlinkFile(fd, path, pathLen int32) (int32, error) {
	d, name, err := s.lookupWritable(fd, path, pathLen, rightPathUnlinkFile)
	if err != nil {
		return s.result(err)
	}
	fi, err := d.dir.root.Lstat(name)
	switch {
	case err != nil:
	case fi.IsDir():
		err = errIsdir
	default:
		err = d.dir.root.Remove(name)
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
		err = s.symlink(d.dir.root, target, name)
	}
	return s.result(err)
}

func (s *System) symlink(root *os.Root, target, name string) error {
	if strings.HasSuffix(name, "/") { // a link is no directory
		if fi, err := root.Lstat(strings.TrimRight(name, "/")); err != nil {
			return errNoent
		} else if !fi.IsDir() {
			return errNotdir
		}
		return errExist
	}
	return root.Symlink(target, name)
}

// PathReadlink stores what a symbolic link contains, cut off at the end of the buffer, without a NUL.
func (s *System) PathReadlink(fd, path, pathLen, buf, bufLen, bufUsed int32) (int32, error) {
	d, name, err := s.lookupPath(fd, path, pathLen, rightPathReadlink)
	if err != nil {
		return s.result(err)
	}
	target, err := d.dir.root.Readlink(name)
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

// PathLink makes a hard link. Symbolic links are not followed but linked themselves; asking to follow is errno inval.
func (s *System) PathLink(oldFd, oldFlags, oldPath, oldPathLen, newFd, newPath, newPathLen int32) (int32, error) {
	from, oldName, err := s.lookupPath(oldFd, oldPath, oldPathLen, rightPathLinkSource)
	if err != nil {
		return s.result(err)
	}
	to, newName, err := s.lookupWritable(newFd, newPath, newPathLen, rightPathLinkTarget)
	switch {
	case err != nil:
	case oldFlags&lookupFollow != 0:
		err = errInval
	case from.dir.readOnly: // a second name elsewhere would make the file writable
		err = errRofs
	case strings.HasSuffix(newName, "/"):
		err = errNoent
	case from.dir == to.dir:
		err = from.dir.root.Link(oldName, newName)
	default:
		err = linkBetween(from.dir.root, oldName, to.dir.root, newName)
	}
	return s.result(err)
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
	return s.result(rename(from.dir.root, oldName, to.dir.root, newName))
}
