// Package lanes takes vectors apart into numbers where Go computes these faster than it does two words with several lanes in each: a variable
// of four floats becomes four variables, and the sum of two vectors four sums. It chooses a form for each variable by what its values come from
// and go into (forms.go). A tree is computed lane by lane, and only those lanes that somebody asks for (trees.go); what an instruction does to
// one is in ops.go. Where forms meet, lanes are parts of wider ones, or put together.
package lanes

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/internal/liveness"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Split takes the vectors of a function apart where that pays.
//
// A vector that is loaded is loaded by lanes. What could trap does so still: the last byte of each access is read, and of a store the
// highest lane comes first, so that nothing is written if something is out of bounds.
func Split(f *ir.Func) {
	if !hasVectors(f) {
		return
	}
	if nodes, _ := f.Measure(); nodes > maxTaken {
		return
	}
	entry, ok := splitWebs(f)
	if !ok {
		return
	}
	fuse(f)
	t := &taker{f: f, forms: chooseForms(f), lanes: map[ir.Var][]lane{}, single: definedOnce(f, entry)}
	f.Body = append(t.begin(entry), t.list(f.Body)...)
}

// maxTaken bounds the functions whose vectors are taken apart, before that: the text grows.
const maxTaken = 15_000

func hasVectors(f *ir.Func) bool {
	return slices.ContainsFunc(f.Vars, func(v ir.Variable) bool { return v.Type == wasm.V128 })
}

// definedOnce are the variables that hold one value, from one statement.
func definedOnce(f *ir.Func, entry liveness.Set) map[ir.Var]bool {
	once := map[ir.Var]bool{}
	ir.Visit(f.Body, func(s *ir.Stmt) {
		for _, v := range s.Dst {
			_, again := once[v]
			once[v] = !again && !entry.Has(v)
		}
	})
	return once
}

// A taker takes vectors apart, a statement at a time.
type taker struct {
	f      *ir.Func
	forms  []form            // by variable
	lanes  map[ir.Var][]lane // of variables that are not of the form words
	single map[ir.Var]bool

	offset uint32                        // of the statement
	before []ir.Stmt                     // what comes before it
	shared map[*ir.Expr]*ir.Expr         // operands that are computed once
	parts  map[*ir.Expr]*[forms][16]lane // lanes that are computed once, by tree
	whole  map[*ir.Expr]*ir.Expr         // vectors that are computed once
	loads  map[*ir.Expr]bool             // halves of vectors that are loaded: whether their last byte has been
	order  []*ir.Expr                    // these, as they come
}

func (t *taker) start(offset uint32) {
	t.offset, t.before, t.order = offset, nil, nil
	t.shared, t.parts, t.whole, t.loads = map[*ir.Expr]*ir.Expr{}, map[*ir.Expr]*[forms][16]lane{}, map[*ir.Expr]*ir.Expr{}, map[*ir.Expr]bool{}
}

// variable has the lanes of a variable.
func (t *taker) variable(v ir.Var) []lane {
	lanes := t.lanes[v]
	if lanes == nil {
		f := t.forms[v]
		lanes = make([]lane, f.count())
		for i := range lanes {
			lanes[i] = full(t.read(t.f.NewVar(numberOf[f])))
		}
		t.lanes[v] = lanes
	}
	return lanes
}

// begin takes apart what variables are when the function begins.
func (t *taker) begin(entry liveness.Set) (list []ir.Stmt) {
	for v, form := range t.forms {
		v := ir.Var(v)
		if form == words || !entry.Has(v) {
			continue
		}
		x := t.f.Zero(wasm.V128)
		if int(v) < t.f.Params {
			x = t.read(t.f.NewVar(wasm.V128)) // the parameter by another name is a vector as it is
			list = append(list, ir.Stmt{Kind: ir.Assign, Offset: t.f.Offset, Dst: []ir.Var{x.Var}, X: []*ir.Expr{t.read(v)}})
		}
		t.start(t.f.Offset)
		after := t.assign(&ir.Stmt{Offset: t.f.Offset}, []ir.Var{v}, []*ir.Expr{x})
		list = append(append(list, t.before...), after...)
	}
	return list
}

func (t *taker) list(list []ir.Stmt) []ir.Stmt {
	if list == nil {
		return nil
	}
	out := make([]ir.Stmt, 0, len(list))
	for i := range list {
		s := &list[i]
		if t.concerns(s) {
			t.start(s.Offset)
			effects := ir.Effects(0)
			for _, x := range s.X {
				effects |= x.Effects
			}
			for _, x := range s.X {
				t.prepare(x, false, effects&ir.Trapping != 0 && !effects.OneTrap())
			}
			after := t.stmt(s)
			t.touch()
			out = append(append(out, t.before...), after...)
			if last := len(out) - 1; len(after) > 0 {
				s = &out[last]
			}
		} else {
			out = append(out, *s)
			s = &out[len(out)-1]
		}
		for inner := range s.Lists {
			*inner = t.list(*inner)
		}
	}
	return out
}

