package main

// R0 has the instruction, R1 the window, R2 the handlers, R10 the memory, R11 its size, R4 an effective address. For the macros see amd64.
var arm64 = &assembler{
	goarch:  "arm64",
	vectors: []string{"V0", "V1", "V2", "V3", "V4"}, numbers: []string{"R5", "R6", "R7"},
	macros: `
#define AT(field)	MOVHU field(R0), R3; ADD R3<<3, R1, R3
#define VECTOR(field, reg)	AT(field); VLD1 (R3), [reg.B16]
#define LOWER(field, reg)	AT(field); VLD1 (R3), [reg.B8]
#define I32(field, reg)	AT(field); MOVWU (R3), reg
#define I64(field, reg)	AT(field); MOVD (R3), reg
#define F32(field, reg)	AT(field); VLD1 (R3), reg.S[0]
#define F64(field, reg)	AT(field); VLD1 (R3), reg.D[0]
#define CONSTANT(field, reg)	MOVWU field(R0), reg
#define SETVECTOR(field, reg)	AT(field); VST1 [reg.B16], (R3)
#define SETI32(field, reg)	AT(field); MOVD reg, (R3)
#define SETI64(field, reg)	AT(field); MOVD reg, (R3)
#define PLAIN	I32(4, R4); MOVD 8(R0), R3; ADD R3, R4, R4
#define ABS	MOVD 8(R0), R4
#define INDEX	I32(4, R4); I32(6, R5); ADDW R5, R4, R4; MOVD 8(R0), R3; ADD R3, R4, R4
#define SCALE(n)	I32(4, R4); I32(6, R5); ADDW R5<<n, R4, R4; MOVD 8(R0), R3; ADD R3, R4, R4
#define TIMES(n)	I32(4, R4); LSLW $n, R4, R4; MOVD 8(R0), R3; ADD R3, R4, R4
#define MOVED	I32(4, R4); MOVWU 12(R0), R3; ADDW R3, R4, R4; MOVWU 8(R0), R3; ADD R3, R4, R4
#define CHECK(size)	ADD $size, R4, R3; CMP R11, R3; BHI done; ADD R4, R10, R4
#define LOADVECTOR	VLD1 (R4), [V0.B16]; SETVECTOR(2, V0)
#define LOADI32	MOVWU (R4), R5; SETI32(2, R5)
#define LOADI64	MOVD (R4), R5; SETI64(2, R5)
#define STOREVECTOR	VECTOR(2, V0); VST1 [V0.B16], (R4)
#define STOREI32	I32(2, R5); MOVW R5, (R4)
#define STOREI64	I64(2, R5); MOVD R5, (R4)
#define EXTRACT(load, shift)	AT(4); MOVHU 8(R0), R4; ADD R4<<shift, R3, R3; load (R3), R5; MOVWU R5, R5; SETI32(2, R5)
#define REPLACE(store, shift)	VECTOR(4, V0); I64(6, R5); SETVECTOR(2, V0); MOVHU 8(R0), R4; ADD R4<<shift, R3, R3; store R5, (R3)
#define GO	MOVD in+0(FP), R0; MOVD r_base+8(FP), R1; MOVD mem+16(FP), R10; MOVD size+24(FP), R11; MOVD $handlers<>(SB), R2; MOVHU (R0), R3; SUB $FIRST, R3, R3; MOVD (R2)(R3<<3), R3; JMP (R3)
#define LEAVE	MOVD R0, ret+32(FP); RET
#define NEXT	ADD $16, R0; MOVHU (R0), R3; SUBS $FIRST, R3, R3; BLO done; MOVD (R2)(R3<<3), R3; JMP (R3); done: LEAVE
`,
	byHand: map[string]string{
		"Vectors":           "",
		"Move":              "I64(4, R5); SETI64(2, R5)",
		"Move128":           "VECTOR(4, V0); SETVECTOR(2, V0)",
		"Select128":         "VECTOR(4, V0); I64(8, R5); CBNZ R5, chosen; VECTOR(6, V0); chosen: SETVECTOR(2, V0)",
		"I8x16ExtractLaneS": "EXTRACT(MOVB, 0)",
		"I8x16ExtractLaneU": "EXTRACT(MOVBU, 0)",
		"I16x8ExtractLaneS": "EXTRACT(MOVH, 1)",
		"I16x8ExtractLaneU": "EXTRACT(MOVHU, 1)",
		"I8x16ReplaceLane":  "REPLACE(MOVB, 0)",
		"I16x8ReplaceLane":  "REPLACE(MOVH, 1)",
		"I32x4ReplaceLane":  "REPLACE(MOVW, 2)",
		"I64x2ReplaceLane":  "REPLACE(MOVD, 3)",
		"F32x4ReplaceLane":  "REPLACE(MOVW, 2)",
		"F64x2ReplaceLane":  "REPLACE(MOVD, 3)",
	},
}
