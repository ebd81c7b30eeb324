//go:build gc && !purego

package cpu

// HasVectors tells whether the processor has the assembly's instructions: all that Go runs on do.
func HasVectors() bool { return true }
