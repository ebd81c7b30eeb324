package interp_test

import (
	"syscall"
	"time"
	"unsafe"
)

// A cpuClock counts the processor time of a thread; any thread can read it.
type cpuClock int32

// threadClock is the clock of the calling thread: the complement of its number, then CPUCLOCK_PERTHREAD_MASK | CPUCLOCK_SCHED.
func threadClock() cpuClock { return cpuClock(^syscall.Gettid()<<3 | 6) }

func (c cpuClock) now() time.Duration {
	var t syscall.Timespec
	if _, _, errno := syscall.RawSyscall(syscall.SYS_CLOCK_GETTIME, uintptr(c), uintptr(unsafe.Pointer(&t)), 0); errno != 0 {
		panic(errno)
	}
	return time.Duration(t.Nano())
}
