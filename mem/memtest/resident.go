package memtest

import (
	"os"
	"strconv"
	"strings"
)

// resident is how many bytes of the process are in memory, where the system tells. Of an emulated process it tells what the emulator takes, which shows
// a process its own file under the commonest name alone.
func resident() (uint64, bool) {
	shown, _ := os.Readlink("/proc/self/exe")
	if runs, err := os.Readlink("/proc/thread-self/exe"); err == nil && runs != shown {
		return 0, false
	}
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, false
	}
	fields := strings.Fields(string(text))
	if len(fields) < 2 {
		return 0, false
	}
	pages, err := strconv.ParseUint(fields[1], 10, 64)
	return pages * uint64(os.Getpagesize()), err == nil
}
