//go:build js || wasip1

package wasitarget

import (
	"os"
	"syscall"
	"time"
)

const (
	hostNonblock     = 0
	hostSync         = 0    // js refuses to open with it
	clockResolution  = 1000 // nanoseconds
	identifyByHandle = false
)

func hostErrnos(e syscall.Errno) (errno, bool) { return 0, false }

// cpuTime is not known inside a Wasm engine.
func cpuTime() (time.Duration, bool) { return 0, false }

// setFileTimes has no system call here.
func setFileTimes(f *os.File, atime, mtime time.Time) error { return errNotsup }
