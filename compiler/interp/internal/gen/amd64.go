package main

// SI has the instruction, DI the window, BX the handlers, R12 the memory, R11 its size. The macros take the offset of a field and a register: VECTOR, I32
// and so on load the operand in the register of the window that the field names, SETVECTOR and so on store a result, CONSTANT loads the field itself. LOWER is
// for what looks at half a vector: after a load of a number the processor would wait for the rest. PLAIN to MOVED put the effective address into CX.
// GO begins with the first instruction, NEXT goes on behind each.
var amd64 = &assembler{
	goarch:  "amd64",
	vectors: []string{"X0", "X1", "X2", "X3", "X4"}, numbers: []string{"R8", "R9", "R10"},
	macros: `
#define VECTOR(field, reg)	MOVWLZX field(SI), DX; MOVUPS (DI)(DX*8), reg
#define LOWER(field, reg)	MOVWLZX field(SI), DX; MOVQ (DI)(DX*8), reg
#define I32(field, reg)	MOVWLZX field(SI), DX; MOVL (DI)(DX*8), reg
#define I64(field, reg)	MOVWLZX field(SI), DX; MOVQ (DI)(DX*8), reg
#define F32(field, reg)	MOVWLZX field(SI), DX; MOVSS (DI)(DX*8), reg
#define F64(field, reg)	MOVWLZX field(SI), DX; MOVSD (DI)(DX*8), reg
#define CONSTANT(field, reg)	MOVL field(SI), reg
#define SETVECTOR(field, reg)	MOVWLZX field(SI), DX; MOVUPS reg, (DI)(DX*8)
#define SETI32(field, reg)	MOVWLZX field(SI), DX; MOVQ reg, (DI)(DX*8)
#define SETI64(field, reg)	MOVWLZX field(SI), DX; MOVQ reg, (DI)(DX*8)
#define PLAIN	MOVWLZX 4(SI), CX; MOVL (DI)(CX*8), CX; ADDQ 8(SI), CX
#define ABS	MOVQ 8(SI), CX
#define INDEX	MOVWLZX 4(SI), CX; MOVL (DI)(CX*8), CX; MOVWLZX 6(SI), DX; ADDL (DI)(DX*8), CX; ADDQ 8(SI), CX
#define SCALE(n)	MOVWLZX 6(SI), CX; MOVL (DI)(CX*8), CX; SHLL $n, CX; MOVWLZX 4(SI), DX; ADDL (DI)(DX*8), CX; ADDQ 8(SI), CX
#define TIMES(n)	MOVWLZX 4(SI), CX; MOVL (DI)(CX*8), CX; SHLL $n, CX; ADDQ 8(SI), CX
#define MOVED	MOVWLZX 4(SI), CX; MOVL (DI)(CX*8), CX; ADDL 12(SI), CX; MOVL 8(SI), DX; ADDQ DX, CX
#define CHECK(size)	LEAQ size(CX), DX; CMPQ DX, R11; JHI done
#define LOADVECTOR	MOVUPS (R12)(CX*1), X0; SETVECTOR(2, X0)
#define LOADI32	MOVL (R12)(CX*1), R8; SETI32(2, R8)
#define LOADI64	MOVQ (R12)(CX*1), R8; SETI64(2, R8)
#define STOREVECTOR	VECTOR(2, X0); MOVUPS X0, (R12)(CX*1)
#define STOREI32	I32(2, R8); MOVL R8, (R12)(CX*1)
#define STOREI64	I64(2, R8); MOVQ R8, (R12)(CX*1)
#define EXTRACT(load, size)	MOVWLZX 4(SI), CX; LEAQ (DI)(CX*8), CX; MOVWLZX 8(SI), DX; load (CX)(DX*size), R8; SETI32(2, R8)
#define REPLACE(store, size)	VECTOR(4, X0); I64(6, R8); SETVECTOR(2, X0); LEAQ (DI)(DX*8), CX; MOVWLZX 8(SI), DX; store R8, (CX)(DX*size)
#define GO	MOVQ in+0(FP), SI; MOVQ r_base+8(FP), DI; MOVQ mem+16(FP), R12; MOVQ size+24(FP), R11; LEAQ handlers<>(SB), BX; MOVWLZX (SI), AX; JMP -8*FIRST(BX)(AX*8)
#define LEAVE	MOVQ SI, ret+32(FP); RET
#define NEXT	ADDQ $16, SI; MOVWLZX (SI), AX; CMPL AX, $FIRST; JCS done; JMP -8*FIRST(BX)(AX*8); done: LEAVE
`,
	byHand: map[string]string{
		"Vectors":           "",
		"Move":              "I64(4, R8); SETI64(2, R8)",
		"Move128":           "VECTOR(4, X0); SETVECTOR(2, X0)",
		"Select128":         "VECTOR(4, X0); I64(8, AX); TESTQ AX, AX; JNE chosen; VECTOR(6, X0); chosen: SETVECTOR(2, X0)",
		"I8x16ExtractLaneS": "EXTRACT(MOVBLSX, 1)",
		"I8x16ExtractLaneU": "EXTRACT(MOVBLZX, 1)",
		"I16x8ExtractLaneS": "EXTRACT(MOVWLSX, 2)",
		"I16x8ExtractLaneU": "EXTRACT(MOVWLZX, 2)",
		"I8x16ReplaceLane":  "REPLACE(MOVB, 1)",
		"I16x8ReplaceLane":  "REPLACE(MOVW, 2)",
		"I32x4ReplaceLane":  "REPLACE(MOVL, 4)",
		"I64x2ReplaceLane":  "REPLACE(MOVQ, 8)",
		"F32x4ReplaceLane":  "REPLACE(MOVL, 4)",
		"F64x2ReplaceLane":  "REPLACE(MOVQ, 8)",
	},
}
