//go:build gc && !purego

#include "textflag.h"

// func goroutine() (self, low, high, sp uintptr)
TEXT ·goroutine(SB), NOSPLIT, $0-16
	MOVL TLS, CX
	MOVL 0(CX)(TLS*1), AX
	MOVL AX, self+0(FP)
	MOVL 0(AX), CX
	MOVL CX, low+4(FP)
	MOVL 4(AX), CX
	MOVL CX, high+8(FP)
	MOVL SP, sp+12(FP)
	RET
