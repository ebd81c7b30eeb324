package lower

import (
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// meter begins a function that can end from outside. With fuel its begin and the heads of loops charge, and what they do depends on the body alone,
// as rt.ErrFuel says; else only the heads do, no fuel.
func (l *lowerer) meter(by ir.Metering) {
	if by != (ir.Metering{}) {
		l.f.Metered, l.fuel = true, by.Fuel
		l.units = units(l.body)
	}
}

// charge begins the function, or the loop that is a block of the body.
func (l *lowerer) charge(block uint32) {
	if l.units == nil {
		return
	}
	s := ir.Stmt{Kind: ir.Charge, Offset: l.offset}
	if b := &l.body.Blocks[block]; b.Op == op.Loop && b.Branches > 0 {
		s.A = ir.LoopHead
	}
	if l.fuel {
		s.B = l.units[block]
	}
	if s.A != 0 || l.fuel && (block == 0 || s.B > 0) {
		l.out = append(l.out, s)
	}
}

// units counts by block the instructions of the function, and of each turn of a loop, that are in no loop inside.
func units(body *wasm.Body) []uint64 {
	count := make([]uint64, len(body.Blocks))
	in := []uint32{0} // by open block: what its instructions count for
	for i := range body.Instrs {
		instr := &body.Instrs[i]
		around := in[len(in)-1]
		switch instr.Op {
		case op.Nop, op.Else, op.Catch, op.CatchAll:
		case op.End, op.Delegate:
			in = in[:len(in)-1]
		case op.Loop:
			if body.Blocks[instr.A].Branches > 0 {
				around = instr.A
			}
			in = append(in, around)
		case op.Block, op.Try, op.TryTable:
			in = append(in, around)
		case op.If:
			count[around]++
			in = append(in, around)
		default:
			count[around]++
		}
	}
	return count
}
