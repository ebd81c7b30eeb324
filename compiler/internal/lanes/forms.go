package lanes

import (
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/internal/sets"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// chooseForms chooses a form for each variable. Instructions that make or take its values vote for their form, with what they gain by it, more in
// loops; what goes through instructions that do not care, or is copied, votes together.
func chooseForms(f *ir.Func) []form {
	v := &voter{f: f}
	for range f.Vars {
		v.group()
	}
	v.list(f.Body, 1)
	chosen := make([]form, len(f.Vars))
	for i := range f.Vars {
		if f.Vars[i].Type != wasm.V128 {
			continue
		}
		votes := v.votes[v.groups.Root(i)]
		best := words
		for k, n := range votes {
			if n > votes[best] {
				best = form(k)
			}
		}
		chosen[i] = best
	}
	return chosen
}

type voter struct {
	f      *ir.Func
	groups sets.Parts
	votes  [][forms]int
}

func (v *voter) group() int {
	v.votes = append(v.votes, [forms]int{})
	return v.groups.Add()
}

// none is the group of what can have any form: constants, what is loaded.
const none = -1

func (v *voter) unite(a, b int) int {
	if a == none || b == none {
		return max(a, b)
	}
	a, b = v.groups.Root(a), v.groups.Root(b)
	if a != b {
		v.groups.Unite(a, b)
		for i, n := range v.votes[b] {
			v.votes[a][i] += n
		}
	}
	return a
}

func (v *voter) vote(group int, f form, n int) {
	if group != none {
		v.votes[v.groups.Root(group)][f] += n
	}
}

func (v *voter) list(list []ir.Stmt, weight int) {
	for i := range list {
		s := &list[i]
		for k, x := range s.X {
			group := v.visit(x, weight)
			switch {
			case s.Kind == ir.Assign && len(s.X) == len(s.Dst) && !x.IsCall():
				if x.Type == wasm.V128 {
					v.unite(int(s.Dst[k]), group)
				}
			case x.Type == wasm.V128 && !x.IsCall():
				v.vote(group, words, 2*weight)
			}
		}
		if len(s.X) > 0 && s.X[0].IsCall() {
			for _, dst := range s.Dst {
				if v.f.Vars[dst].Type == wasm.V128 {
					v.vote(int(dst), words, 2*weight)
				}
			}
		}
		inner := weight
		if s.Kind == ir.Loop {
			inner = min(8*weight, 1<<12)
		}
		for l := range s.Lists {
			v.list(*l, inner)
		}
	}
}

// visit has a tree vote, and returns the group of its value.
func (v *voter) visit(x *ir.Expr, weight int) int {
	groups := make([]int, len(x.Args))
	for i, a := range x.Args {
		groups[i] = v.visit(a, weight)
	}
	// operands has those that are vectors vote.
	operands := func(f form, gain int) {
		for i, a := range x.Args {
			if a.Type == wasm.V128 {
				v.vote(groups[i], f, gain*weight)
			}
		}
	}
	switch {
	case x.Kind == ir.Read && x.Type == wasm.V128:
		return int(x.Var)
	case x.Kind == ir.Select && x.Type == wasm.V128:
		return v.unite(groups[0], groups[1])
	case x.IsCall():
		operands(words, 2)
		return none
	case x.Kind != ir.Apply, x.Op == op.V128Of:
		return none
	case x.Op == op.V128Lo, x.Op == op.V128Hi:
		operands(words, 1)
		return none
	case x.Op == op.I8x16Shuffle:
		return v.shuffle(x, groups, weight)
	case neutral(x.Op):
		group := none
		for _, g := range groups {
			group = v.unite(group, g)
		}
		return group
	}
	row, ok := laneOps()[x.Op]
	switch {
	case ok && row.gain == 0 && !row.inLine: // shifts, splats
		group := none
		for i, a := range x.Args {
			if a.Type == wasm.V128 {
				group = groups[i]
			}
		}
		if group != none {
			v.vote(group, row.form, 1)
		}
		return group
	case ok && !row.inLine:
		operands(row.from, row.gain)
		group := v.group()
		v.vote(group, row.form, row.gain*weight)
		return group
	case x.Type == wasm.V128: // in words
		operands(words, 6)
		group := v.group()
		v.vote(group, words, 6*weight)
		return group
	}
	if f, gain := reads(x.Op); gain > 0 {
		operands(f, gain)
	} else {
		operands(words, 2)
	}
	return none
}

// reads is the form that an instruction wants whose result is a number.
func reads(o op.Op) (form, int) {
	switch o {
	case op.F32x4ExtractLane:
		return floats32, 3
	case op.F64x2ExtractLane:
		return floats64, 2
	case op.I32x4ExtractLane, op.I32x4Bitmask, op.I32x4AllTrue:
		return ints32, 2
	case op.I16x8ExtractLaneS, op.I16x8ExtractLaneU:
		return ints16, 1
	}
	return words, 0
}

// shuffle votes for the lanes that it leaves together: in words it takes a step for each half that it shifts.
func (v *voter) shuffle(x *ir.Expr, groups []int, weight int) int {
	lanes := v.f.V128[x.A]
	switch grain(lanes) {
	case 8:
		group := v.group()
		v.vote(group, bytes8, (moves(lanes)-4)/2*weight)
		return group
	case 16:
		group := v.unite(groups[0], groups[1])
		v.vote(group, ints16, moves(lanes)/2*weight)
		return group
	}
	return v.unite(groups[0], groups[1])
}

// moves counts the shifted halves that a shuffle in words is made of.
func moves(lanes [16]byte) int {
	list := map[[3]int]bool{}
	for i, lane := range lanes {
		list[[3]int{i / 8, int(lane) / 8, i%8 - int(lane)%8}] = true
	}
	return len(list)
}

// fuse puts vectors that are used once, in the next statement, where they are used: so their lanes are computed one by one.
func fuse(f *ir.Func) {
	f.CountUses()
	u := fuser{f}
	f.Body = u.list(f.Body)
}

type fuser struct{ f *ir.Func }

func (u fuser) list(list []ir.Stmt) []ir.Stmt {
	out := list[:0]
	for i := range list {
		s := list[i]
		for len(out) > 0 && u.fuse(&out[len(out)-1], &s) {
			out = out[:len(out)-1]
		}
		for inner := range s.Lists {
			*inner = u.list(*inner)
		}
		out = append(out, s)
	}
	return out
}

// maxFused bounds the trees that this makes.
const maxFused = 200

// fuse puts what a statement assigns into the next one, if that is the only one that wants it.
func (u fuser) fuse(def, use *ir.Stmt) bool {
	if def.Kind != ir.Assign || len(def.Dst) != 1 || def.X[0].Type != wasm.V128 || !def.X[0].Pure() || use.Kind == ir.Loop || use.Kind == ir.Block {
		return false
	}
	v, x := def.Dst[0], def.X[0]
	if f := u.f.Vars[v]; f.Reads != 1 || f.Writes != 1 || int(v) < u.f.Params || leaf(x) {
		return false
	}
	effects, size := x.Effects, int(x.Size)
	for _, y := range use.X {
		effects |= y.Effects
		size += int(y.Size)
	}
	if size > maxFused || effects&ir.Trapping != 0 && !effects.OneTrap() {
		return false
	}
	for _, y := range use.X {
		if put(y, v, x) {
			return true
		}
	}
	return false
}

// put puts x in the place of a variable.
func put(y *ir.Expr, v ir.Var, x *ir.Expr) bool {
	if y.Kind == ir.Read && y.Var == v {
		*y = *x
		return true
	}
	for _, a := range y.Args {
		if put(a, v, x) {
			resize(y)
			return true
		}
	}
	return false
}
