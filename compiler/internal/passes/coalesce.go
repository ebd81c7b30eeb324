package passes

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
)

// Coalesce has an if or a switch compute its result where it is wanted: `if c { t1 = x } else { t1 = y }; t0 = t1` becomes
// `if c { t0 = x } else { t0 = y }`. In the arm of an if around it that makes an else if. Where control gets behind the choice, lowering
// has given the result a value. `t1 = x; t0 = t1` becomes `t0 = x`: so a handler takes the exception to where it is wanted.
func Coalesce(f *ir.Func) {
	c := coalescer{f}
	if c.any(f.Body) { // counting takes longer than looking
		f.CountUses()
		f.Body = c.list(f.Body)
	}
}

type coalescer struct{ f *ir.Func }

// any tells whether there is a copy behind a choice, or behind what it copies.
func (c coalescer) any(list []ir.Stmt) bool {
	for i := range list {
		s := &list[i]
		if i > 0 && c.follows(&list[i-1], s) {
			return true
		}
		for inner := range s.Lists {
			if c.any(*inner) {
				return true
			}
		}
	}
	return false
}

// follows tells whether s copies a temporary behind a choice, or behind the assignment to it.
func (c coalescer) follows(choice, s *ir.Stmt) bool {
	if s.Kind != ir.Assign || len(s.Dst) != 1 || s.X[0].Kind != ir.Read || int(s.X[0].Var) < c.f.Locals {
		return false
	}
	return choice.Kind == ir.If || choice.Kind == ir.Switch || choice.Kind == ir.Assign && slices.Contains(choice.Dst, s.X[0].Var)
}

// list works in place, from the inside to the outside.
func (c coalescer) list(list []ir.Stmt) []ir.Stmt {
	kept := list[:0]
	for i := range list {
		s := &list[i]
		for inner := range s.Lists {
			*inner = c.list(*inner)
		}
		if len(kept) > 0 && c.merge(kept[len(kept)-1:], s) {
			continue
		}
		kept = append(kept, *s)
	}
	return kept
}

// merge takes the copy behind a choice into it, if it is one and that can be.
func (c coalescer) merge(choice []ir.Stmt, s *ir.Stmt) bool {
	if !c.follows(&choice[0], s) {
		return false
	}
	to, from := s.Dst[0], s.X[0].Var
	if c.f.Vars[from].Reads != 1 || !c.moves(choice, from, to) {
		return false
	}
	ir.Visit(choice, func(s *ir.Stmt) {
		if i := slices.Index(s.Dst, from); i >= 0 {
			s.Dst = slices.Clone(s.Dst) // all branches to a block share theirs
			s.Dst[i] = to
		}
	})
	c.f.Vars[to].Writes += c.f.Vars[from].Writes - 1
	return true
}

// moves tells whether all assignments to from are in the choice, and to can take them: nothing there uses it, and control does not
// leave in between for a place that might.
func (c coalescer) moves(choice []ir.Stmt, from, to ir.Var) bool {
	writes, free := 0, true
	ir.Visit(choice, func(s *ir.Stmt) {
		for _, v := range s.Dst {
			if v == from {
				writes++
			}
			free = free && v != to
		}
		for _, x := range s.X {
			x.Walk(func(x *ir.Expr) { free = free && (x.Kind != ir.Read || x.Var != to) })
		}
		free = free && s.Kind != ir.Br
	})
	return free && writes == c.f.Vars[from].Writes
}
