//go:build linux || (darwin && !ios) || freebsd || netbsd || openbsd || dragonfly

package slice

import "syscall"

// reserves says that a room is the system's, and not the garbage collector's.
const reserves = true

// reserve gets a room of n bytes that takes no memory before it is used.
func reserve(n int) (room []byte, ok bool) {
	if n == 0 {
		return []byte{}, true
	}
	b, err := syscall.Mmap(-1, 0, n, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE|lazy)
	return b, err == nil
}

// release gives a room back.
func release(room []byte) {
	if len(room) > 0 {
		syscall.Munmap(room)
	}
}
