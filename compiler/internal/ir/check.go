package ir

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Check reports what is wrong with a function of module m: it holds whatever stages rely on, before and after each pass but
// Flatten. It is for tests, which call it between passes.
func Check(m *wasm.Module, f *Func) (err error) {
	c := &checker{m: m, f: f, open: map[*Label]bool{}, jumps: map[*Label]int{}, seen: map[*Expr]bool{}}
	defer func() {
		if v := recover(); v != nil {
			broken, ok := v.(fault)
			if !ok {
				panic(v)
			}
			err = fmt.Errorf("func %d: %s", f.Index, string(broken))
		}
	}()
	c.vars()
	c.list(f.Body)
	for _, r := range f.Routines {
		must(len(r.Routines) == 0, r, "a routine in a routine")
		if err := Check(m, r); err != nil {
			return fmt.Errorf("routine: %w", err)
		}
	}
	return nil
}

type checker struct {
	m     *wasm.Module
	f     *Func
	open  map[*Label]bool // labels of the statements around
	jumps map[*Label]int
	seen  map[*Expr]bool
}

// A fault ends the check.
type fault string

// must stops unless ok; what is wrong with where.
func must(ok bool, where fmt.Stringer, wrong string, args ...any) {
	if !ok {
		panic(fault(fmt.Sprintf(wrong, args...) + " in " + where.String()))
	}
}

func (c *checker) vars() {
	f := c.f
	must(f.Params == len(f.Type.Params) && f.Params <= f.Locals && f.Locals <= len(f.Vars), f,
		"%d parameters, %d locals and %d variables", f.Params, f.Locals, len(f.Vars))
	for i, t := range f.Type.Params {
		c.same(f, f.Vars[i].Type, t)
	}
}

// same wants two types to be of the same class: the validator has seen to it that one is a subtype of the other.
func (c *checker) same(where fmt.Stringer, got, want wasm.ValType) {
	must(c.m.Class(got) == c.m.Class(want), where, "%v, not %v,", got, want)
}

func (c *checker) list(list []Stmt) {
	for i := range list {
		c.stmt(&list[i])
	}
}

func (c *checker) stmt(s *Stmt) {
	c.roots(s)
	for target := range s.Targets {
		must(c.open[target] && c.open[target.Target()], s, "label %d is not around", target.ID)
		for l := target; l != nil; l = l.Same {
			c.jumps[l]++
		}
	}
	var labels []*Label
	switch s.Kind {
	case Assign:
		c.assign(s)
	case Eval:
		must(len(s.X) == 1, s, "%d operands", len(s.X))
	case Effect:
		info := &op.Table[s.Op]
		if s.Op == op.Throw || s.Op == op.ThrowRef {
			c.throw(s)
			break
		}
		must(info.Effect.Changes(), s, "an instruction without effect")
		c.row(s, info, s.A, s.X, nil)
	case Block:
		labels = []*Label{s.Label}
	case Loop:
		labels = []*Label{s.Label}
		if s.Exit != nil {
			labels = append(labels, s.Exit)
		}
	case If:
		must(len(s.X) == 1 && s.X[0].Cond, s, "no condition")
	case Switch:
		c.choice(s)
	case Return:
		c.values(s, s.X, c.f.Type.Results)
	case TailCall:
		must(len(s.X) == 1 && s.X[0].IsCall(), s, "no call")
		c.types(s, c.results(s.X[0]), c.f.Type.Results)
	case Br, Unreachable:
	case Throw:
		c.throw(s)
	case Charge:
		must(c.f.Metered, s, "a charge")
	default:
		panic(fmt.Sprintf("ir: statement of kind %d", s.Kind))
	}
	for _, l := range labels {
		must(!c.open[l] && l.Loop == (s.Kind == Loop && l == s.Label), s, "label %d is another statement's", l.ID)
		c.open[l] = true
	}
	for inner := range s.Lists {
		c.list(*inner)
	}
	for _, l := range labels {
		must(c.jumps[l] == l.Uses, s, "label %d has %d uses, not %d,", l.ID, c.jumps[l], l.Uses)
		delete(c.open, l)
	}
}

func (c *checker) throw(s *Stmt) {
	if s.Op == op.ThrowRef {
		c.values(s, s.X, []wasm.ValType{wasm.ExnRef})
		return
	}
	must(s.Op == op.Throw, s, "no throw")
	c.values(s, s.X, c.m.TagType(int(s.A)).Params)
}

// roots checks the trees of a statement: only the one of an assignment, of an evaluation or a tail call may change something.
func (c *checker) roots(s *Stmt) {
	alone := len(s.X) == 1 && (s.Kind == Assign || s.Kind == Eval || s.Kind == TailCall)
	for i, x := range s.X {
		c.expr(x)
		must(alone || x.Pure(), s, "operand %d changes something", i)
		must(s.Kind == If || s.Kind == Eval || !x.Cond, s, "operand %d is a condition", i)
	}
}

