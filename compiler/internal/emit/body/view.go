package body

import (
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// scan finds the memories whose view the body needs, and the variables that are bases of addresses.
func (p *printer) scan() {
	p.widest = words(p.f.Type) // of the trampoline, and for the results of a divided function
	p.mems = make([]bool, len(p.memories))
	p.bases = make([]bool, len(p.f.Vars))
	p.updates = make([]int, len(p.f.Vars))
	p.fuel = p.countsInVariable()
	ir.Visit(p.f.Body, func(s *ir.Stmt) { p.scanStmt(s) })
}

// scanStmt finds the memories that a statement accesses, and its widest call.
func (p *printer) scanStmt(s *ir.Stmt) {
	if s.Kind == ir.Effect {
		p.useMem(s.Op, s.A, s.X)
	}
	for _, x := range s.X {
		x.Walk(func(x *ir.Expr) {
			switch x.Kind {
			case ir.Apply:
				p.useMem(x.Op, x.A, x.Args)
			case ir.Call:
				p.widest = max(p.widest, words(p.mod.FuncType(int(x.A))))
			case ir.Indirect, ir.ByRef:
				p.widest = max(p.widest, words(p.mod.Types[x.A].Func))
			case ir.Routine:
				p.widest = max(p.widest, words(p.f.Routines[x.A].Type))
			}
		})
	}
}

// words is what arguments and results of a call take of the stack, where they are too many for registers.
func words(t wasm.FuncType) int {
	params, results := wasm.SlotCount(t.Params), wasm.SlotCount(t.Results)
	return params.Words + results.Words + 2*(params.Refs+results.Refs)
}

func (p *printer) useMem(o op.Op, memory uint32, args []*ir.Expr) {
	if op.Table[o].Accesses() {
		p.mems[memory] = p.mems[memory] || !parks(o)
		p.scanBases(args[0])
	} else if o == op.MemoryFill {
		p.mems[memory] = true
	}
}

// parks tells whether an instruction is about who waits at an address: it wants the memory itself.
func parks(o op.Op) bool {
	return o == op.MemoryAtomicNotify || o == op.MemoryAtomicWait32 || o == op.MemoryAtomicWait64
}

// inlines tells whether the body's accesses to memory i are inlined. Otherwise they are calls, of the methods of the view Outlined.
func (p *printer) inlines(i int) bool { return !p.memories[i].Outlined || !p.facts.Outlined[p.f.Index] }

// views takes the memories into local variables.
func (p *printer) views() {
	for i, used := range p.mems {
		field := names.Memory(uint32(i))
		switch {
		case !used:
		case p.inlines(i):
			p.Line(p.memories[i].view + " := *" + field)
		default:
			p.Line(p.memories[i].view + " := " + field + ".Outlined()")
		}
	}
}

// refresh takes a new view of the memories after something that may have let
// them grow.
func (p *printer) refresh(x *ir.Expr) {
	if x.IsCall() || x.Kind == ir.Apply && x.Op.IsBulk() {
		p.recount()
	}
	switch x.Kind {
	case ir.Call:
		if !p.facts.Grows[x.A] {
			return
		}
	case ir.Apply:
		if x.Op != op.MemoryGrow {
			return
		}
	case ir.Indirect, ir.ByRef:
	default:
		return
	}
	for i, used := range p.mems {
		if used && p.memories[i].Moves && p.inlines(i) {
			p.Line(p.memories[i].view + " = *" + names.Memory(uint32(i)))
		}
	}
}
