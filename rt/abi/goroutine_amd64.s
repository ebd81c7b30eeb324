//go:build gc && !purego

#include "textflag.h"

// func goroutine() (self, low, high, sp uintptr)
TEXT ·goroutine(SB), NOSPLIT, $0-32
	MOVQ TLS, CX
	MOVQ 0(CX)(TLS*1), AX
	MOVQ AX, self+0(FP)
	MOVQ 0(AX), CX
	MOVQ CX, low+8(FP)
	MOVQ 8(AX), CX
	MOVQ CX, high+16(FP)
	MOVQ SP, sp+24(FP)
	RET
