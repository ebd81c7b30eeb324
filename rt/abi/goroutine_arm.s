//go:build gc && !purego

#include "textflag.h"

// func goroutine() (self, low, high, sp uintptr)
TEXT ·goroutine(SB), NOSPLIT, $0-16
	MOVW g, R0
	MOVW R0, self+0(FP)
	MOVW 0(R0), R1
	MOVW R1, low+4(FP)
	MOVW 4(R0), R1
	MOVW R1, high+8(FP)
	MOVW R13, sp+12(FP)
	RET
