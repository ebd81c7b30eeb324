// Package liveness finds the variables whose values may still be read.
package liveness

import (
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/internal/sets"
)

// A Set is a set of variables.
type Set = sets.Bits[ir.Var]

// An Analysis finds out, from the end of a body to its beginning, which variables are live. It is for bodies as passes.Structure wants them.
type Analysis struct {
	At   map[*ir.Label]Set               // what is live where a branch leads
	Loop func(loop *ir.Stmt, behind Set) // is told of each loop; may be nil
	Arm  func(s *ir.Stmt, behind Set)    // is told of each if and switch; may be nil

	vars  int
	grown bool // more is live at the head of a loop than was known
}

// New is an analysis of the variables that the function has now.
func New(f *ir.Func) *Analysis { return &Analysis{vars: len(f.Vars), At: map[*ir.Label]Set{}} }

// None is a set of none of the variables.
func (l *Analysis) None() Set { return make(Set, (l.vars+63)/64) }

// Body is what is live before a list, of what is live behind it. What a turn of a loop reads is live at the end of the one before: all is looked at again
// until that brings nothing new, each time with what is known of the heads of all loops.
func (l *Analysis) Body(list []ir.Stmt, behind Set) Set {
	for {
		l.grown = false
		before := l.list(list, behind.Clone())
		if !l.grown {
			return before
		}
	}
}

// list is what is live before a list; it takes over the set of what is live behind it.
func (l *Analysis) list(list []ir.Stmt, live Set) Set {
	for i := len(list) - 1; i >= 0; i-- {
		live = l.stmt(&list[i], live)
	}
	return live
}

func (l *Analysis) stmt(s *ir.Stmt, live Set) Set {
	switch s.Kind {
	case ir.Block:
		l.At[s.Label.Target()] = live.Clone()
		return l.list(s.Then, live)
	case ir.Loop:
		return l.turns(s, live)
	case ir.If, ir.Switch:
		live = l.arms(s, live)
	case ir.Br:
		return l.At[s.Label.Target()].Clone()
	case ir.Return, ir.TailCall, ir.Unreachable, ir.Throw:
		live = l.None()
	}
	for _, v := range s.Dst {
		live.Remove(v)
	}
	for label := range s.Targets {
		live.Join(l.At[label.Target()])
	}
	for _, x := range s.X {
		AddReads(live, x)
	}
	return live
}

// turns is stmt for a loop.
func (l *Analysis) turns(s *ir.Stmt, behind Set) Set {
	if l.Loop != nil {
		l.Loop(s, behind)
	}
	head := s.Label.Target()
	if l.At[head] == nil {
		l.At[head] = l.None()
	}
	live := l.list(s.Then, behind)
	if l.At[head].Join(live) {
		l.grown = true
	}
	return live
}

// arms is what is live before one of the arms of an if or a switch.
func (l *Analysis) arms(s *ir.Stmt, behind Set) Set {
	if l.Arm != nil {
		l.Arm(s, behind)
	}
	live := l.None()
	if s.Kind == ir.If && (len(s.Then) == 0 || len(s.Else) == 0) {
		live.Join(behind)
	}
	for inner := range s.Lists {
		live.Join(l.list(*inner, behind.Clone()))
	}
	return live
}

// AddReads adds the variables that a tree reads.
func AddReads(set Set, x *ir.Expr) {
	x.Walk(func(x *ir.Expr) {
		if x.Kind == ir.Read {
			set.Add(x.Var)
		}
	})
}
