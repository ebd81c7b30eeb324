package passes

import (
	"github.com/wasm2go/wasm2go/compiler/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
)

// Prune removes assignments to variables that nothing reads, which Go would
// refuse, and counts the reads and writes of the others.
func Prune(f *ir.Func) {
	for {
		count(f)
		p := pruner{f: f}
		f.Body = p.list(f.Body)
		if !p.changed {
			return
		}
	}
}

func count(f *ir.Func) {
	for i := range f.Vars {
		f.Vars[i].Reads, f.Vars[i].Writes = 0, 0
	}
	read := func(x *ir.Expr) {
		if x.Kind == ir.Read {
			f.Vars[x.Var].Reads++
		}
	}
	ir.Visit(f.Body, func(s *ir.Stmt) {
		for _, x := range s.X {
			x.Walk(read)
		}
		for _, v := range s.Dst {
			f.Vars[v].Writes++
		}
	})
}

type pruner struct {
	f       *ir.Func
	changed bool
}

func (p *pruner) list(list []ir.Stmt) []ir.Stmt {
	var kept []ir.Stmt
	for _, s := range list {
		s.Then = p.list(s.Then)
		s.Else = p.list(s.Else)
		for i := range s.Cases {
			s.Cases[i].Body = p.list(s.Cases[i].Body)
		}
		switch s.Kind {
		case ir.Assign:
			p.assign(&s)
		case ir.If:
			p.branch(&s)
		}
		if s.Kind == ir.Eval {
			kept = p.eval(kept, s)
		} else if s.Kind != ir.Assign || len(s.X) > 0 {
			kept = append(kept, s)
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
	traps := x.Kind == ir.Apply && op.Table[x.Op].Effect != op.Pure && x.Effects&(ir.Traps|ir.ReadsMemory) != 0
	if !x.Pure() || traps && x.Op != op.MemorySize {
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
	dst, xs := s.Dst[:0:0], s.X[:0:0]
	for i, v := range s.Dst {
		if p.f.Vars[v].Reads > 0 || !discardable(s.X[i]) {
			dst, xs = append(dst, v), append(xs, s.X[i])
		}
	}
	if len(dst) < len(s.Dst) {
		p.changed = true
		s.Dst, s.X = dst, xs
	}
	if len(dst) == 1 && p.f.Vars[dst[0]].Reads == 0 {
		p.changed = true
		s.Kind, s.Dst = ir.Eval, nil
	}
}

// discardable tells whether an expression can be left out when its value is
// not wanted.
func discardable(x *ir.Expr) bool {
	return x.Effects&(ir.Traps|ir.ReadsMemory) == 0 && x.Pure()
}
