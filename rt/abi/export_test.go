package abi

// Measures tells whether the stack in use can be measured on this platform.
func Measures() bool {
	g, _ := measure()
	return g != 0
}
