//go:build linux || darwin

package wasitarget

import "syscall"

func mkfifo(path string) error { return syscall.Mkfifo(path, 0o666) }
