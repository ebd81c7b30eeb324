//go:build unix

package wasitarget

import (
	"syscall"
	"time"
)

const (
	hostNonblock     = syscall.O_NONBLOCK
	hostSync         = syscall.O_SYNC
	clockResolution  = 1 // nanosecond
	identifyByHandle = false
)

// hostErrnos translates the error numbers that not every platform has.
func hostErrnos(e syscall.Errno) (errno, bool) {
	if e == syscall.ETXTBSY {
		return errTxtbsy, true
	}
	return 0, false
}

// cpuTime is the processor time of the process, user and system.
func cpuTime() (time.Duration, bool) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, false
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), true
}

// errorOf keeps a zero Errno from becoming an error.
func errorOf(e syscall.Errno) error {
	if e == 0 {
		return nil
	}
	return e
}
