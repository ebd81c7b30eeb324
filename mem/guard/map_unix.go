//go:build (amd64 || arm64) && (linux || (darwin && !ios) || freebsd)

package guard

import "syscall"

// mapReserved reserves n bytes of address space that nobody can access. Pages that cannot be written count against no limit
// on memory, only against one on address space.
func mapReserved(n int) ([]byte, error) {
	return syscall.Mmap(-1, 0, n, syscall.PROT_NONE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
}

// commit makes part of a reservation accessible; it reads as zeros.
func commit(b []byte) error { return protect(b, syscall.PROT_READ|syscall.PROT_WRITE) }

// unmap ends a reservation.
func unmap(b []byte) { syscall.Munmap(b) }
