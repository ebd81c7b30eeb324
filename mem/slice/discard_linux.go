package slice

import "syscall"

// lazy has the system not count what is mapped but not used.
const lazy = syscall.MAP_NORESERVE

// discard gives the pages of a room back, which reads as zeros then.
func discard(room []byte) {
	if len(room) > 0 {
		syscall.Madvise(room, syscall.MADV_DONTNEED)
	}
}
