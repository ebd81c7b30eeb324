//go:build !(linux || (darwin && !ios) || freebsd)

package slice

// available would tell whether the system has n bytes, which there is no way to ask here.
func available(n int) bool { return true }
