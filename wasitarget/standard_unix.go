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
