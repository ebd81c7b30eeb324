//go:build gc && !purego

#include "textflag.h"

// func goroutine() (self, low, high, sp uintptr)
TEXT ·goroutine(SB), NOSPLIT, $0-32
	MOVD g, self+0(FP)
	MOVD 0(g), R0
	MOVD R0, low+8(FP)
	MOVD 8(g), R0
	MOVD R0, high+16(FP)
	MOVD RSP, R0
	MOVD R0, sp+24(FP)
	RET
