//go:build (amd64 || arm64) && ((darwin && !ios) || freebsd)

package guard

import "syscall"

// discard takes the access away and leaves the pages until unmap, since the syscall package has no madvise here: commit brings them back.
func discard(b []byte) error { return protect(b, syscall.PROT_NONE) }

const discards = false
