//go:build amd64 || arm64

package guard

import (
	"syscall"
	"unsafe"
)

// From winnt.h.
const (
	memCommit     = 0x1000
	memReserve    = 0x2000
	memDecommit   = 0x4000
	memRelease    = 0x8000
	pageNoAccess  = 0x01
	pageReadWrite = 0x04
)

// mapReserved reserves n bytes of address space that nobody can access.
func mapReserved(n int) ([]byte, error) {
	addr, err := call("VirtualAlloc", 0, uintptr(n), memReserve, pageNoAccess)
	if err != nil {
		return nil, err
	}
	// The detour says to vet that this is no Go pointer in disguise.
	return unsafe.Slice((*byte)(*(*unsafe.Pointer)(unsafe.Pointer(&addr))), n), nil
}

// commit makes part of a reservation accessible; it reads as zeros.
func commit(b []byte) error {
	_, err := call("VirtualAlloc", address(b), uintptr(len(b)), memCommit, pageReadWrite)
	return err
}

// discard takes the access away and the pages back: commit brings zeros.
func discard(b []byte) error {
	_, err := call("VirtualFree", address(b), uintptr(len(b)), memDecommit)
	return err
}

const discards = true

// unmap ends a reservation.
func unmap(b []byte) { call("VirtualFree", address(b), 0, memRelease) }

func address(b []byte) uintptr { return uintptr(unsafe.Pointer(unsafe.SliceData(b))) }

// call calls a function of kernel32 that returns 0 on failure.
func call(name string, args ...uintptr) (uintptr, error) {
	proc := syscall.NewLazyDLL("kernel32.dll").NewProc(name)
	if err := proc.Find(); err != nil {
		return 0, err
	}
	r, _, err := proc.Call(args...)
	if r == 0 {
		return 0, err
	}
	return r, nil
}
