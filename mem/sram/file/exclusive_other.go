//go:build !(darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd || windows)

package file

import "os"

// openExclusive opens a file. There is nothing here that keeps others from doing the same.
func openExclusive(path string, flags int) (*os.File, error) { return os.OpenFile(path, flags, 0o600) }
