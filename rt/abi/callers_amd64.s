//go:build gc && !purego

#include "textflag.h"

// func callers(pcs *[32]uintptr) (n int)
TEXT ·callers(SB), NOSPLIT, $0-16
	MOVQ pcs+0(FP), DI
	MOVQ TLS, CX
	MOVQ 0(CX)(TLS*1), AX
	MOVQ 8(AX), R9 // the stack's upper end, see goroutine
	SUBQ $16, R9   // a frame pointer has its two words below that
	MOVQ SP, R8
	MOVQ BP, BX
	XORQ DX, DX

next:
	CMPQ BX, R8 // outside of what is in use, or not behind the last one
	JLS  done
	CMPQ BX, R9
	JHI  done
	TESTQ $7, BX
	JNE  done
	MOVQ 8(BX), CX
	MOVQ CX, (DI)(DX*8)
	INCQ DX
	CMPQ DX, $32
	JEQ  done
	MOVQ BX, R8
	MOVQ 0(BX), BX
	JMP  next

done:
	MOVQ DX, n+8(FP)
	RET
