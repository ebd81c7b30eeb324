package code

import (
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
)

// atomic lowers an atomic instruction on a shared memory. Its operands are in successive registers, of which the first becomes the effective address;
// where there is no result, that register takes the number that stands for none.
func (l *lowerer) atomic(o op.Op, memory uint32, offset uint64, operands []*ir.Expr, to reg) {
	first := l.next
	l.reserve(3)
	for i, x := range operands {
		l.value(x, reg(first+i))
	}
	in := Instr{Op: Address, A: reg(first), B: reg(first), Imm: offset}
	if l.m.MemType(int(memory)).Is64 {
		in.Op = Address64
	}
	l.emit(in)
	if strings.HasSuffix(op.Table[o].Sig, ":") {
		to = reg(first)
	}
	l.emit(Instr{Op: Atomic, A: to, B: reg(first), C: reg(memory), Imm: uint64(o)})
}
