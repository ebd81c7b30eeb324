//go:build !unix

package wasitarget

import "os"

// opensToAppend: the platform does not tell how a file was opened. On Windows a file in append mode has no access to write elsewhere.
func opensToAppend(f *os.File) bool { return false }

// setAppend does nothing: all that is written begins at the end that there was a moment ago.
func setAppend(*os.File, bool) error { return nil }
