package random

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// nested runs write inside a block that has begun, with a label for branches, and ends it.
func (f *function) nested(l label, write func()) {
	f.labels = append(f.labels, l)
	write()
	f.labels = f.labels[:len(f.labels)-1]
	f.op(op.End)
}

// blockExpr appends a block, loop or if that leaves a value of type t.
func (f *function) blockExpr(t byte) {
	f.compound(signature{f.fewTypes(), []byte{t}})
}

// blockStatement appends one with any parameters and results.
func (f *function) blockStatement() {
	s := signature{f.fewTypes(), f.fewTypes()}
	f.compound(s)
	f.absorb(s.results)
}

func (f *function) fewTypes() []byte {
	if chance(f.m.r, 0.6) {
		return nil
	}
	return f.shapes(f.m.valueTypes(f.m.r.IntN(4)))
}

// compound appends a block, loop or if of type s with its parameters.
func (f *function) compound(s signature) {
	f.values(s.params)
	switch f.m.r.IntN(5) {
	case 0, 1:
		f.op(op.Block)
		f.blockType(s)
		f.nested(label{types: s.results}, func() { f.arm(s) })
	case 2, 3:
		if slices.Equal(s.params, s.results) {
			f.maybeElse(s)
			return
		}
		f.condition()
		f.op(op.If)
		f.blockType(s)
		f.nested(label{types: s.results}, func() { f.arm(s); f.op(op.Else); f.arm(s) })
	case 4:
		f.loop(s)
	}
}

// maybeElse appends an if, whose second arm may be missing.
func (f *function) maybeElse(s signature) {
	f.condition()
	f.op(op.If)
	f.blockType(s)
	f.nested(label{types: s.results}, func() {
		f.arm(s)
		if chance(f.m.r, 0.5) {
			f.op(op.Else)
			f.arm(s)
		}
	})
}

// arm is the inside of a block: it takes the parameters and leaves the results, unless it branches away.
func (f *function) arm(s signature) {
	f.absorb(s.params)
	f.statements(f.m.r.IntN(3))
	if len(f.labels) > 1 && chance(f.m.r, 0.15) {
		f.leave()
		return
	}
	f.values(s.results)
}

// loop appends a loop: with a counter of its own, or one that branches repeat at will as long as there is fuel.
func (f *function) loop(s signature) {
	if f.hot {
		f.hotLoop(s)
		return
	}
	if chance(f.m.r, 0.5) {
		f.op(op.Loop)
		f.blockType(s)
		f.nested(label{types: s.params}, func() { f.burn(); f.arm(s) })
		return
	}
	counter := f.local(i32, true)
	f.i32(int32(1 + f.m.r.IntN(4)))
	f.op(op.LocalSet, counter)
	f.op(op.Loop)
	f.blockType(s)
	f.nested(label{types: s.params, hidden: true}, func() {
		f.absorb(s.params)
		f.statements(1 + f.m.r.IntN(3))
		f.values(s.params)
		f.op(op.LocalGet, counter)
		f.i32(1)
		f.op(op.I32Sub)
		f.op(op.LocalTee, counter)
		f.op(op.BrIf, 0)
		f.absorb(s.params)
		f.values(s.results)
	})
}

// leave appends what control does not come out of, and then something that nobody will execute.
func (f *function) leave() {
	switch n := f.m.r.IntN(20); {
	case n < 8:
		f.branch()
	case n < 14:
		f.branchTable()
	case n < 17 || !chance(f.m.r, f.m.wild):
		if chance(f.m.r, 0.3) && !f.hot && f.tailCall() {
			break
		}
		f.values(f.sig.results)
		f.op(op.Return)
	default:
		f.op(op.Unreachable)
	}
	if chance(f.m.r, 0.3) {
		f.dead()
	}
}

// dead appends what is only valid where it is never reached: operands come from nowhere.
func (f *function) dead() {
	switch f.m.r.IntN(5) {
	case 0:
		f.op(op.I32Add)
		f.op(op.Drop)
	case 1:
		f.op(op.Drop)
		f.op(op.Drop)
	case 2:
		f.op(op.Select)
		f.op(op.Drop)
	case 3:
		f.op(op.Block)
		f.byte(i32)
		f.op(op.Unreachable)
		f.op(op.End)
		f.op(op.Drop)
	case 4:
		f.statements(1)
	}
}

// open lists the labels that any branch may go to, as numbers of levels.
func (f *function) open() []int {
	var levels []int
	for i, l := range f.labels {
		if !l.hidden {
			levels = append(levels, len(f.labels)-1-i)
		}
	}
	return levels
}

func (f *function) typesAt(level int) []byte { return f.labels[len(f.labels)-1-level].types }

// branch appends br with its values.
func (f *function) branch() {
	to := pick(f.m.r, f.open())
	f.values(f.typesAt(to))
	f.op(op.Br, uint64(to))
}

// branchIf appends br_if as a statement.
func (f *function) branchIf() {
	to := pick(f.m.r, f.open())
	types := f.typesAt(to)
	f.values(types)
	f.condition()
	f.op(op.BrIf, uint64(to))
	f.absorb(types)
}

// branchExpr appends br_if that leaves a value of type t, if there is a label for it.
func (f *function) branchExpr(t byte) bool {
	fitting := slices.DeleteFunc(f.open(), func(level int) bool { return !slices.Equal(f.typesAt(level), []byte{t}) })
	if len(fitting) == 0 {
		return false
	}
	f.expr(t)
	f.condition()
	f.op(op.BrIf, uint64(pick(f.m.r, fitting)))
	return true
}

// branchTable appends br_table to labels that take the same values, some of them more than once.
func (f *function) branchTable() {
	first := pick(f.m.r, f.open())
	types := f.typesAt(first)
	fitting := slices.DeleteFunc(f.open(), func(level int) bool { return !slices.Equal(f.typesAt(level), types) })
	n := f.m.r.IntN(6)
	if chance(f.m.r, 0.08) {
		n = 100 + f.m.r.IntN(300)
	}
	f.values(types)
	f.expr(i32)
	if chance(f.m.r, 0.8) {
		f.i32(int32(n + 2))
		f.op(op.I32RemU)
	}
	f.op(op.BrTable, uint64(n))
	for range n + 1 {
		f.u(uint64(pick(f.m.r, fitting)))
	}
}

// switchStatement appends a br_table out of nested blocks, with code behind each.
func (f *function) switchStatement() {
	n := 1 + f.m.r.IntN(5)
	for range n {
		f.op(op.Block)
		f.byte(0x40)
		f.labels = append(f.labels, label{})
	}
	f.branchTable()
	for range n {
		f.labels = f.labels[:len(f.labels)-1]
		f.op(op.End)
		f.statements(1)
	}
}
