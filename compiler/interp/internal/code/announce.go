package code

import (
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Assembly runs instructions one after the other, as long as they are on vectors or often stand among such: in it each costs a fraction of
// what it does in the run loop. To get there costs as much as a few, so a run of them begins with an instruction that leads there.

// fewest is from how many on it is worth that.
const fewest = 4

// announce emits that instruction if vectors follow.
func (l *lowerer) announce(list []ir.Stmt) {
	if !l.opts.Assembly || l.assembled || l.vectorsIn(&list[0]) == 0 {
		return
	}
	n := 0
	for i := range list {
		here := l.vectorsIn(&list[i])
		if n += here; n >= fewest {
			l.emit(Instr{Op: Vectors})
			l.assembled = true
			return
		}
		if here == 0 && !(list[i].Kind == ir.Assign && isSum(list[i].X[0])) {
			return // but for addresses
		}
	}
}

// vectorsIn counts the vectors that a statement computes, unless it leads elsewhere.
func (l *lowerer) vectorsIn(s *ir.Stmt) int {
	n := 0
	if isStraight(s) {
		for _, x := range s.X {
			x.Walk(func(x *ir.Expr) {
				if x.Kind == ir.Apply && x.Type == wasm.V128 {
					n++
				}
			})
		}
	}
	return n
}
