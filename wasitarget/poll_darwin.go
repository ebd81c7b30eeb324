package wasitarget

import (
	"syscall"
	"time"
	"unsafe"
)

// pollHost waits until one of the descriptors is ready or the timeout, if it is not negative, is over. It may return early.
func pollHost(fds []pollFd, timeout time.Duration) error {
	ms := -1
	if timeout >= 0 {
		ms = int((min(timeout, pollMost) + time.Millisecond - 1) / time.Millisecond)
	}
	_, _, e := syscall.Syscall(syscall.SYS_POLL, uintptr(unsafe.Pointer(unsafe.SliceData(fds))), uintptr(len(fds)), uintptr(ms))
	if e != 0 && e != syscall.EINTR {
		return e
	}
	return nil
}

// canPoll: descriptors are asked whether they are ready.
const canPoll = true
