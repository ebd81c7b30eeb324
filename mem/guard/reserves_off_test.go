//go:build !((amd64 || arm64) && (linux || (darwin && !ios) || freebsd || windows))

package guard_test

const reserves = false
