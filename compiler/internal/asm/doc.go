// Package asm writes routines, the parts of functions that work on vectors, in Go's assembler.
package asm
