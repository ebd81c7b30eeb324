package wasitarget

import (
	"cmp"
	"os"
	"path"
	"syscall"
	"time"
	"unsafe"
)

// renameHost moves between two directories that may be different. os.Root does neither this nor replace an empty directory, so
// the parents are opened inside their roots and the kernel gets only the last component, which it does not follow.
func renameHost(from *os.Root, oldName string, to *os.Root, newName string) error {
	return withParents(from, oldName, to, newName, func(oldDir int, oldBase string, newDir int, newBase string) error {
		return syscall.Renameat(oldDir, oldBase, newDir, newBase)
	})
}

// linkBetween makes a hard link in another directory.
func linkBetween(from *os.Root, oldName string, to *os.Root, newName string) error {
	return withParents(from, oldName, to, newName, func(oldDir int, oldBase string, newDir int, newBase string) error {
		old, err := syscall.BytePtrFromString(oldBase)
		if err != nil {
			return err
		}
		name, err := syscall.BytePtrFromString(newBase)
		if err != nil {
			return err
		}
		_, _, e := syscall.Syscall6(syscall.SYS_LINKAT, uintptr(oldDir), uintptr(unsafe.Pointer(old)),
			uintptr(newDir), uintptr(unsafe.Pointer(name)), 0, 0)
		return errorOf(e)
	})
}

// withParents calls do with the directories that contain two names, and the names in them.
func withParents(from *os.Root, oldName string, to *os.Root, newName string, do func(int, string, int, string) error) error {
	oldDir, oldBase, err := openParent(from, oldName)
	if err != nil {
		return err
	}
	defer oldDir.Close()
	newDir, newBase, err := openParent(to, newName)
	if err != nil {
		return err
	}
	defer newDir.Close()
	return withFd(oldDir, func(oldFd uintptr) error {
		return withFd(newDir, func(newFd uintptr) error {
			return do(int(oldFd), oldBase, int(newFd), newBase)
		})
	})
}

// openParent opens the directory of a name's last component. What the name leads over may have become a symbolic link
// meanwhile: os.Root takes care of that.
func openParent(root *os.Root, name string) (*os.File, string, error) {
	dir, base := path.Split(name)
	f, err := root.Open(cmp.Or(dir, "."))
	return f, base, err
}

const (
	utimeOmit         = 1<<30 - 2
	atSymlinkNofollow = 0x100
)

func timespecs(atime, mtime time.Time) *[2]syscall.Timespec {
	var ts [2]syscall.Timespec
	for i, t := range [...]time.Time{atime, mtime} {
		if t.IsZero() {
			ts[i].Nsec = utimeOmit
		} else {
			ts[i] = syscall.NsecToTimespec(t.UnixNano())
		}
	}
	return &ts
}

// setFileTimes sets the times of an open file: futimens.
func setFileTimes(f *os.File, atime, mtime time.Time) error {
	ts := timespecs(atime, mtime)
	return withFd(f, func(fd uintptr) error {
		_, _, e := syscall.Syscall6(syscall.SYS_UTIMENSAT, fd, 0, uintptr(unsafe.Pointer(ts)), 0, 0, 0)
		return errorOf(e)
	})
}

// setLinkTimes sets the times of a symbolic link itself.
func setLinkTimes(root *os.Root, name string, atime, mtime time.Time) error {
	dir, base, err := openParent(root, name)
	if err != nil {
		return err
	}
	defer dir.Close()
	p, err := syscall.BytePtrFromString(base)
	if err != nil {
		return err
	}
	ts := timespecs(atime, mtime)
	return withFd(dir, func(fd uintptr) error {
		_, _, e := syscall.Syscall6(syscall.SYS_UTIMENSAT, fd, uintptr(unsafe.Pointer(p)), uintptr(unsafe.Pointer(ts)),
			atSymlinkNofollow, 0, 0)
		return errorOf(e)
	})
}

// allocate reserves the space on the disk; file systems that cannot are left with the size.
func allocate(f *os.File, offset, length int64) error {
	err := withFd(f, func(fd uintptr) error { return syscall.Fallocate(int(fd), 0, offset, length) })
	if err == syscall.EOPNOTSUPP || err == syscall.ENOSYS {
		return extend(f, offset+length)
	}
	return err
}
