//go:build linux || (darwin && !ios) || freebsd

package slice

import "syscall"

// available tells whether the system would give n bytes to Go, which takes them in pieces of 64 MiB, and some for itself.
func available(n int) bool {
	const piece = 64 << 20
	b, err := syscall.Mmap(-1, 0, n+2*piece, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		return false
	}
	syscall.Munmap(b)
	return true
}
