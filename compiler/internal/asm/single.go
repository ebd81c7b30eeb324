package asm

import (
	"strings"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// shuffles are rows of i8x16.shuffle whose third operand is the mask: the selector, which knows it, has better ones. PSHUFB gives 0 where the
// highest bit of an index is set.
var shuffles = map[string]string{
	"amd64": "MOVAPS {70}, %x ; PADDUSB $2, %x ; PSHUFB %x, $d ; MOVAPS $2, %x ; PSUBB {10}, %x ; MOVAPS $1, %y ; PSHUFB %x, %y ; POR %y, $d",
	"arm64": "VMOV $d.B16, %x.B16 ; VMOV $1.B16, %y.B16 ; VTBL $2.B16, [%x.B16, %y.B16], $d.B16",
}

// Single returns the lines that compute one instruction from registers, of which each operand has its own, and the register with the result: dst,
// or that of the first operand. Function constant names 16 bytes in memory. It is for an interpreter, which takes a shuffle's mask
// for an operand, and knows no lane before: where lanes have numbers, and where there is no row, ok is false.
func Single(goarch string, o op.Op, dst string, args []string, constant func(bytes [16]byte) string) (lines []string, result string, ok bool) {
	m := machineOf(goarch)
	r := m.table().row(o)
	if o == op.I8x16Shuffle {
		r = m.table().parseRow("=", shuffles[goarch])
	}
	if r == nil || len(r.lanes) > 1 || strings.Contains(strings.Join(r.lanes[0], ""), "$L") {
		return nil, "", false
	}
	if r.tied {
		dst = args[0]
	}
	lines = r.expand(dst, args, 0, constant)
	for i := range lines {
		lines[i] = m.spelled(lines[i])
	}
	return lines, dst, true
}
