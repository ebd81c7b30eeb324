package code

import (
	le "encoding/binary"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A constant of 128 bits takes an instruction to load, so those in loops are loaded before, into registers of their own.

// mostKept is how many constants a function may keep: calls of it, which may come to no loop, load them all.
const mostKept = 16

// keepConstants gives registers to the vector constants in loops.
func (l *lowerer) keepConstants() {
	if len(l.f.V128) == 0 || l.far > 0 {
		return
	}
	l.kept = map[uint32]reg{}
	l.keepIn(l.f.Body, false)
}

func (l *lowerer) keepIn(list []ir.Stmt, inLoop bool) {
	for i := range list {
		s := &list[i]
		if inLoop {
			for _, x := range s.X {
				x.Walk(l.keep)
			}
		}
		for inner := range s.Lists {
			l.keepIn(*inner, inLoop || s.Kind == ir.Loop)
		}
	}
}

// keep gives a register to x, if it is a constant or has a mask that is one.
func (l *lowerer) keep(x *ir.Expr) {
	if x.Kind == ir.Const && x.Type == wasm.V128 || x.Kind == ir.Apply && x.Op == op.I8x16Shuffle {
		if _, ok := l.kept[x.A]; !ok && len(l.kept) < mostKept {
			l.kept[x.A] = l.take(wasm.V128)
			l.constants = append(l.constants, x.A)
		}
	}
}

// loadConstants loads the constants that are kept.
func (l *lowerer) loadConstants() {
	for _, n := range l.constants {
		l.loadConstant(n, l.kept[n])
	}
}

// loadConstant loads a constant of 128 bits, in two entries.
func (l *lowerer) loadConstant(n uint32, to reg) {
	bits := l.f.V128[n][:]
	l.emit(Instr{Op: Const128, A: to, Imm: le.LittleEndian.Uint64(bits)})
	l.emit(Instr{Op: None, Imm: le.LittleEndian.Uint64(bits[8:])})
}

// vectorConst puts a constant of 128 bits into registers.
func (l *lowerer) vectorConst(n uint32, to reg) {
	if from, ok := l.kept[n]; ok {
		l.moveValue(wasm.V128, to, from)
		return
	}
	l.loadConstant(n, to)
}
