package passes

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
)

// Prune removes assignments to variables that nothing reads, which Go would
// refuse, and counts the reads and writes of the others.
func Prune(f *ir.Func) {
	for {
		f.CountUses()
		p := pruner{f: f}
		f.Body = p.list(f.Body)
		if !p.changed {
			return
		}
	}
}

type pruner struct {
	f       *ir.Func
	changed bool
}

// list prunes in place, as far as there is room: what a statement leaves behind is seldom more than one.
func (p *pruner) list(list []ir.Stmt) []ir.Stmt {
	kept := list[:0]
	for i := range list {
		s := &list[i]
		for inner := range s.Lists {
			*inner = p.list(*inner)
		}
		switch s.Kind {
		case ir.Assign:
			p.assign(s)
		case ir.If:
			p.branch(s)
		}
		switch {
		case s.Kind == ir.Eval:
			rest := p.eval(nil, *s)
			if len(kept)+len(rest) > i+1 {
				kept = slices.Clone(kept)
			}
			kept = append(kept, rest...)
		case s.Kind != ir.Assign || len(s.X) > 0:
			kept = append(kept, *s)
		}
	}
	return kept
}

// branch gives an if a first arm; without any it only evaluates.
func (p *pruner) branch(s *ir.Stmt) {
	tidy(s)
	if len(s.Then) == 0 {
		s.Kind = ir.Eval
		p.changed = true
	}
}

// eval appends what remains of an expression without its value: whatever in
// it can trap.
func (p *pruner) eval(list []ir.Stmt, s ir.Stmt) []ir.Stmt {
	x := s.X[0]
	if x.Matters() {
		return append(list, s)
	}
	p.changed = true
	for _, a := range x.Args {
		s.X = []*ir.Expr{a}
		list = p.eval(list, s)
	}
	return list
}

// assign drops what is assigned to variables without reads.
func (p *pruner) assign(s *ir.Stmt) {
	if len(s.X) != len(s.Dst) { // a call with several results
		return
	}
	if len(s.Dst) > 1 {
		s.Dst = slices.Clone(s.Dst) // all branches to a block share theirs
	}
	n := 0
	for i, v := range s.Dst {
		if p.f.Vars[v].Reads > 0 || !discardable(s.X[i]) {
			s.Dst[n], s.X[n] = v, s.X[i]
			n++
		}
	}
	if n < len(s.Dst) {
		p.changed = true
		s.Dst, s.X = s.Dst[:n], s.X[:n]
	}
	if n == 1 && p.f.Vars[s.Dst[0]].Reads == 0 {
		p.changed = true
		s.Kind, s.Dst = ir.Eval, nil
	}
}

// discardable tells whether an expression can be left out when its value is
// not wanted.
func discardable(x *ir.Expr) bool {
	return x.Effects&ir.Trapping == 0 && x.Pure()
}
