package code

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
)

func (l *lowerer) list(list []ir.Stmt) {
	for i := 0; i < len(list); i++ {
		next, nextRef := l.next, l.nextRef
		l.announce(list[i:])
		switch {
		case l.wait(list[i:]):
		case i+1 < len(list) && l.store128(&list[i], &list[i+1]):
			i++
		default:
			l.settleBefore(&list[i])
			l.stmt(&list[i])
		}
		l.release(next, nextRef)
	}
	l.settleAll()
}

func (l *lowerer) stmt(s *ir.Stmt) {
	l.offset = s.Offset
	switch s.Kind {
	case ir.Assign:
		l.assign(s)
	case ir.Eval:
		l.eval(s)
	case ir.Effect:
		l.effect(s)
	case ir.Block:
		t := l.target(s.Label)
		l.list(s.Then)
		l.bind(t)
	case ir.Loop:
		l.bind(l.target(s.Label))
		l.list(s.Then)
	case ir.If:
		l.ifElse(s)
	case ir.Br:
		l.jump(Instr{Op: Jump}, l.target(s.Label))
	case ir.Switch:
		l.choose(s)
	case ir.Return:
		l.ret(s.X)
	case ir.TailCall:
		l.tailCall(s.X[0])
	case ir.Throw:
		l.throw(s)
	case ir.Unreachable:
		l.emit(Instr{Op: Unreachable})
	case ir.Charge:
		l.emit(Instr{Op: Meter, Imm: s.B})
	default:
		panic(fmt.Sprintf("interp: statement of kind %d", s.Kind))
	}
}

func (l *lowerer) ifElse(s *ir.Stmt) {
	if len(s.Then) == 1 && s.Then[0].Kind == ir.Br {
		l.branch(s.X[0], true, l.target(s.Then[0].Label))
		l.list(s.Else)
		return
	}
	if len(s.Then) == 0 {
		end := &target{at: -1}
		l.branch(s.X[0], true, end)
		l.list(s.Else)
		l.bind(end)
		return
	}
	other := &target{at: -1}
	l.branch(s.X[0], false, other)
	l.list(s.Then)
	if len(s.Else) == 0 {
		l.bind(other)
		return
	}
	end := &target{at: -1}
	if !s.Then[len(s.Then)-1].Leaves() {
		l.jump(Instr{Op: Jump}, end)
	}
	l.bind(other)
	l.list(s.Else)
	l.bind(end)
}

// choose makes a jump table. Most arms are nothing but a branch, to which the table leads itself.
func (l *lowerer) choose(s *ir.Stmt) {
	arms := make([]*target, len(s.Cases))
	last := uint32(0)
	for i := range s.Cases {
		arms[i] = &target{at: -1}
		if body := s.Cases[i].Body; len(body) == 1 && body[0].Kind == ir.Br {
			arms[i] = l.target(body[0].Label)
		}
		for _, v := range s.Cases[i].Values {
			last = max(last, v+1)
		}
	}
	fallback := arms[len(arms)-1]
	entries := make([]*target, last+1)
	for i := range entries {
		entries[i] = fallback
	}
	for i := range s.Cases {
		for _, v := range s.Cases[i].Values {
			entries[v] = arms[i]
		}
	}
	l.emit(Instr{Op: JumpTable, B: l.operand(s.X[0]), Imm: uint64(last)})
	for _, t := range entries {
		l.jump(Instr{Op: None}, t)
	}
	end := &target{at: -1}
	for i := range s.Cases {
		if body := s.Cases[i].Body; len(body) != 1 || body[0].Kind != ir.Br {
			l.bind(arms[i])
			l.list(body)
			l.jump(Instr{Op: Jump}, end)
		}
	}
	l.bind(end)
}

// eval computes an expression for its effect.
func (l *lowerer) eval(s *ir.Stmt) {
	x := s.X[0]
	switch {
	case x.IsCall():
		l.call(x, nil, s.Label)
	default:
		l.compute(x, l.take(x.Type))
	}
}

// assign gives variables their values, all at once.
func (l *lowerer) assign(s *ir.Stmt) {
	x := s.X[0]
	switch {
	case x.IsCall():
		l.call(x, s.Dst, s.Label)
	case len(s.X) < len(s.Dst):
		l.wide(x, s.Dst)
	case len(s.X) == 1:
		l.set(s.Dst[0], x)
	default:
		l.setAll(s.Dst, s.X)
	}
}

// set gives a variable the value of x.
func (l *lowerer) set(v ir.Var, x *ir.Expr) {
	switch {
	case l.f.Vars[v].Type.IsRef() && l.farRefs > 0:
		t := l.tempRef()
		l.ref(x, t)
		l.setFarRef(v, t)
	case l.f.Vars[v].Type.IsRef():
		l.ref(x, reg(l.home[v]))
	case l.far > 0:
		t := l.take(x.Type)
		l.value(x, t)
		l.setFar(v, t)
	default:
		l.value(x, reg(l.home[v]))
	}
}

func (l *lowerer) setFar(v ir.Var, from reg) {
	for n := range l.words(l.f.Vars[v].Type) {
		l.emit(Instr{Op: FarSet, A: from + reg(n), Imm: uint64(l.home[v] + n - l.far)})
	}
}

func (l *lowerer) setFarRef(v ir.Var, from reg) {
	l.emit(Instr{Op: RefFarSet, A: from, Imm: uint64(l.home[v] - l.farRefs)})
}

// setVar gives a variable the value of a register.
func (l *lowerer) setVar(v ir.Var, from reg) {
	switch {
	case l.f.Vars[v].Type.IsRef() && l.farRefs > 0:
		l.setFarRef(v, from)
	case l.f.Vars[v].Type.IsRef():
		l.emit(Instr{Op: RefMove, A: reg(l.home[v]), B: from})
	case l.far > 0:
		l.setFar(v, from)
	default:
		l.moveValue(l.f.Vars[v].Type, reg(l.home[v]), from)
	}
}

// setAll gives variables their values at once: what a later value reads must not change before.
func (l *lowerer) setAll(dst []ir.Var, xs []*ir.Expr) {
	type move struct {
		v    ir.Var
		from reg
	}
	var moves []move
	last := lastReads(xs)
	for i, v := range dst {
		if last[v] <= i {
			l.set(v, xs[i])
			continue
		}
		t := l.take(xs[i].Type)
		l.compute(xs[i], t)
		moves = append(moves, move{v, t})
	}
	for _, m := range moves {
		l.setVar(m.v, m.from)
	}
}

// lastReads is the index of the last value that reads a variable, by variable: there may be a thousand of each.
func lastReads(xs []*ir.Expr) map[ir.Var]int {
	last := map[ir.Var]int{}
	for i, x := range xs {
		x.Walk(func(x *ir.Expr) {
			if x.Kind == ir.Read {
				last[x.Var] = i
			}
		})
	}
	return last
}

// effect lowers an instruction that changes something and has no result.
func (l *lowerer) effect(s *ir.Stmt) {
	if Table[s.Op].R != None && op.Table[s.Op].Accesses() {
		l.store(s)
		return
	}
	l.direct(s.Op, s.A, s.B, s.X, 0)
}
