//go:build gc && !purego

#include "textflag.h"

// func callers(pcs *[32]uintptr) (n int)
TEXT ·callers(SB), NOSPLIT, $0-16
	MOVD pcs+0(FP), R0
	MOVD 8(g), R1 // the stack's upper end, see goroutine
	SUB  $16, R1  // a frame pointer has its two words below that
	MOVD RSP, R2
	SUB  $16, R2 // the caller's may be right below its stack pointer
	MOVD R29, R3
	MOVD ZR, R4

next:
	CMP  R2, R3 // outside of what is in use, or not behind the last one
	BLS  done
	CMP  R1, R3
	BHI  done
	TST  $7, R3
	BNE  done
	MOVD 8(R3), R5
	MOVD R5, (R0)(R4<<3)
	ADD  $1, R4
	CMP  $32, R4
	BEQ  done
	MOVD R3, R2
	MOVD (R3), R3
	JMP  next

done:
	MOVD R4, n+8(FP)
	RET
