package typed

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// compound appends something that encloses others and leaves values of these types.
func (f *function) compound(results []valType) {
	switch f.m.r.IntN(9) {
	case 0:
		f.block(results, func() { f.arm(results) })
	case 1, 2:
		f.condition()
		f.op(op.If)
		f.blockType(signature{nil, results})
		f.nested(label{types: results}, func() { f.arm(results); f.op(op.Else); f.arm(results) })
	case 3:
		f.loop(results)
	default:
		f.try(results)
	}
}

// arm is the inside of a block: statements and the results, unless it leaves in another way.
func (f *function) arm(results []valType) {
	f.statements(f.m.r.IntN(3))
	if chance(f.m.r, 0.15) {
		f.leave()
		return
	}
	f.values(results)
}

// loop appends a loop with a counter.
func (f *function) loop(results []valType) {
	counter := f.temp(num(i32))
	f.i32(1 + f.m.r.IntN(4))
	f.op(op.LocalSet, counter)
	f.op(op.Loop)
	f.blockType(signature{nil, results})
	f.nested(label{hidden: true}, func() {
		f.statements(1 + f.m.r.IntN(3))
		f.repeat(counter)
		f.values(results)
	})
}

// repeat appends the end of a loop with a counter.
func (f *function) repeat(counter int) {
	f.op(op.LocalGet, counter)
	f.i32(1)
	f.op(op.I32Sub)
	f.op(op.LocalTee, counter)
	f.op(op.BrIf, 0)
}

// leave appends what control does not come out of.
func (f *function) leave() {
	switch n := f.m.r.IntN(20); {
	case n < 7:
		to := pick(f.m.r, f.open(func([]valType) bool { return true }))
		f.values(f.typesAt(to))
		f.op(op.Br, to)
	case n < 10 && f.tailCall():
	case n < 12 && f.rethrow():
	case n < 13 && chance(f.m.r, 10*f.m.wild):
		f.op(op.Unreachable)
	case n < 16:
		f.values(f.sig.results)
		f.op(op.Return)
	default:
		f.throw()
	}
}

// branchedOn appends an expression of type t by one of the branches that look at a reference.
func (f *function) branchedOn(t valType) bool {
	r := f.m.r
	if t.heap == hExn {
		return false
	}
	switch r.IntN(5) {
	case 0: // br_on_null
		f.block([]valType{t}, func() {
			f.block(nil, func() {
				f.expr(valType{heap: t.heap, null: true})
				f.op(op.BrOnNull, 0)
				f.op(op.Br, 1)
			})
			f.statements(r.IntN(2))
			f.expr(t)
		})
	case 1: // br_on_non_null
		f.block([]valType{t}, func() {
			f.expr(valType{heap: t.heap, null: true})
			f.op(op.BrOnNonNull, 0)
			f.statements(r.IntN(2))
			f.expr(t)
		})
	case 2, 3: // br_on_cast
		s := refNull(f.m.above(t.heap))
		f.block([]valType{t}, func() {
			f.expr(s)
			f.op(op.BrOnCast)
			f.branchCast(0, s, t)
			if t.null {
				s.null = false
			}
			f.absorb([]valType{s})
			f.expr(t)
		})
	case 4: // br_on_cast_fail: what fails is of type t
		sub := valType{heap: pick(r, f.m.heapsBelow(t.heap)), null: t.null && chance(r, 0.5)}
		f.block([]valType{t}, func() {
			f.expr(t)
			f.op(op.BrOnCastFail)
			f.branchCast(0, t, sub)
			f.absorb([]valType{sub})
			f.statements(r.IntN(2))
			f.expr(t)
		})
	}
	return true
}

// branchCast appends the immediates of br_on_cast.
func (f *function) branchCast(level int, from, to valType) {
	flags := byte(0)
	if from.null {
		flags |= 1
	}
	if to.null {
		flags |= 2
	}
	f.byte(flags)
	f.u(level)
	f.heap(f.m, from.heap)
	f.heap(f.m, to.heap)
}

// walk appends a loop that makes a list, and one that follows it with a cast at each step.
func (f *function) walk() {
	m := f.m
	any, node := refNull(hAny), heap(m.world.node)
	cur, at, counter := f.temp(any), f.temp(refNull(node)), f.temp(num(i32))
	f.expr(any)
	f.op(op.LocalSet, cur)
	f.i32(1 + m.r.IntN(6))
	f.op(op.LocalSet, counter)
	f.op(op.Loop)
	f.byte(0x40)
	f.nested(label{hidden: true}, func() {
		f.op(op.LocalGet, counter)
		f.op(op.LocalGet, at)
		f.op(op.LocalGet, cur)
		f.op(op.StructNew, m.typeIndex(m.world.node))
		f.op(op.LocalTee, at)
		f.op(op.LocalSet, cur)
		if chance(m.r, 0.5) {
			f.statements(1)
		}
		f.repeat(counter)
	})
	f.i32(12)
	f.op(op.LocalSet, counter)
	f.block([]valType{any}, func() {
		f.op(op.Loop)
		f.byte(0x40)
		f.nested(label{hidden: true}, func() {
			f.op(op.LocalGet, cur)
			f.op(op.BrOnCastFail)
			f.branchCast(1, any, ref(node))
			f.op(op.LocalTee, at)
			f.op(op.StructGet, m.typeIndex(m.world.node), 0)
			f.seen(num(i32))
			f.op(op.LocalGet, at)
			f.op(op.StructGet, m.typeIndex(m.world.node), 1+m.r.IntN(2))
			f.op(op.LocalSet, cur)
			f.repeat(counter)
		})
		f.op(op.LocalGet, cur)
	})
	f.absorb([]valType{any})
}

