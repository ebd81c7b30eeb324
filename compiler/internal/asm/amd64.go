package asm

import (
	"strconv"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// The registers that are given to values. AX, CX, DX, X14 and X15 are for the instructions themselves; R15, BP and SP are Go's.
var (
	generalNames = []string{"BX", "SI", "DI", "R8", "R9", "R10", "R11", "R12", "R13", "R14"}
	vectorNames  = []string{"X0", "X1", "X2", "X3", "X4", "X5", "X6", "X7", "X8", "X9", "X10", "X11", "X12", "X13"}
)

func moveText(k class, from, to string) string {
	if k == vector {
		return "MOVAPS " + from + ", " + to
	}
	return "MOVQ " + from + ", " + to
}

// move is the instruction that moves a class of registers to and from the frame.
func move(k class) string {
	if k == vector {
		return "MOVUPS "
	}
	return "MOVQ "
}

func loadSlot(k class, slot int, reg string) string {
	return move(k) + strconv.Itoa(slot) + "(SP), " + reg
}

func storeSlot(k class, reg string, slot int) string {
	return move(k) + reg + ", " + strconv.Itoa(slot) + "(SP)"
}

// argumentText loads a parameter.
func argumentText(t wasm.ValType, at string) []string {
	if t == wasm.V128 {
		return []string{"MOVQ " + part(at, "lo", 0) + ", <d>", "MOVHPS " + part(at, "hi", 8) + ", <d>"}
	}
	return []string{scalarMove(t) + at + ", <d>"}
}

// resultText stores a result.
func resultText(t wasm.ValType, at string) []string {
	if t == wasm.V128 {
		return []string{"MOVQ <0>, " + part(at, "lo", 0), "MOVHPS <0>, " + part(at, "hi", 8)}
	}
	return []string{scalarMove(t) + "<0>, " + at}
}

// part is a field of a vector in the frame.
func part(at, field string, offset int) string {
	name, rest, _ := strings.Cut(at, "+")
	n, _ := strconv.Atoi(strings.TrimSuffix(rest, "(FP)"))
	return name + "_" + field + "+" + strconv.Itoa(n+offset) + "(FP)"
}

func scalarMove(t wasm.ValType) string {
	switch t {
	case wasm.I32:
		return "MOVL "
	case wasm.F32:
		return "MOVSS "
	case wasm.F64:
		return "MOVSD "
	}
	return "MOVQ "
}
