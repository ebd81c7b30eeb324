package passes

import (
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/internal/sets"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Floats makes a load of a float one of an integer with the same bits, unless its value is certainly used. It is for the memories
// that faults names, by index: only a page fault finds what lies outside of them, and the Go compiler leaves out a load whose value
// it does not need, with the trap. Loads of integers are safe from that, see package mem/guard. What comes from one costs a
// float a move to another register; so this is for those that need it.
//
// A value is certainly used if it reaches a store on every way that control can take, and only through arithmetic that the
// Go compiler never finds to be in vain. Results of the function count as stores if it has a loop: then the Go compiler is told not
// to inline it, so that it cannot see that a caller drops them.
func Floats(f *ir.Func, faults []bool) {
	d := &demand{f: f, faults: faults, certain: map[*ir.Expr]bool{}}
	if !d.any() {
		return
	}
	if len(f.Vars)*f.Labels <= maxDemand {
		d.find()
		f.NoInline = d.results && len(d.certain) > 0
	}
	d.replace()
}

// IntegersOnly does the same for functions that are too large to look at: no load is certain.
func IntegersOnly(f *ir.Func, faults []bool) {
	d := &demand{f: f, faults: faults}
	d.replace()
}

// maxDemand bounds the bits of the sets of variables at labels.
const maxDemand = 1 << 27

// maxRounds bounds how often the body is gone through. A round more than the longest chain of loops that wait for one another is
// enough; three, as a rule, however deep they are nested.
const maxRounds = 50

// varSet is a set of variables.
type varSet = sets.Bits[ir.Var]

// A demand knows at each place which variables hold a value that is certainly used. It goes backwards through the body, again and
// again: what is demanded at a loop's head is everything at first, less what some way from there is found not to use. It wants the
// loops as Structure leaves them.
type demand struct {
	f       *ir.Func
	faults  []bool // by memory
	results bool   // what the function returns is used
	endless map[*ir.Label]bool
	at      map[*ir.Label]varSet
	less    bool // the head of a loop demands less than was thought
	final   bool // the sets are complete: note loads
	certain map[*ir.Expr]bool
}

func (d *demand) none() varSet { return make(varSet, (len(d.f.Vars)+63)/64) }

func (d *demand) all() varSet {
	s := d.none()
	for i := range s {
		s[i] = ^uint64(0)
	}
	return s
}

// any tells whether there is a load to look at. Most functions have none.
func (d *demand) any() bool {
	found := false
	ir.Visit(d.f.Body, func(s *ir.Stmt) {
		for _, x := range s.X {
			x.Walk(func(x *ir.Expr) { found = found || d.loads(x) })
		}
	})
	return found
}

// loads tells whether an expression itself is a load of a float.
func (d *demand) loads(x *ir.Expr) bool {
	return x.Kind == ir.Apply && (x.Op == op.F32Load || x.Op == op.F64Load) && d.faults[x.A]
}

func (d *demand) find() {
	ir.Visit(d.f.Body, func(s *ir.Stmt) { d.results = d.results || s.Kind == ir.Loop })
	d.endless = endlessLoops(d.f.Body)
	d.at = map[*ir.Label]varSet{}
	d.less = true
	for round := 0; d.less; round++ {
		if round == maxRounds {
			return
		}
		d.less = false
		d.list(d.f.Body, d.none())
	}
	d.final = true
	d.list(d.f.Body, d.none())
}

// list takes what is demanded behind a list, which it may change, and returns what is demanded before it.
func (d *demand) list(list []ir.Stmt, set varSet) varSet {
	for i := len(list) - 1; i >= 0; i-- {
		set = d.stmt(&list[i], set)
	}
	return set
}

func (d *demand) stmt(s *ir.Stmt, set varSet) varSet {
	switch s.Kind {
	case ir.Block:
		d.at[s.Label] = set.Clone()
		return d.list(s.Then, set)
	case ir.Loop:
		return d.loop(s, set)
	case ir.Br:
		return d.at[s.Label.Target()].Clone()
	case ir.If:
		other := d.list(s.Else, set.Clone())
		set = d.list(s.Then, set)
		set.Meet(other)
	case ir.Switch:
		after := set.Clone()
		set = d.all()
		for i := range s.Cases {
			set.Meet(d.list(s.Cases[i].Body, after.Clone()))
		}
	case ir.Return, ir.TailCall, ir.Unreachable:
		set = d.none()
	}
	if d.stops(s) {
		return d.none()
	}
	d.uses(s, set)
	return set
}

// uses changes the set by what a statement itself assigns and uses.
func (d *demand) uses(s *ir.Stmt, set varSet) {
	switch {
	case s.Kind == ir.Assign:
		d.assign(s, set)
	case s.Kind == ir.Effect && op.Table[s.Op].Accesses():
		d.use(s.X[1], set)
	case s.Kind == ir.Return && d.results:
		for _, x := range s.X {
			d.use(x, set)
		}
	}
}

func (d *demand) assign(s *ir.Stmt, set varSet) {
	var used []*ir.Expr
	for i, v := range s.Dst {
		if set.Has(v) {
			used = append(used, s.X[i])
		}
	}
	for _, v := range s.Dst {
		set.Remove(v)
	}
	for _, x := range used {
		d.use(x, set)
	}
}

// use goes from a value that is used to those that it is made of.
func (d *demand) use(x *ir.Expr, set varSet) {
	switch {
	case x.Kind == ir.Read:
		set.Add(x.Var)
	case d.loads(x):
		if d.final {
			d.certain[x] = true
		}
	case x.Kind == ir.Quiet || x.Kind == ir.Apply && usesOperands(x.Op):
		for _, a := range x.Args {
			d.use(a, set)
		}
	}
}

// usesOperands tells whether the Go compiler needs the operands of an instruction, whatever else it knows.
func usesOperands(o op.Op) bool {
	switch o {
	case op.F32Add, op.F32Sub, op.F32Mul, op.F32Div, op.F32Neg, op.F32Sqrt, op.F64PromoteF32, op.F32Canonical, op.F64Canonical,
		op.F64Add, op.F64Sub, op.F64Mul, op.F64Div, op.F64Neg, op.F64Sqrt, op.F32DemoteF64,
		op.I32TruncSatF32S, op.I32TruncSatF32U, op.I32TruncSatF64S, op.I32TruncSatF64U,
		op.I64TruncSatF32S, op.I64TruncSatF32U, op.I64TruncSatF64S, op.I64TruncSatF64U:
		return true
	}
	return false
}

// loop goes through a body with what is known to be demanded at its head, where its end leads. Of a loop without a way out only what
// one round uses is certain: a sum that nobody reads is not. One with a way out is taken to end.
func (d *demand) loop(s *ir.Stmt, after varSet) varSet {
	head := d.at[s.Label]
	if head == nil {
		head = d.all()
		if d.endless[s.Label] {
			head = d.none()
		}
		d.at[s.Label] = head
	}
	d.at[s.Exit] = after
	before := d.list(s.Then, head.Clone())
	d.less = head.Meet(before) || d.less
	return before
}

// endlessLoops finds the loops that nothing leads out of but a trap, by their labels.
func endlessLoops(body []ir.Stmt) map[*ir.Label]bool {
	endless := map[*ir.Label]bool{}
	depth := map[*ir.Label]int{} // how many statements, plus one, are around the place that a label leads to
	// outermost is the least depth that a list leads to: 0 is out of the function.
	var outermost func(list []ir.Stmt, inside int) int
	outermost = func(list []ir.Stmt, inside int) int {
		least := inside
		for i := range list {
			s := &list[i]
			switch s.Kind {
			case ir.Block:
				depth[s.Label] = inside
			case ir.Loop:
				depth[s.Label], depth[s.Exit] = inside+1, inside
			case ir.Return:
				least = 0
			}
			for label := range s.Targets {
				least = min(least, depth[label.Target()])
			}
			within := inside + 1
			for inner := range s.Lists {
				within = min(within, outermost(*inner, inside+1))
			}
			if s.Kind == ir.Loop && within > inside {
				endless[s.Label] = true
			}
			least = min(least, within)
		}
		return least
	}
	outermost(body, 1)
	return endless
}

// stops tells whether the function may end at a statement, with a trap that the Go compiler can foresee or in a call. Behind
// that nothing is certain. A page fault it does not foresee.
func (d *demand) stops(s *ir.Stmt) bool {
	if s.Kind == ir.Effect && s.Op != op.GlobalSet && !(op.Table[s.Op].Imm == op.ImmMem && d.faults[s.A]) {
		return true
	}
	for _, x := range s.X {
		if !x.Pure() || x.Effects&(ir.Traps|ir.Dereferences) != 0 || x.Effects&ir.ReadsMemory != 0 && d.checks(x) {
			return true
		}
	}
	return false
}

// checks tells whether an expression reads a memory that checks its bounds.
func (d *demand) checks(x *ir.Expr) bool {
	found := false
	x.Walk(func(x *ir.Expr) {
		found = found || x.Kind == ir.Apply && op.Table[x.Op].Accesses() && !d.faults[x.A]
	})
	return found
}

// replace makes loads of integers of those that are not certain. A statement that only evaluates a load checks.
func (d *demand) replace() {
	ir.Visit(d.f.Body, func(s *ir.Stmt) {
		for _, x := range s.X {
			x.Walk(func(x *ir.Expr) {
				if d.loads(x) && !d.certain[x] && !(s.Kind == ir.Eval && x == s.X[0]) {
					asInteger(x)
				}
			})
		}
	})
}

// asInteger makes a load of an integer of that of a float.
func asInteger(x *ir.Expr) {
	load := *x
	if x.Op == op.F32Load {
		load.Op, x.Op = op.I32Load, op.F32ReinterpretI32
		load.Type = wasm.I32
	} else {
		load.Op, x.Op = op.I64Load, op.F64ReinterpretI64
		load.Type = wasm.I64
	}
	x.A, x.B, x.Args = 0, 0, []*ir.Expr{&load}
}
