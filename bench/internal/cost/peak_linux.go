package cost

import (
	"os"
	"syscall"
)

// peakMemory is the largest resident set, in bytes, among an ended process and the children that it waited for.
func peakMemory(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return int64(usage.Maxrss) * 1024
}
