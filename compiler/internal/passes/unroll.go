package passes

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
)

// How far a recursion is unrolled. Beyond that the code grows and nothing gets faster.
const (
	maxUnrolled = 400 // statements and expressions, all levels together
	maxLevels   = 4
)

// Unroll writes the body of a small function that calls itself in place of these calls, a few levels deep. The Go
// compiler never inlines recursive functions, and a C compiler leaves the recursion to whoever compiles its output.
func Unroll(f *ir.Func) {
	u := unroller{f: f, body: f.Body, vars: len(f.Vars)}
	nodes, calls, ok := u.measure()
	if !ok || calls == 0 {
		return
	}
	levels := 0
	for size := nodes; levels < maxLevels; levels++ {
		if size = nodes + calls*size; size > maxUnrolled {
			break
		}
	}
	if levels > 0 {
		f.Body = u.list(f.Body, &level{deeper: levels})
	}
}

// An unroller keeps the function as it was: the pattern of all levels.
type unroller struct {
	f    *ir.Func
	body []ir.Stmt
	vars int // how many variables it had
}

// A level is one copy of the body. The outermost keeps the function's own variables and labels.
type level struct {
	deeper  int                     // how many levels may follow
	vars    []ir.Var                // by original variable; nil: the outermost
	labels  map[*ir.Label]*ir.Label // copies
	end     *ir.Label               // where its returns lead; nil: they return
	dst     []ir.Var                // what the call assigns
	handler *ir.Label               // of the call: of what is thrown and has none in the body
}

// measure counts the nodes and the calls of itself. A function with a tail call stays as it is: in a copy it would be none.
func (u *unroller) measure() (nodes, calls int, ok bool) {
	nodes, _ = u.f.Measure()
	ok = true
	ir.Visit(u.body, func(s *ir.Stmt) {
		switch {
		case s.Kind == ir.TailCall:
			ok = false
		case u.recursive(s):
			calls++
		}
	})
	return nodes, calls, ok
}

// recursive tells whether a statement calls the function itself. Calls are never inside of other expressions.
func (u *unroller) recursive(s *ir.Stmt) bool {
	return (s.Kind == ir.Assign || s.Kind == ir.Eval) && len(s.X) == 1 && s.X[0].Kind == ir.Call && s.X[0].A == u.f.Index
}

func (u *unroller) list(list []ir.Stmt, l *level) []ir.Stmt {
	if list == nil {
		return nil
	}
	out := make([]ir.Stmt, 0, len(list))
	for i := range list {
		s := u.stmt(&list[i], l)
		switch {
		case u.recursive(&s) && l.deeper > 0:
			out = append(out, u.call(&s, l.deeper-1)...)
		case s.Kind == ir.Return && l.end != nil:
			if len(s.X) > 0 {
				out = append(out, ir.Stmt{Kind: ir.Assign, Offset: s.Offset, Dst: slices.Clone(l.dst), X: s.X})
			}
			out = append(out, ir.Stmt{Kind: ir.Br, Offset: s.Offset, Label: l.end})
			l.end.Uses++
		default:
			out = append(out, s)
		}
	}
	return out
}

// call is the body in place of a call: parameters and locals of its own, and a block that its returns leave.
func (u *unroller) call(s *ir.Stmt, deeper int) []ir.Stmt {
	f := u.f
	l := &level{deeper: deeper, vars: make([]ir.Var, u.vars), labels: map[*ir.Label]*ir.Label{}, end: f.NewLabel(), dst: s.Dst, handler: s.Label}
	if l.handler != nil {
		l.handler.Uses-- // by the call
	}
	for v := range l.vars {
		l.vars[v] = f.NewVar(f.Vars[v].Type)
	}
	if s.Kind == ir.Eval {
		for _, t := range f.Type.Results {
			l.dst = append(l.dst, f.NewVar(t))
		}
	}
	var out []ir.Stmt
	for v := range f.Locals {
		x := f.Zero(f.Vars[v].Type)
		if v < f.Params {
			x = s.X[0].Args[v]
		}
		out = append(out, ir.Stmt{Kind: ir.Assign, Offset: s.Offset, Dst: l.vars[v : v+1], X: []*ir.Expr{x}})
	}
	return append(out, ir.Stmt{Kind: ir.Block, Offset: s.Offset, Label: l.end, Then: u.list(u.body, l)})
}

// stmt copies a statement for a level; the outermost takes it as it is.
func (u *unroller) stmt(s *ir.Stmt, l *level) ir.Stmt {
	c := *s
	if l.vars != nil {
		c.Label = l.label(u.f, s.Label)
		if c.Label == nil && s.MayThrow() {
			c.Label = l.handler
		}
		for target := range c.Targets {
			target.Uses++
		}
		c.Dst = make([]ir.Var, len(s.Dst))
		for i, v := range s.Dst {
			c.Dst[i] = l.vars[v]
		}
		c.X = make([]*ir.Expr, len(s.X))
		for i, x := range s.X {
			c.X[i] = l.expr(x)
		}
	}
	c.Cases = slices.Clone(s.Cases)
	for inner := range c.Lists {
		*inner = u.list(*inner, l)
	}
	return c
}

// label is the level's copy of a label.
func (l *level) label(f *ir.Func, old *ir.Label) *ir.Label {
	if old == nil {
		return nil
	}
	old = old.Target()
	if l.labels[old] == nil {
		c := f.NewLabel()
		c.Loop = old.Loop
		l.labels[old] = c
	}
	return l.labels[old]
}

// expr copies a tree.
func (l *level) expr(x *ir.Expr) *ir.Expr {
	c := *x
	if x.Kind == ir.Read {
		c.Var = l.vars[x.Var]
	}
	c.Args = make([]*ir.Expr, len(x.Args))
	for i, a := range x.Args {
		c.Args[i] = l.expr(a)
	}
	return &c
}
