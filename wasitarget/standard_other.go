//go:build !unix

package wasitarget

import "os"

// opensToAppend: the platform does not tell how a file was opened. On Windows a file in append mode has no access to write elsewhere.
func opensToAppend(f *os.File) bool { return false }
