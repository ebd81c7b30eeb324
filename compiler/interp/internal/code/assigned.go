package code

import (
	"math/big"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
)

// unassigned finds the locals that may be read before anything is assigned to them: only these need their first value, zero.
func unassigned(f *ir.Func) []ir.Var {
	a := &assignment{f: f, needs: map[ir.Var]bool{}, at: map[*ir.Label]*big.Int{}}
	a.list(f.Body, new(big.Int))
	var list []ir.Var
	for v := f.Params; v < f.Locals; v++ {
		if a.needs[ir.Var(v)] {
			list = append(list, ir.Var(v))
		}
	}
	return list
}

// An assignment follows the control flow. A set of variables is the bits of a number; nil is the set of all, which holds where control
// does not get.
type assignment struct {
	f     *ir.Func
	needs map[ir.Var]bool
	at    map[*ir.Label]*big.Int // what is assigned at the end of a block, on all ways there
}

// meet is what is assigned on both ways.
func meet(x, y *big.Int) *big.Int {
	switch {
	case x == nil:
		return y
	case y == nil:
		return x
	}
	return new(big.Int).And(x, y)
}

// list returns what is assigned after some statements.
func (a *assignment) list(list []ir.Stmt, set *big.Int) *big.Int {
	for i := range list {
		set = a.stmt(&list[i], set)
	}
	return set
}

func (a *assignment) stmt(s *ir.Stmt, set *big.Int) *big.Int {
	if set == nil {
		return nil
	}
	for _, x := range s.X {
		x.Walk(func(x *ir.Expr) {
			if x.Kind == ir.Read && int(x.Var) >= a.f.Params && int(x.Var) < a.f.Locals && set.Bit(int(x.Var)) == 0 {
				a.needs[x.Var] = true
			}
		})
	}
	for label := range s.Targets {
		label = label.Target()
		a.at[label] = meet(a.at[label], set)
	}
	switch s.Kind {
	case ir.Assign:
		return a.assign(s, set)
	case ir.Block:
		end := a.list(s.Then, set)
		return meet(end, a.at[s.Label.Target()])
	case ir.Loop:
		return a.list(s.Then, set) // on the ways back no less is assigned
	case ir.If:
		return meet(a.list(s.Then, set), a.list(s.Else, set))
	case ir.Switch:
		var end *big.Int
		for i := range s.Cases {
			end = meet(end, a.list(s.Cases[i].Body, set))
		}
		return end
	}
	if s.Leaves() {
		return nil
	}
	return set
}

func (a *assignment) assign(s *ir.Stmt, set *big.Int) *big.Int {
	for _, v := range s.Dst {
		if int(v) >= a.f.Params && int(v) < a.f.Locals && set.Bit(int(v)) == 0 {
			set = new(big.Int).SetBit(set, int(v), 1)
		}
	}
	return set
}
