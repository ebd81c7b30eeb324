package random

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// tableIndex appends an index into table k, of n elements.
func (f *function) tableIndex(k int, n uint64) {
	r, t := f.m.r, f.m.tables[k]
	if chance(r, f.m.wild) {
		f.code.address(t.index, pick(r, []uint64{t.min, t.max, t.min - n, t.min - n + 1, 1<<32 - 1, 1 << 31}))
		return
	}
	if n == 1 && chance(r, 0.4) {
		f.masked(t.index, t.min-1)
		return
	}
	f.code.address(t.index, pick(r, []uint64{0, t.min - n, (t.min - n) / 2, min(t.min-n, 1)}))
}

func (f *function) tableGet(t byte) {
	k := 2
	if t == funcref {
		k = f.m.r.IntN(2)
	}
	f.tableIndex(k, 1)
	f.op(op.TableGet, uint64(k))
}

// tableSize appends table.size or table.grow.
func (f *function) tableSize(t byte) bool {
	k := f.m.r.IntN(len(f.m.tables))
	tab := f.m.tables[k]
	if tab.index != t {
		return false
	}
	if k == 0 || chance(f.m.r, 0.5) {
		f.op(op.TableSize, uint64(k))
		return true
	}
	f.expr(tab.elem)
	f.code.address(t, pick(f.m.r, []uint64{0, 1, 2, 3, 100, 1<<32 - 1}))
	f.op(op.TableGrow, uint64(k))
	return true
}

// tableStatement appends what changes a table, but not table 0.
func (f *function) tableStatement() {
	r := f.m.r
	k := 1 + r.IntN(2)
	t := f.m.tables[k]
	n := uint64(r.IntN(4))
	switch r.IntN(6) {
	case 0, 1:
		f.tableIndex(k, 1)
		f.expr(t.elem)
		f.op(op.TableSet, uint64(k))
	case 2:
		f.tableIndex(k, n)
		f.expr(t.elem)
		f.code.address(t.index, n)
		f.op(op.TableFill, uint64(k))
	case 3:
		from := k
		if k == 1 {
			from = r.IntN(2)
		}
		f.tableIndex(k, n)
		f.tableIndex(from, n)
		index := t.index
		if f.m.tables[from].index == i32 {
			index = i32
		}
		f.code.address(index, n)
		f.op(op.TableCopy, uint64(k), uint64(from))
	case 4:
		segment := r.IntN(len(f.m.elems))
		n = min(n, uint64(f.m.elems[segment]))
		f.tableIndex(1, n)
		f.i32(int32(f.m.elems[segment]) - int32(n))
		f.i32(int32(n))
		f.op(op.TableInit, uint64(1+segment), 1)
	case 5:
		if chance(r, 0.2) {
			f.op(op.ElemDrop, uint64(1+r.IntN(len(f.m.elems))))
		}
	}
}

// callExpr appends a call whose first result is of type t; others are absorbed.
func (f *function) callExpr(t byte) bool {
	if f.recursion != nil {
		if f.recursion.calls == 0 || len(f.sig.results) == 0 || f.sig.results[0] != t {
			return false
		}
		f.callSelf()
		f.absorb(f.sig.results[1:])
		return true
	}
	callee, ok := f.m.anyFunc(func(s signature) bool { return len(s.results) > 0 && s.results[0] == t })
	if ok {
		f.call(callee)
		f.absorb(f.m.funcs[callee].results[1:])
	}
	return ok
}

func (f *function) callStatement() {
	if f.recursion != nil {
		if f.recursion.calls > 0 {
			f.callSelf()
			f.absorb(f.sig.results)
		}
		return
	}
	callee, _ := f.m.anyFunc(func(signature) bool { return true })
	f.call(callee)
	f.absorb(f.m.funcs[callee].results)
}

// anyFunc finds one of the functions that are made at random.
func (m *module) anyFunc(fits func(signature) bool) (int, bool) {
	callable := m.initIndex() - len(numeric) // behind those that log
	start := m.r.IntN(callable)
	for i := range callable {
		if k := len(numeric) + (start+i)%callable; fits(m.funcs[k]) {
			return k, true
		}
	}
	return 0, false
}

// inTable finds a function of a type in table 0, which has all of its owner.
func (m *module) inTable(s signature) (int, bool) {
	if m.owner != nil {
		return m.owner.inTable(s)
	}
	return m.anyFunc(func(t signature) bool { return t.equal(s) })
}

// call appends a direct or an indirect call of a function.
func (f *function) call(callee int) {
	s := f.m.funcs[callee]
	f.values(s.params)
	other, ok := f.m.inTable(s)
	if !ok || chance(f.m.r, 0.6) {
		f.op(op.Call, uint64(callee))
		return
	}
	k := f.calleeIndex(s, other)
	f.op(op.CallIndirect, f.m.typeIndex(s), uint64(k))
}

// tailCall appends a tail call, if there is a function with the same results.
func (f *function) tailCall() bool {
	callee, ok := f.m.anyFunc(func(s signature) bool { return slices.Equal(s.results, f.sig.results) })
	if !ok || f.recursion != nil {
		return false
	}
	s := f.m.funcs[callee]
	f.values(s.params)
	other, ok := f.m.inTable(s)
	if !ok || chance(f.m.r, 0.5) {
		f.op(op.ReturnCall, uint64(callee))
		return true
	}
	k := f.calleeIndex(s, other)
	f.op(op.ReturnCallIndirect, f.m.typeIndex(s), uint64(k))
	return true
}

// calleeIndex appends where a function of type s stands in a table, for example callee in table 0, and returns which table that is.
func (f *function) calleeIndex(s signature, callee int) (table int) {
	r := f.m.r
	if chance(r, f.m.wild) { // it may be null, of another type or not there
		table = r.IntN(2)
		if chance(r, 0.7) {
			f.masked(f.m.tables[table].index, 15)
		} else {
			f.expr(f.m.tables[table].index)
		}
		return table
	}
	other, _ := f.m.inTable(s)
	index := f.m.tables[0].index
	f.code.address(index, uint64(callee))
	if other != callee && chance(r, 0.5) {
		f.code.address(index, uint64(other))
		f.condition()
		f.op(op.Select)
	}
	return 0
}
