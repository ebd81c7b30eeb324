package memtest

import (
	"os"
	"strconv"
	"strings"
)

// resident is how many bytes of the process are in memory, where the system tells. Of an emulated process it tells what the emulator takes.
func resident() (uint64, bool) {
	if Emulator() != "" {
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
