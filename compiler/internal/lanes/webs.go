package lanes

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/internal/liveness"
	"github.com/wasm2go/wasm2go/compiler/internal/sets"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// splitWebs gives each web of a variable of vectors a variable of its own: a web is definitions that some use may see, and all uses that may
// see one of these. A compiler has one local for what has nothing in common but that it does not live at the same time, which may be
// bytes here and floats there. It returns the variables that are read as they are when the function begins, and false for a function too large
// to look at.
func splitWebs(f *ir.Func) (entry liveness.Set, ok bool) {
	w := &webber{f: f, index: map[ir.Var]int{}, behind: map[*ir.Stmt]liveness.Set{}, heads: map[*ir.Label][]web{}, ends: map[*ir.Label][]web{}}
	for v := range f.Vars {
		if f.Vars[v].Type == wasm.V128 {
			w.index[ir.Var(v)] = len(w.vars)
			w.vars = append(w.vars, ir.Var(v))
		}
	}
	if len(w.vars) == 0 || len(f.Vars)*(f.Labels+1) > maxSets {
		return nil, false
	}
	w.live = liveness.New(f)
	w.live.Arm = func(s *ir.Stmt, behind liveness.Set) { w.behind[s] = behind.Clone() }
	entry = w.live.Body(f.Body, w.live.None())
	state := make([]web, len(w.vars))
	for i := range state {
		state[i] = w.define(i)
	}
	w.list(f.Body, state)
	w.rename()
	return append(entry, make(liveness.Set, len(f.Vars)/64+1)...), true // no variable that has been added is live
}

// maxSets bounds the bits of the sets of variables at labels.
const maxSets = 1 << 24

// A web is a number of parts.
type web = int

type webber struct {
	f      *ir.Func
	vars   []ir.Var // of vectors; states are by index in it
	index  map[ir.Var]int
	live   *liveness.Analysis
	behind map[*ir.Stmt]liveness.Set // what is live behind an if or a switch
	heads  map[*ir.Label][]web       // what variables are at the head of a loop
	ends   map[*ir.Label][]web       // at the end of a block

	parts  sets.Parts // definitions that are one web
	of     []int      // by web: its variable
	reads  []webRead
	writes []webWrite
}

type webRead struct {
	x   *ir.Expr
	web web
}

type webWrite struct {
	s   *ir.Stmt
	i   int
	web web
}

// define begins a web of variable i.
func (w *webber) define(i int) web {
	w.of = append(w.of, i)
	return w.parts.Add()
}

// unite has the variables that are read behind a place be the same on both ways there.
func (w *webber) unite(a, b []web, live liveness.Set) {
	for i := range a {
		if live.Has(w.vars[i]) {
			x, y := w.parts.Root(a[i]), w.parts.Root(b[i])
			w.parts.Unite(min(x, y), max(x, y)) // so that what a variable is when the function begins keeps its name
		}
	}
}

// merge is the state where two ways meet, nil if control takes none.
func (w *webber) merge(a, b []web, live liveness.Set) []web {
	if a == nil || b == nil {
		return append(a, b...)
	}
	w.unite(a, b, live)
	return a
}

// list takes the webs before a list, which it changes, and returns those behind it, nil where control does not get.
func (w *webber) list(list []ir.Stmt, state []web) []web {
	for i := range list {
		if state == nil {
			return nil
		}
		state = w.stmt(&list[i], state)
	}
	return state
}

func (w *webber) stmt(s *ir.Stmt, state []web) []web {
	for _, x := range s.X {
		x.Walk(func(x *ir.Expr) {
			if x.Kind == ir.Read && x.Type == wasm.V128 {
				w.reads = append(w.reads, webRead{x, state[w.index[x.Var]]})
			}
		})
	}
	for label := range s.Targets {
		if label.Loop {
			w.unite(state, w.heads[label], w.live.At[label.Target()])
		} else {
			w.ends[label] = w.merge(w.ends[label], slices.Clone(state), w.live.At[label.Target()])
		}
	}
	for i, v := range s.Dst {
		if k, ok := w.index[v]; ok {
			state[k] = w.define(k)
			w.writes = append(w.writes, webWrite{s, i, state[k]})
		}
	}
	switch s.Kind {
	case ir.Block:
		return w.merge(w.list(s.Then, state), w.ends[s.Label], w.live.At[s.Label.Target()])
	case ir.Loop:
		w.heads[s.Label] = slices.Clone(state)
		return w.list(s.Then, state)
	case ir.If:
		other := w.list(s.Else, slices.Clone(state))
		return w.merge(w.list(s.Then, state), other, w.behind[s])
	case ir.Switch:
		var after []web
		for i := range s.Cases {
			after = w.merge(after, w.list(s.Cases[i].Body, slices.Clone(state)), w.behind[s])
		}
		return after
	}
	if s.Leaves() {
		return nil
	}
	return state
}

// rename gives the variables. The web that a variable begins with keeps it.
func (w *webber) rename() {
	names := map[web]ir.Var{}
	for i, v := range w.vars {
		names[i] = v
	}
	name := func(a web) ir.Var {
		a = w.parts.Root(a)
		v, ok := names[a]
		if !ok {
			v = w.f.NewVar(wasm.V128)
			names[a] = v
		}
		return v
	}
	for _, r := range w.reads {
		r.x.Var = name(r.web)
	}
	for _, r := range w.writes {
		if v := name(r.web); v != r.s.Dst[r.i] {
			r.s.Dst = slices.Clone(r.s.Dst) // all branches to a block share theirs
			r.s.Dst[r.i] = v
		}
	}
}
