//go:build darwin || freebsd || netbsd

package wasitarget

import (
	"os"
	"syscall"
	"time"
)

func identify(id *identity, fi os.FileInfo, _ *os.File) {
	if st, ok := fi.Sys().(*syscall.Stat_t); ok {
		id.dev, id.ino, id.nlink = uint64(st.Dev), uint64(st.Ino), uint64(st.Nlink)
		id.atime = time.Unix(st.Atimespec.Unix())
		id.ctime = time.Unix(st.Ctimespec.Unix())
	}
}

// setFileTimes sets the times of an open file, in microseconds: that is what the system call takes.
func setFileTimes(f *os.File, atime, mtime time.Time) error {
	fi, err := f.Stat()
	if err != nil {
		return err
	}
	if mtime.IsZero() {
		mtime = fi.ModTime()
	}
	if atime.IsZero() {
		id := identity{atime: mtime}
		identify(&id, fi, f)
		atime = id.atime
	}
	tv := []syscall.Timeval{syscall.NsecToTimeval(atime.UnixNano()), syscall.NsecToTimeval(mtime.UnixNano())}
	return withFd(f, func(fd uintptr) error { return syscall.Futimes(int(fd), tv) })
}
