package memtest

import "os"

// Emulator is what emulates the processor for this process, "" where nothing does. It shows a process its own file under the commonest name alone.
func Emulator() string {
	shown, _ := os.Readlink("/proc/self/exe")
	if runs, err := os.Readlink("/proc/thread-self/exe"); err == nil && runs != shown {
		return runs
	}
	return ""
}
