//go:build !((amd64 || arm64) && gc && !purego)

package cpu

// HasVectors tells that there is no assembly of vectors for the architecture.
func HasVectors() bool { return false }
