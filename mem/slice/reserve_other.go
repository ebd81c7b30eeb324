//go:build !(linux || (darwin && !ios) || freebsd || netbsd || openbsd || dragonfly)

package slice

// reserves says that a room is the system's, and not the garbage collector's.
const reserves = false

// reserve gets a room of n bytes, and some more: what is allocated in units of 16 is aligned for words of 8.
func reserve(n int) (room []byte, ok bool) {
	const unit = 16
	if n > maxInt-unit {
		return nil, false
	}
	b, ok := allocate((n + unit) &^ (unit - 1))
	if !ok {
		return nil, false
	}
	return b[:n:n], true
}

const maxInt = int(^uint(0) >> 1)

// release leaves a room to the garbage collector.
func release([]byte) {}

// discard leaves the pages to it as well.
func discard([]byte) {}
