//go:build !unix

package wasitarget

import "os"

// hasWriter: there are no named pipes in directories.
func hasWriter(f *os.File) (ahead []byte, writer bool) { return nil, true }
