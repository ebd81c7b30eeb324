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
