package wasitarget

import (
	"os"
	"syscall"
)

// withFd calls do with the host's descriptor of f, a file or socket, which stays open meanwhile.
func withFd(f syscall.Conn, do func(fd uintptr) error) error {
	c, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var inner error
	if err := c.Control(func(fd uintptr) { inner = do(fd) }); err != nil {
		return err
	}
	return inner
}

// extend makes a file at least size bytes long.
func extend(f *os.File, size int64) error {
	fi, err := f.Stat()
	if err != nil || fi.Size() >= size {
		return err
	}
	return f.Truncate(size)
}
