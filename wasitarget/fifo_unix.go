//go:build unix

package wasitarget

import (
	"os"
	"syscall"
)

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
