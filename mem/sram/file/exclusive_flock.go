//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package file

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// openExclusive opens a file that nobody else has open in this way, in this process or in another.
func openExclusive(path string, flags int) (*os.File, error) {
	f, err := os.OpenFile(path, flags, 0o600)
	if errors.Is(err, syscall.EBUSY) {
		return nil, errInUse
	}
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	switch {
	case err == nil:
		return f, nil
	case errors.Is(err, syscall.EWOULDBLOCK):
		err = errInUse
	default:
		err = fmt.Errorf("its file system cannot lock it, name a file on another: %w", err)
	}
	return nil, errors.Join(err, f.Close())
}
