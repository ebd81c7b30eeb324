package lower

import (
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// maxMoves is up to how many moves a shuffle is taken apart into.
const maxMoves = 8

// shuffle lowers i8x16.shuffle (spec 4.4.3). Which bytes go where is known, so that each half of the result is the sum of halves of the operands,
// shifted and masked: an interleaving of 32-bit lanes takes four such moves, a rotation of the bytes three or four.
func (l *lowerer) shuffle(in *wasm.Instr) {
	l.shareable(len(l.stack) - 2)
	l.shareable(len(l.stack) - 1)
	args := l.popN(2)
	lanes := l.f.V128[in.A]
	if a, b := args[0], args[1]; a.Kind == b.Kind && a.Var == b.Var && a.A == b.A {
		for i := range lanes {
			lanes[i] &= 15 // the bytes of b are those of a
		}
	}
	low, high := moves(lanes[:8]), moves(lanes[8:])
	if len(low)+len(high) > maxMoves {
		x := l.apply(in.Op, wasm.V128, args)
		x.A = in.A
		l.push(x)
		return
	}
	l.push(l.moved(low, args))
	l.push(l.moved(high, args))
	l.consume(args)
	halves := l.popN(2)
	l.push(l.vectorOf(halves[0], halves[1]))
}

// A move takes bytes of one half of an operand to the half of a result.
type move struct {
	from  int    // which half: 0 and 1 are those of the first operand, lower one first, 2 and 3 those of the second
	bytes int    // how far up
	mask  uint64 // which of the result they are
}

// moves are those that lead to half of a result, whose bytes have these indices.
func moves(lanes []byte) (list []move) {
	at := map[[2]int]int{}
	for i, lane := range lanes {
		from, bytes := int(lane)/8, i-int(lane)%8
		k, ok := at[[2]int{from, bytes}]
		if !ok {
			k = len(list)
			at[[2]int{from, bytes}] = k
			list = append(list, move{from: from, bytes: bytes})
		}
		list[k].mask |= 0xff << (8 * i)
	}
	return list
}

// moved is half of a result: the bytes that moves take there.
func (l *lowerer) moved(list []move, args []*ir.Expr) *ir.Expr {
	halves := [...]op.Op{op.V128Lo, op.V128Hi}
	for i, m := range list {
		x := l.half(halves[m.from%2], l.copy(args[m.from/2]))
		all := ^uint64(0) // that a shift leaves
		switch {
		case m.bytes > 0:
			all <<= 8 * m.bytes
			x = l.apply(op.I64Shl, wasm.I64, []*ir.Expr{x, l.constant(wasm.I64, uint64(8*m.bytes))})
		case m.bytes < 0:
			all >>= -8 * m.bytes
			x = l.apply(op.I64ShrU, wasm.I64, []*ir.Expr{x, l.constant(wasm.I64, uint64(-8*m.bytes))})
		}
		if m.mask != all {
			x = l.apply(op.I64And, wasm.I64, []*ir.Expr{x, l.constant(wasm.I64, m.mask)})
		}
		l.push(x)
		if i > 0 {
			l.push(l.apply(op.I64Or, wasm.I64, l.popN(2)))
		}
	}
	return l.pop()
}
