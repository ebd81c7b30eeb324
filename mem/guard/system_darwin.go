//go:build (amd64 || arm64) && !ios

package guard

import "syscall"

func protect(b []byte, prot int) error { return syscall.Mprotect(b, prot) }
