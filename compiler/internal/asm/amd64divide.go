package asm

import "fmt"

// overflows compares with the least number and -1.
func (amd64) overflows(size string) []string {
	least := "$0x80000000"
	if size == "Q" {
		least = "$0x8000000000000000"
	}
	return []string{minusOneAMD64(size), "JNE @@", "MOVQ " + least + ", AX", fmt.Sprintf("CMP%s <0>, AX", size), "JEQ @T", "@@:"}
}

func minusOneAMD64(size string) string { return fmt.Sprintf("CMP%s <1>, $-1", size) }

// divide: the machine has no result for the remainder of a division by -1.
func (amd64) divide(d division) []string {
	text, from := []string{fmt.Sprintf("MOV%s <0>, AX", d.size)}, "AX"
	switch {
	case !d.signed:
		text = append(text, "XORL DX, DX", "DIV"+d.size+" <1>")
	case d.remainder:
		text = append(append(append(text, "XORL DX, DX", minusOneAMD64(d.size), "JEQ @@"), extendAX[d.size]...), "IDIV"+d.size+" <1>", "@@:")
	default:
		text = append(append(text, extendAX[d.size]...), "IDIV"+d.size+" <1>")
	}
	if d.remainder {
		from = "DX"
	}
	return append(text, fmt.Sprintf("MOV%s %s, <d>", d.size, from))
}

// extendAX are instructions that extend the sign of AX into DX. They name it, as CDQ and CQO do not: so it holds no operand.
var extendAX = map[string][]string{"L": {"MOVL AX, DX", "SARL $31, DX"}, "Q": {"MOVQ AX, DX", "SARQ $63, DX"}}
