//go:build amd64 || arm64

package guard

import (
	"syscall"
	"unsafe"
)

func protect(b []byte, prot int) error { return syscall.Mprotect(b, prot) }

// discard takes the access away and the pages back: commit brings zeros.
func discard(b []byte) error {
	return mapOver(b, syscall.PROT_NONE, syscall.MAP_ANON|syscall.MAP_PRIVATE|syscall.MAP_NORESERVE, -1)
}

const discards = true

// mapOver replaces what is mapped at b, by pages of the file fd from its beginning.
func mapOver(b []byte, prot, flags, fd int) error {
	addr := uintptr(unsafe.Pointer(unsafe.SliceData(b)))
	_, _, errno := syscall.Syscall6(syscall.SYS_MMAP, addr, uintptr(len(b)), uintptr(prot), uintptr(flags|syscall.MAP_FIXED), uintptr(fd), 0)
	if errno != 0 {
		return errno
	}
	return nil
}
