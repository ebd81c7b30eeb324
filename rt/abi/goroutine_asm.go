//go:build gc && !purego && (386 || amd64 || arm || arm64)

package abi

// goroutine is self, the address of the running goroutine's descriptor, between which addresses its stack lies, and where the part in use ends. The
// descriptor, runtime.g, begins with the two bounds in all versions of Go so far: measure does not rely on that.
func goroutine() (self, low, high, sp uintptr)