// clause is what a try_table catches.
type clause struct {
	kind  byte // as in the file: catch, catch_ref, catch_all, catch_all_ref
	tag   int
	types []valType
}

func (f *function) clause() clause {
	c := clause{kind: byte(f.m.r.IntN(4))}
	if c.kind < 2 {
		c.tag = f.m.r.IntN(len(f.m.tags))
		c.types = slices.Clone(f.m.tags[c.tag].params)
	}
	if c.kind%2 == 1 {
		c.types = append(c.types, valType{heap: hExn, null: chance(f.m.r, 0.5)})
	}
	return c
}

// try appends a block with handlers.
func (f *function) try(results []valType) {
	if f.m.legacy {
		f.tryLegacy(results)
		return
	}
	clauses := make([]clause, f.m.r.IntN(4))
	for i := range clauses {
		clauses[i] = f.clause()
	}
	f.block(results, func() {
		f.handlers(clauses, clauses, results)
	})
}

// handlers appends blocks, one inside the other, with the try_table in the innermost. Behind each is what is done with what it catches.
func (f *function) handlers(left, all []clause, results []valType) {
	if len(left) == 0 {
		f.tryTable(all, results)
		f.op(op.Br, len(all))
		return
	}
	c := left[len(left)-1]
	f.block(c.types, func() { f.handlers(left[:len(left)-1], all, results) })
	f.absorb(c.types)
	f.statements(f.m.r.IntN(2))
	if chance(f.m.r, 0.1) {
		f.leave()
	} else {
		f.values(results)
	}
	f.op(op.Br, len(all)-len(left))
}

// tryTable appends the try_table inside the blocks of its clauses, the first of which is the innermost.
func (f *function) tryTable(clauses []clause, results []valType) {
	params := f.m.world.values(1)
	if chance(f.m.r, 0.8) {
		params = nil
	}
	f.values(params)
	f.op(op.TryTable)
	f.blockType(signature{params, results})
	var list []code
	for i, c := range clauses {
		var one code
		one.byte(c.kind)
		if c.kind < 2 {
			one.u(c.tag)
		}
		level := i
		same := func(types []valType) bool { return slices.EqualFunc(c.types, types, f.m.matches) }
		if others := f.open(same); len(others) > 0 && chance(f.m.r, 0.2) {
			level = pick(f.m.r, others)
		}
		one.u(level)
		list = append(list, one)
	}
	f.counted(list)
	f.nested(label{types: results}, func() {
		f.absorb(params)
		f.risky()
		f.arm(results)
	})
}

// tryLegacy appends a try with its handlers behind, or one that hands on.
func (f *function) tryLegacy(results []valType) {
	m := f.m
	params := m.world.values(1)
	if chance(m.r, 0.8) {
		params = nil
	}
	f.values(params)
	f.op(op.Try)
	f.blockType(signature{params, results})
	f.labels = append(f.labels, label{types: results})
	f.absorb(params)
	f.risky()
	f.arm(results)
	f.labels = f.labels[:len(f.labels)-1]
	if chance(m.r, 0.3) {
		f.op(op.Delegate, m.r.IntN(len(f.labels)))
		return
	}
	handler := func(caught []valType) {
		f.labels = append(f.labels, label{types: results, caught: true})
		f.absorb(caught)
		f.arm(results)
		f.labels = f.labels[:len(f.labels)-1]
	}
	for range m.r.IntN(3) {
		t := m.r.IntN(len(m.tags))
		f.op(op.Catch, t)
		handler(m.tags[t].params)
	}
	if chance(m.r, 0.5) {
		f.op(op.CatchAll)
		handler(nil)
	}
	f.op(op.End)
}

// risky appends a few statements that may throw, into locals that a handler sees unchanged.
func (f *function) risky() {
	for range f.m.r.IntN(3) {
		v := f.findLocal(func(t valType) bool { return true })
		if v >= 0 && f.budget > 0 && f.call(f.locals[v]) {
			f.op(op.LocalSet, v)
		}
		if chance(f.m.r, 0.3) {
			f.condition()
			f.op(op.If)
			f.byte(0x40)
			f.nested(label{}, f.throw)
		}
	}
}

// throw appends a throw of one of the tags, by the module or by the host.
func (f *function) throw() {
	t := f.m.r.IntN(len(f.m.tags))
	if !f.m.legacy && chance(f.m.r, 0.3) {
		if e := f.localOf(refNull(hExn)); e >= 0 {
			f.op(op.LocalGet, e)
			f.op(op.ThrowRef)
			return
		}
	}
	f.values(f.m.tags[t].params)
	f.op(op.Throw, t)
}

// throwSimple is throw with values that take no calls.
func (f *function) throwSimple() {
	t := f.m.r.IntN(len(f.m.tags))
	for _, v := range f.m.tags[t].params {
		f.simple(v)
	}
	f.op(op.Throw, t)
}

// rethrow appends a rethrow inside a handler, if there is one around.
func (f *function) rethrow() bool {
	var levels []int
	for i, l := range f.labels {
		if l.caught {
			levels = append(levels, len(f.labels)-1-i)
		}
	}
	if levels == nil {
		return false
	}
	f.op(op.Rethrow, pick(f.m.r, levels))
	return true
}
