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

const fionread = 0x4004667f // sys/filio.h

// readable is how much can be read from a pipe, terminal or socket; known is false for what does not tell, such as a listener.
func readable(fd int32) (n int32, known bool) {
	_, _, e := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), fionread, uintptr(unsafe.Pointer(&n)))
	return n, e == 0
}
