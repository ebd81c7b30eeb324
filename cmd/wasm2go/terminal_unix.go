//go:build linux || darwin || freebsd

package main

import (
	"os"
	"syscall"
	"unsafe"
)

// terminalSize asks a character device for its width in columns, 0 if it does not know; tty tells whether it is a terminal.
func terminalSize(f *os.File) (columns int, tty bool) {
	var size struct{ rows, columns, x, y uint16 }
	conn, err := f.SyscallConn()
	if err != nil {
		return 0, false
	}
	err = conn.Control(func(fd uintptr) {
		_, _, e := syscall.Syscall(syscall.SYS_IOCTL, fd, syscall.TIOCGWINSZ, uintptr(unsafe.Pointer(&size)))
		tty = e == 0
	})
	return int(size.columns), err == nil && tty
}
