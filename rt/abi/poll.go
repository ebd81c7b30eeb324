package abi

// Poll is where assembly lets the goroutine be stopped: for the garbage collector, a stack that grows, or another goroutine. Go asks for that where a
// function begins, and interrupts a loop only if it has compiled it. A function that calls none and needs little of the stack does not look: hence the array.
//
//go:noinline
func Poll() {
	var stack [256]byte
	use(&stack)
}

//go:noinline
func use(*[256]byte) {}