// concerns tells whether a statement has to do with vectors.
func (t *taker) concerns(s *ir.Stmt) bool {
	found := false
	for _, v := range s.Dst {
		found = found || t.f.Vars[v].Type == wasm.V128
	}
	for _, x := range s.X {
		x.Walk(func(x *ir.Expr) { found = found || x.Type == wasm.V128 })
	}
	return found
}

// stmt is what becomes of a statement.
func (t *taker) stmt(s *ir.Stmt) []ir.Stmt {
	switch {
	case s.Kind == ir.Assign && len(s.X) == len(s.Dst) && !s.X[0].IsCall():
		return t.assign(s, s.Dst, s.X)
	case s.Kind == ir.Assign:
		return t.call(s)
	case s.Kind == ir.Effect && s.Op == op.I64Store:
		if list := t.store(s); list != nil {
			return list
		}
	}
	for i, x := range s.X {
		s.X[i] = t.expr(x)
	}
	return []ir.Stmt{*s}
}

// call assigns the results of a call, and takes these apart.
func (t *taker) call(s *ir.Stmt) []ir.Stmt {
	s.X[0] = t.expr(s.X[0])
	list := make([]ir.Stmt, 1)
	dst := append([]ir.Var(nil), s.Dst...)
	for i, v := range dst {
		if t.forms[v] != words {
			dst[i] = t.f.NewVar(wasm.V128)
			list = append(list, t.assign(&ir.Stmt{Kind: ir.Assign, Offset: s.Offset}, []ir.Var{v}, []*ir.Expr{t.read(dst[i])})...)
		}
	}
	s.Dst = dst
	list[0] = *s
	return list
}

// assign assigns lanes, but for those that stay as they are. Where a variable among them is read by what is assigned behind it, all are assigned at once.
func (t *taker) assign(s *ir.Stmt, to []ir.Var, xs []*ir.Expr) []ir.Stmt {
	var dst []ir.Var
	var values []*ir.Expr
	for i, v := range to {
		x := xs[i]
		if int(v) >= len(t.forms) || t.forms[v] == words {
			dst, values = append(dst, v), append(values, t.expr(x))
			continue
		}
		lanes := t.variable(v)
		for k := range lanes {
			l := t.lane(x, t.forms[v], k)
			if l.x.Kind != ir.Read || l.x.Var != lanes[k].x.Var {
				dst, values = append(dst, lanes[k].x.Var), append(values, l.x)
			}
			if t.single[v] {
				lanes[k].lo, lanes[k].hi = l.lo, l.hi
			}
		}
	}
	if len(dst) > 0 && !sequential(dst, values) {
		return []ir.Stmt{{Kind: ir.Assign, Offset: s.Offset, Dst: dst, X: values}}
	}
	list := make([]ir.Stmt, len(dst))
	for i := range dst {
		list[i] = ir.Stmt{Kind: ir.Assign, Offset: s.Offset, Dst: dst[i : i+1 : i+1], X: values[i : i+1 : i+1]}
	}
	return list
}

// sequential tells whether no value reads a variable that is assigned before it.
func sequential(dst []ir.Var, values []*ir.Expr) bool {
	assigned := map[ir.Var]bool{}
	ok := true
	for i, x := range values {
		x.Walk(func(x *ir.Expr) { ok = ok && !(x.Kind == ir.Read && assigned[x.Var]) })
		assigned[dst[i]] = true
	}
	return ok
}

// store stores half of a vector with lanes of 32 bits, the upper one first. Narrower ones are put together.
func (t *taker) store(s *ir.Stmt) []ir.Stmt {
	half := s.X[1]
	if half.Kind != ir.Apply || half.Op != op.V128Lo && half.Op != op.V128Hi || half.Args[0].Kind != ir.Read {
		return nil
	}
	v := half.Args[0]
	f, stores := t.forms[v.Var], op.I32Store
	switch f {
	case floats32:
		stores = op.F32Store
	case ints32:
	case floats64:
		s.Op, s.X = op.F64Store, []*ir.Expr{t.expr(s.X[0]), t.lane(v, f, int(half.Op-op.V128Lo)).x}
		return []ir.Stmt{*s}
	default:
		return nil
	}
	first := 0
	if half.Op == op.V128Hi {
		first = 2
	}
	address := t.once(s.X[0])
	lower, upper := *s, *s
	lower.Op, upper.Op = stores, stores
	lower.X = []*ir.Expr{address, t.lane(v, f, first).x}
	upper.X = []*ir.Expr{t.copy(address), t.lane(v, f, first+1).x}
	upper.B = ir.Behind(s.B, 4)
	return []ir.Stmt{upper, lower}
}
