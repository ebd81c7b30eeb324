//go:build darwin || freebsd || netbsd

package wasitarget

import (
	"os"
	"syscall"
	"time"
)

func identify(st *filestat, fi os.FileInfo, _ *os.File) {
	if sys, ok := fi.Sys().(*syscall.Stat_t); ok {
		st.dev, st.ino, st.nlink = uint64(sys.Dev), uint64(sys.Ino), uint64(sys.Nlink)
		st.atime = time.Unix(sys.Atimespec.Unix())
		st.ctime = time.Unix(sys.Ctimespec.Unix())
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
		st := filestat{atime: mtime}
		identify(&st, fi, f)
		atime = st.atime
	}
	tv := []syscall.Timeval{syscall.NsecToTimeval(atime.UnixNano()), syscall.NsecToTimeval(mtime.UnixNano())}
	return withFd(f, func(fd uintptr) error { return syscall.Futimes(int(fd), tv) })
}