func (c *checker) assign(s *Stmt) {
	for _, v := range s.Dst {
		must(int(v) < len(c.f.Vars), s, "no variable v%d", v)
	}
	got := make([]wasm.ValType, 0, len(s.X))
	if len(s.X) == 1 {
		got = c.results(s.X[0])
	} else {
		for _, x := range s.X {
			got = append(got, x.Type)
		}
	}
	want := make([]wasm.ValType, len(s.Dst))
	for i, v := range s.Dst {
		want[i] = c.f.Vars[v].Type
	}
	must(len(want) > 0, s, "nothing is assigned")
	c.types(s, got, want)
}

func (c *checker) choice(s *Stmt) {
	must(len(s.X) == 1 && len(s.Cases) > 0, s, "%d operands and %d cases", len(s.X), len(s.Cases))
	c.same(s, s.X[0].Type, wasm.I32)
	last := len(s.Cases) - 1
	for i := range s.Cases {
		must((len(s.Cases[i].Values) == 0) == (i == last), s, "case %d has %d values", i, len(s.Cases[i].Values))
	}
}

func (c *checker) types(where fmt.Stringer, got, want []wasm.ValType) {
	must(len(got) == len(want), where, "%d values, not %d,", len(got), len(want))
	for i, t := range got {
		c.same(where, t, want[i])
	}
}

func (c *checker) values(where fmt.Stringer, xs []*Expr, want []wasm.ValType) {
	got := make([]wasm.ValType, len(xs))
	for i, x := range xs {
		must(!x.Cond, where, "operand %d is a condition", i)
		got[i] = x.Type
	}
	c.types(where, got, want)
}

// results are the types of what an expression yields.
func (c *checker) results(x *Expr) []wasm.ValType {
	switch x.Kind {
	case Call:
		return c.m.FuncType(int(x.A)).Results
	case Indirect, ByRef:
		return c.m.Types[x.A].Func.Results
	case Routine:
		return c.f.Routines[x.A].Type.Results
	case Apply:
		if _, results, fixed := strings.Cut(op.Table[x.Op].Sig, ":"); fixed {
			return c.letters(results, x.A)
		}
	}
	return []wasm.ValType{x.Type}
}

// letters are the types in the signature of an instruction whose first immediate is a.
func (c *checker) letters(kinds string, a uint32) []wasm.ValType {
	types := make([]wasm.ValType, len(kinds))
	for i := range types {
		if kinds[i] == 'a' {
			types[i] = c.m.MemType(int(a)).Addr()
		} else {
			types[i] = wasm.ClassOfLetter(kinds[i]).Type()
		}
	}
	return types
}

// row holds operands and result types to the instruction's row.
func (c *checker) row(where fmt.Stringer, info *op.Info, a uint32, xs []*Expr, result []wasm.ValType) {
	operands, results, fixed := strings.Cut(info.Sig, ":")
	if !fixed {
		return
	}
	c.values(where, xs, c.letters(operands, a))
	want := c.letters(results, a)
	c.types(where, result, want[:min(1, len(want))])
}

func (c *checker) expr(x *Expr) {
	must(!c.seen[x], x, "a tree with two parents")
	c.seen[x] = true
	must(x.Size > 0, x, "no size")
	effects := Effects(0)
	for i, a := range x.Args {
		c.expr(a)
		must(a.Pure(), x, "operand %d changes something", i)
		effects |= a.Effects
	}
	switch x.Kind {
	case Const:
		must(x.Type != wasm.V128 || int(x.A) < len(c.f.V128), x, "no constant %d", x.A)
	case Read:
		must(int(x.Var) < len(c.f.Vars), x, "no variable")
		c.same(x, x.Type, c.f.Vars[x.Var].Type)
	case Apply:
		info := &op.Table[x.Op]
		c.row(x, info, x.A, x.Args, []wasm.ValType{x.Type})
		if !info.Effect.Changes() {
			effects |= ApplyEffects(c.m, x.Op, x.A, x.B, x.Args)
		}
	case Call:
		c.values(x, x.Args, c.m.FuncType(int(x.A)).Params)
	case Indirect:
		index := c.m.TableType(int(x.B)).Addr()
		c.values(x, x.Args, append(slices.Clone(c.m.Types[x.A].Func.Params), index))
	case ByRef:
		c.values(x, x.Args, append(slices.Clone(c.m.Types[x.A].Func.Params), wasm.FuncRef))
	case Routine:
		must(int(x.A) < len(c.f.Routines), x, "no routine %d", x.A)
		c.values(x, x.Args, c.f.Routines[x.A].Type.Params)
	case Not, FromBool:
		must(len(x.Args) == 1 && x.Args[0].Cond, x, "no condition")
	case Quiet:
		c.values(x, x.Args, []wasm.ValType{x.Type})
	case Select:
		must(len(x.Args) == 3 && x.Args[2].Cond, x, "no condition")
		c.values(x, x.Args[:2], []wasm.ValType{x.Type, x.Type})
	default:
		panic(fmt.Sprintf("ir: expression of kind %d", x.Kind))
	}
	must(x.Cond == condition(x), x, "a condition or not")
	must(x.Effects == effects, x, "effects %b, not %b,", x.Effects, effects)
}

// condition tells whether an expression becomes a Go bool.
func condition(x *Expr) bool {
	return x.Kind == Not || x.Kind == Apply && op.Table[x.Op].Condition()
}
