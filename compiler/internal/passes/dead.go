package passes

import "github.com/wasm2go/wasm2go/compiler/internal/ir"

// Dead finds assignments whose value nothing will read, and leaves of them what can trap. The Go compiler leaves such
// assignments out, and with guard pages the trap of a load, too.
//
// It goes backwards through the body with the set of variables that are still read. What only dead assignments read is
// not. Loops start with nothing live, and the whole body is repeated until that holds: once more, as a rule, however deep they are nested.
// Giants are left alone: they have too many sets. So is what takes too many rounds.
func Dead(f *ir.Func) {
	const (
		most      = 1 << 27 // bits
		maxRounds = 50
	)
	if len(f.Vars)*f.Labels > most {
		return
	}
	l := &liveness{f: f, at: map[*ir.Label]varSet{}, grown: true}
	for round := 0; l.grown; round++ {
		if round == maxRounds {
			return
		}
		l.grown = false
		l.list(f.Body, l.none())
	}
	l.drop = true
	l.list(f.Body, l.none())
}

type liveness struct {
	f     *ir.Func
	at    map[*ir.Label]varSet // what is live where a label leads
	grown bool                 // more is live at the head of a loop than was known
	drop  bool                 // the sets are complete: change the body

	wanted []bool // scratch of assign: which of its variables are live
}

// A varSet is a set of variables, a bit each.
type varSet []uint64

func (l *liveness) none() varSet { return make(varSet, (len(l.f.Vars)+63)/64) }

func (s varSet) has(v ir.Var) bool { return s[v/64]&(1<<(v%64)) != 0 }

func (s varSet) add(v ir.Var) { s[v/64] |= 1 << (v % 64) }

func (s varSet) remove(v ir.Var) { s[v/64] &^= 1 << (v % 64) }

// join adds the members of t and tells whether any was new.
func (s varSet) join(t varSet) bool {
	grown := false
	for i, bits := range t {
		grown = grown || bits&^s[i] != 0
		s[i] |= bits
	}
	return grown
}

func (s varSet) clone() varSet { return append(varSet(nil), s...) }

// reads adds what an expression reads.
func (s varSet) reads(x *ir.Expr) {
	if x.Kind == ir.Read {
		s.add(x.Var)
	}
	for _, a := range x.Args {
		s.reads(a)
	}
}

// needs adds what an expression reads that is evaluated for its traps alone.
func (s varSet) needs(x *ir.Expr) {
	if matters(x) {
		s.reads(x)
		return
	}
	for _, a := range x.Args {
		s.needs(a)
	}
}

// list takes what is live behind a list, which it may change, and returns what is live before it.
func (l *liveness) list(list []ir.Stmt, live varSet) varSet {
	for i := len(list) - 1; i >= 0; i-- {
		live = l.stmt(&list[i], live)
	}
	return live
}

func (l *liveness) stmt(s *ir.Stmt, live varSet) varSet {
	switch s.Kind {
	case ir.Assign:
		l.assign(s, live)
		l.jump(s, live)
		return live
	case ir.Block:
		l.at[s.Label] = live.clone()
		return l.list(s.Then, live)
	case ir.Loop:
		return l.loop(s, live)
	case ir.If:
		after := live.clone()
		live = l.list(s.Then, live)
		live.join(l.list(s.Else, after))
	case ir.Switch:
		after := live.clone()
		for i := range s.Cases {
			live.join(l.list(s.Cases[i].Body, after.clone()))
		}
	default:
		if s.Leaves() {
			live = l.none()
		}
	}
	l.jump(s, live)
	for _, x := range s.X {
		live.reads(x)
	}
	return live
}

// jump adds what is live where a statement may jump to.
func (l *liveness) jump(s *ir.Stmt, live varSet) {
	for label := range s.Targets {
		live.join(l.target(label.Target()))
	}
}

// loop goes through its body with what is known to be live at its head. The end of the body leads to the head once Structure has run,
// before that out of the loop.
func (l *liveness) loop(s *ir.Stmt, live varSet) varSet {
	head := l.target(s.Label)
	end := live
	if s.Exit != nil {
		l.at[s.Exit] = live
		end = head
	}
	if head.join(l.list(s.Then, end.clone())) {
		l.grown = true
	}
	return head.clone()
}

func (l *liveness) target(label *ir.Label) varSet {
	if l.at[label] == nil {
		l.at[label] = l.none()
	}
	return l.at[label]
}

// assign reads what it needs for variables that are live, else what can trap in it needs.
func (l *liveness) assign(s *ir.Stmt, live varSet) {
	wanted := l.wanted[:0]
	for _, v := range s.Dst {
		wanted = append(wanted, live.has(v))
	}
	l.wanted = wanted
	for _, v := range s.Dst {
		live.remove(v)
	}
	for i, x := range s.X {
		if wanted[i] || len(s.X) != len(s.Dst) { // a call may have several results
			live.reads(x)
		} else {
			live.needs(x)
		}
	}
	if l.drop && len(s.Dst) == 1 && !wanted[0] {
		s.Kind, s.Dst = ir.Eval, nil
	}
}
