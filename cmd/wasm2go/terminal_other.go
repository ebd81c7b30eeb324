//go:build !(linux || darwin || freebsd)

package main

import "os"

// terminalSize does not know the width here. A character device is a terminal but for the one that is nothing.
func terminalSize(f *os.File) (columns int, tty bool) {
	info, err := f.Stat()
	if err != nil {
		return 0, false
	}
	null, err := os.Stat(os.DevNull)
	return 0, err != nil || !os.SameFile(info, null)
}
