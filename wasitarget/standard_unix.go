//go:build unix

package wasitarget

import (
	"os"
	"syscall"
)

// opensToAppend reports whether a file was opened in append mode.
func opensToAppend(f *os.File) (appends bool) {
	withFd(f, func(fd uintptr) error {
		flags, _, e := syscall.Syscall(syscall.SYS_FCNTL, fd, syscall.F_GETFL, 0)
		appends = e == 0 && flags&syscall.O_APPEND != 0
		return nil
	})
	return appends
}

// setAppend changes the mode of an open file, of which (*os.File).WriteAt knows nothing then.
func setAppend(f *os.File, on bool) error {
	return withFd(f, func(fd uintptr) error {
		flags, _, e := syscall.Syscall(syscall.SYS_FCNTL, fd, syscall.F_GETFL, 0)
		if e != 0 {
			return e
		}
		flags &^= syscall.O_APPEND
		if on {
			flags |= syscall.O_APPEND
		}
		_, _, e = syscall.Syscall(syscall.SYS_FCNTL, fd, syscall.F_SETFL, flags)
		return errorOf(e)
	})
}

// hasWriter reports whether anybody has the named pipe f open to write, or had and has left something. The only way to find out is to read:
// ahead is what that gave.
func hasWriter(f *os.File) (ahead []byte, writer bool) {
	c, err := f.SyscallConn()
	if err != nil {
		return nil, true
	}
	b := make([]byte, 1)
	var n int
	if rerr := c.Read(func(fd uintptr) bool {
		n, err = syscall.Read(int(fd), b)
		return true
	}); rerr != nil {
		return nil, true // the read will say what is wrong
	}
	return b[:max(n, 0)], n > 0 || err != nil && err != syscall.EINTR
}
