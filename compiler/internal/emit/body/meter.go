package body

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
)

// Counting fuel in a field takes a load, a subtraction and a store, each of which waits for the store before: in a loop of a few instructions that is
// most of the time. So a function with such a loop counts in a variable as well, the field gets what that has, and the store waits for nothing.
// After whatever else may count, the variable is set anew.

// countsInVariable tells whether the function does so: there is a loop that makes no calls, or several charges.
func (p *printer) countsInVariable() bool {
	if !p.facts.Metering.Fuel || p.flat != nil {
		return false
	}
	charges, found := 0, false
	ir.Visit(p.f.Body, func(s *ir.Stmt) {
		switch {
		case s.Kind == ir.Charge && s.B > 0:
			charges++
		case s.Kind == ir.Loop:
			found = found || !callsOthers(s.Then)
		}
	})
	return found || charges > 1
}

// callsOthers tells whether something in a list changes the count of fuel besides charges.
func callsOthers(list []ir.Stmt) bool {
	found := false
	ir.Visit(list, func(s *ir.Stmt) {
		found = found || s.Kind == ir.Effect && s.Op.IsBulk()
		for _, x := range s.X {
			found = found || x.IsCall() || x.Kind == ir.Apply && x.Op.IsBulk()
		}
	})
	return found
}

// charge writes what ends the function from outside.
func (p *printer) charge(s *ir.Stmt) {
	switch {
	case s.B == 0:
	case p.fuel:
		p.Line(fmt.Sprintf("fuel -= %d", s.B))
		p.Line("m.core.Units = fuel") // first: a store keeps the Go compiler from moving loads behind it
		p.end("fuel < 0", "OutOfFuel", s.Offset)
	case p.facts.Metering.Fuel:
		p.end(fmt.Sprintf("m.core.Units -= %d; m.core.Units < 0", s.B), "OutOfFuel", s.Offset)
	}
	if p.facts.Metering.Interruptible && s.A == ir.LoopHead {
		p.end("m.core.Stop.Load() != 0", "Stopped", s.Offset)
	}
}

// end writes what ends the function on a condition, by a panic in its place: what a call might come back from would stay in the midst of a loop.
func (p *printer) end(cond, with string, offset uint32) {
	p.Line("if " + cond + " {")
	if offset != 0 {
		p.traps(offset)
	}
	p.Line("\tpanic(m.core." + with + "())")
	p.Line("}")
}

// recount sets the variable anew.
func (p *printer) recount() {
	if p.fuel {
		p.Line("fuel = m.core.Units")
	}
}

// countBulk charges for a bulk instruction, once its operands are known: by the last of them, the size. Those of memories and tables want it as a uint64.
func (p *printer) countBulk(o op.Op, x []*gotext.Expr) {
	last := len(x) - 1
	x[last] = gotext.Call("m.core.Bulk", wide(x[last])).Wide()
	if op.Table[o].Proposal == op.GC {
		x[last] = gotext.Convert("uint32", x[last])
	}
}
