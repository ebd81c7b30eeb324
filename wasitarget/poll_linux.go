package wasitarget

import (
	"syscall"
	"time"
	"unsafe"
)

// pollHost waits until one of the descriptors is ready or the timeout, if it is not negative, is over. It may return early.
func pollHost(fds []pollFd, timeout time.Duration) error {
	var ts *syscall.Timespec
	if timeout >= 0 {
		t := syscall.NsecToTimespec(int64(min(timeout, pollMost)))
		ts = &t
	}
	_, _, e := syscall.Syscall6(syscall.SYS_PPOLL, uintptr(unsafe.Pointer(unsafe.SliceData(fds))), uintptr(len(fds)),
		uintptr(unsafe.Pointer(ts)), 0, 0, 0)
	if e == syscall.EINTR { // the Go scheduler's own signals, most often
		return nil
	}
	return errorOf(e)
}

// canPoll: descriptors are asked whether they are ready.
const canPoll = true

// readable is how much can be read from a pipe, terminal or socket; known is false for what does not tell, such as a listener.
func readable(fd int32) (n int32, known bool) {
	_, _, e := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), syscall.TIOCINQ, uintptr(unsafe.Pointer(&n)))
	return n, e == 0
}
