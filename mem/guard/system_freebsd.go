//go:build amd64 || arm64

package guard

import (
	"syscall"
	"unsafe"
)

func protect(b []byte, prot int) error {
	_, _, errno := syscall.Syscall(syscall.SYS_MPROTECT, uintptr(unsafe.Pointer(unsafe.SliceData(b))), uintptr(len(b)), uintptr(prot))
	if errno != 0 {
		return errno
	}
	return nil
}
