//go:build amd64 || arm64

package guard

import "syscall"

func protect(b []byte, prot int) error { return syscall.Mprotect(b, prot) }

// giveBack frees the pages now. That is only an economy: unmap would do it later.
func giveBack(b []byte) { syscall.Madvise(b, syscall.MADV_DONTNEED) }
