package passes

import "github.com/wasm2go/wasm2go/compiler/internal/ir"

// A liveness finds out, from the end of a body to its beginning, which variables are live: whose values may still be read. It is for bodies as
// Structure wants them.
type liveness struct {
	vars  int
	at    map[*ir.Label]varSet               // what is live where a branch leads
	loop  func(loop *ir.Stmt, behind varSet) // is told of each loop; may be nil
	arm   func(s *ir.Stmt, behind varSet)    // is told of each if and switch; may be nil
	grown bool                               // more is live at the head of a loop than was known
}

func newLiveness(vars int) *liveness { return &liveness{vars: vars, at: map[*ir.Label]varSet{}} }

func (l *liveness) none() varSet { return make(varSet, (l.vars+63)/64) }

// body is what is live before a list, of what is live behind it. What a turn of a loop reads is live at the end of the one before: all is looked at again
// until that brings nothing new, each time with what is known of the heads of all loops.
func (l *liveness) body(list []ir.Stmt, behind varSet) varSet {
	for {
		l.grown = false
		before := l.list(list, behind.Clone())
		if !l.grown {
			return before
		}
	}
}

// list is what is live before a list; it takes over the set of what is live behind it.
func (l *liveness) list(list []ir.Stmt, live varSet) varSet {
	for i := len(list) - 1; i >= 0; i-- {
		live = l.stmt(&list[i], live)
	}
	return live
}

func (l *liveness) stmt(s *ir.Stmt, live varSet) varSet {
	switch s.Kind {
	case ir.Block:
		l.at[s.Label.Target()] = live.Clone()
		return l.list(s.Then, live)
	case ir.Loop:
		return l.turns(s, live)
	case ir.If, ir.Switch:
		live = l.arms(s, live)
	case ir.Br:
		return l.at[s.Label.Target()].Clone()
	case ir.Return, ir.TailCall, ir.Unreachable, ir.Throw:
		live = l.none()
	}
	for _, v := range s.Dst {
		live.Remove(v)
	}
	for label := range s.Targets {
		live.Join(l.at[label.Target()])
	}
	for _, x := range s.X {
		addReads(live, x)
	}
	return live
}

// turns is stmt for a loop.
func (l *liveness) turns(s *ir.Stmt, behind varSet) varSet {
	if l.loop != nil {
		l.loop(s, behind)
	}
	head := s.Label.Target()
	if l.at[head] == nil {
		l.at[head] = l.none()
	}
	live := l.list(s.Then, behind)
	if l.at[head].Join(live) {
		l.grown = true
	}
	return live
}

// arms is what is live before one of the arms of an if or a switch.
func (l *liveness) arms(s *ir.Stmt, behind varSet) varSet {
	if l.arm != nil {
		l.arm(s, behind)
	}
	live := l.none()
	if s.Kind == ir.If && (len(s.Then) == 0 || len(s.Else) == 0) {
		live.Join(behind)
	}
	for inner := range s.Lists {
		live.Join(l.list(*inner, behind.Clone()))
	}
	return live
}

// addReads adds the variables that a tree reads.
func addReads(set varSet, x *ir.Expr) {
	x.Walk(func(x *ir.Expr) {
		if x.Kind == ir.Read {
			set.Add(x.Var)
		}
	})
}
