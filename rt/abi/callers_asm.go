//go:build gc && !purego && (amd64 || arm64)

package abi

// callers follows the frame pointers of the running goroutine, and leaves the return addresses that stand beside them, innermost first, as many as
// there is room for. It returns their number. Each pointer has to lie on the part of the stack that is in use, behind the one before, so that what is
// read is stack whatever C code or a signal has left there. It is no place where Go moves the stack.
//
//go:noescape
func callers(pcs *[32]uintptr) (n int)
