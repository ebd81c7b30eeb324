package emit

import (
	"fmt"
	"strconv"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
)

// scan finds the memories whose view the body needs, and the variables that are bases of addresses.
func (p *printer) scan() {
	p.mems = make([]bool, len(p.mod.Memories))
	p.bases = make([]bool, len(p.f.Vars))
	ir.Visit(p.f.Body, func(s *ir.Stmt) { p.scanMems(s) })
}

func (p *printer) scanMems(s *ir.Stmt) {
	if s.Kind == ir.Effect {
		p.useMem(s.Op, s.A, s.X)
	}
	for _, x := range s.X {
		x.Walk(func(x *ir.Expr) {
			if x.Kind == ir.Apply {
				p.useMem(x.Op, x.A, x.Args)
			}
		})
	}
}

func (p *printer) useMem(o op.Op, memory uint32, args []*ir.Expr) {
	if op.Table[o].Accesses() {
		p.mems[memory] = true
		p.scanBases(args[0])
	} else if o == op.MemoryFill {
		p.mems[memory] = true
	}
}

// inlines tells whether the body's accesses to memory i are inlined. Otherwise they are calls, of the methods of the view Outlined.
func (p *printer) inlines(i int) bool { return !p.outlines[i] || !p.facts.Outlined[p.f.Index] }

// views takes the memories into local variables.
func (p *printer) views() {
	for i, used := range p.mems {
		switch {
		case !used:
		case p.inlines(i):
			p.line(fmt.Sprintf("%s := *m.mem%d", memVar(uint32(i)), i))
		default:
			p.line(fmt.Sprintf("%s := m.mem%d.Outlined()", memVar(uint32(i)), i))
		}
	}
}

// memVar is the variable that holds the view of a memory.
func memVar(i uint32) string {
	if i == 0 {
		return "mem"
	}
	return "mem" + strconv.Itoa(int(i))
}

// refresh takes a new view of the memories after something that may have let
// them grow.
func (p *printer) refresh(x *ir.Expr) {
	switch x.Kind {
	case ir.Call:
		if !p.facts.Grows[x.A] {
			return
		}
	case ir.Apply:
		if x.Op != op.MemoryGrow {
			return
		}
	case ir.Indirect:
	default:
		return
	}
	for i, used := range p.mems {
		if used && p.moves[i] && p.inlines(i) {
			p.line(fmt.Sprintf("%s = *m.mem%d", memVar(uint32(i)), i))
		}
	}
}
