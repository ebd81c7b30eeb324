//go:build (darwin && !ios) || freebsd || netbsd || openbsd || dragonfly

package slice

// lazy is not needed: the system counts what is used.
const lazy = 0

// discard leaves the pages where they are until the room is released: package syscall has no way to give them back.
func discard([]byte) {}
