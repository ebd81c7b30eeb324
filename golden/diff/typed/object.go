package typed

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// made appends what makes a new value of type t.
func (f *function) made(t valType) bool {
	m, r := f.m, f.m.r
	h := t.heap
	if h == hExn {
		return f.caught(t)
	}
	if chance(r, 0.5) {
		h = pick(r, m.heapsBelow(h))
	}
	if h < 0 || m.types[h].form == formFunc {
		m.constructed(&f.code, valType{heap: h})
		return t.null || h < 0 || f.ensured(h)
	}
	id := int(h)
	if m.types[id].form == formStruct {
		f.madeStruct(id)
	} else {
		f.madeArray(id)
	}
	return true
}

// ensured makes a reference to a function of a type one without null. No value was appended if there is no function of the type.
func (f *function) ensured(heap) bool {
	f.op(op.RefAsNonNull)
	return true
}

// caught appends an exception of any kind that has been thrown here. Modules with the older instructions have null alone.
func (f *function) caught(t valType) bool {
	if f.m.legacy {
		return false
	}
	f.block([]valType{t}, func() {
		f.op(op.TryTable)
		f.byte(0x40, 1, 3, 0) // catch_all_ref to the block
		f.nested(label{}, func() {
			f.risky()
			f.statements(f.m.r.IntN(2))
			f.throw()
		})
		f.op(op.Unreachable)
	})
	return true
}

func (f *function) madeStruct(id int) {
	fields := f.m.types[id].fields
	if !slices.ContainsFunc(fields, func(d field) bool { return d.typ.isRef() && !d.typ.null }) && chance(f.m.r, 0.3) {
		f.op(op.StructNewDefault, f.m.typeIndex(id))
		return
	}
	for _, d := range fields {
		f.expr(d.typ)
	}
	f.op(op.StructNew, f.m.typeIndex(id))
}

// madeArray appends an array of at most some 40 elements.
func (f *function) madeArray(id int) {
	m, r := f.m, f.m.r
	e := m.types[id].fields[0].typ
	x := m.typeIndex(id)
	switch n := r.IntN(6); {
	case n == 0:
		f.expr(e)
		f.length(40)
		f.op(op.ArrayNew, x)
	case n == 1 && (!e.isRef() || e.null):
		f.length(40)
		f.op(op.ArrayNewDefault, x)
	case n < 4 && !e.isRef():
		d := r.IntN(len(m.datas))
		f.index(m.datas[d] / 2)
		f.number(m.datas[d] / 16)
		f.op(op.ArrayNewData, x, d)
	case n < 4 && m.elemFor(e) >= 0:
		f.index(4)
		f.number(4)
		f.op(op.ArrayNewElem, x, m.elemFor(e))
	default:
		k := r.IntN(5)
		for range k {
			f.expr(e)
		}
		f.op(op.ArrayNewFixed, x, k)
	}
}

// elemFor is an element segment whose elements are of type t, -1 for none.
func (m *module) elemFor(t valType) int {
	return slices.IndexFunc(m.elems, func(e valType) bool { return m.matches(e, t) })
}

// length appends a number of elements.
func (f *function) length(most int) {
	if chance(f.m.r, 0.5) {
		f.i32(f.m.r.IntN(most))
		return
	}
	f.expr(num(i32))
	f.i32(most)
	f.op(op.I32RemU)
}

// number appends how many elements a new array has of a segment, seldom more than most: not so many that the array itself would be too large,
// which is the first thing that V8 finds out.
func (f *function) number(most int) {
	f.index(most)
	f.i32(1<<16 - 1)
	f.op(op.I32And)
}

// index appends a number that is seldom more than most.
func (f *function) index(most int) {
	switch {
	case chance(f.m.r, f.m.wild):
		f.expr(num(i32))
	case chance(f.m.r, 0.5):
		f.i32(f.m.r.IntN(most + 1))
	default:
		f.expr(num(i32))
		f.i32(most + 1)
		f.op(op.I32RemU)
	}
}

// cast appends ref.cast to t of something that may be of the type, mostly is.
func (f *function) cast(t valType) bool {
	if t.heap == hExn {
		return false
	}
	s := refNull(f.m.above(t.heap))
	o := op.RefCast
	if t.null {
		o = op.RefCastNull
	}
	if chance(f.m.r, f.m.wild) {
		f.expr(s)
	} else {
		f.block([]valType{s}, func() { f.expr(t) }) // whose type hides what it is
	}
	f.op(o)
	f.heap(f.m, t.heap)
	return true
}

func (f *function) asNonNull(t valType) bool {
	if t.null {
		return false
	}
	if chance(f.m.r, f.m.wild) {
		f.expr(refNull(t.heap))
	} else {
		f.block([]valType{refNull(t.heap)}, func() { f.expr(t) })
	}
	f.op(op.RefAsNonNull)
	return true
}

// converted appends a reference that goes to or through the host's.
func (f *function) converted(t valType) bool {
	switch t.heap {
	case hAny:
		f.expr(valType{heap: hExtern, null: t.null})
		f.op(op.AnyConvertExtern)
	case hExtern:
		f.expr(valType{heap: hAny, null: t.null})
		f.op(op.ExternConvertAny)
	default:
		return false
	}
	return true
}

// A place is a field of a type, or its elements.
type place struct {
	id, field int
	field0    field
}

// places are the fields that fit.
func (m *module) places(fits func(field) bool) (list []place) {
	for i, t := range m.types {
		for k, d := range t.fields {
			if fits(d) {
				list = append(list, place{i, k, d})
			}
		}
	}
	return list
}

// fromField appends a field or an element.
func (f *function) fromField(t valType) bool {
	m := f.m
	list := m.places(func(d field) bool { return m.matches(d.typ, t) })
	if len(list) == 0 {
		return false
	}
	p := pick(m.r, list)
	choose := func(plain, signed, unsigned op.Op) op.Op {
		if p.field0.packed == 0 {
			return plain
		}
		return pick(m.r, []op.Op{signed, unsigned})
	}
	f.careful(refNull(heap(p.id)))
	if m.types[p.id].form == formStruct {
		f.op(choose(op.StructGet, op.StructGetS, op.StructGetU), m.typeIndex(p.id), p.field)
		return true
	}
	// The element at an index below the length, unless that is 0.
	a := f.temp(refNull(heap(p.id)))
	f.op(op.LocalSet, a)
	f.block([]valType{t}, func() {
		f.empty(a)
		f.op(op.If)
		f.byte(0x40)
		f.nested(label{}, func() {
			f.leaf(t)
			f.op(op.Br, 1)
		})
		f.op(op.LocalGet, a)
		f.element(a)
		f.op(choose(op.ArrayGet, op.ArrayGetS, op.ArrayGetU), m.typeIndex(p.id))
	})
	return true
}

// empty appends whether the array in local a has no elements.
func (f *function) empty(a int) {
	f.op(op.LocalGet, a)
	f.op(op.ArrayLen)
	f.op(op.I32Eqz)
}

// element appends an index of the array in local a, which must have elements.
func (f *function) element(a int) {
	if chance(f.m.r, f.m.wild) {
		f.expr(num(i32))
		return
	}
	f.leaf(num(i32))
	f.op(op.LocalGet, a)
	f.op(op.ArrayLen)
	f.op(op.I32RemU)
}

func (f *function) fromTable(t valType) bool {
	for i, table := range f.m.tables {
		if f.m.matches(table.elem, t) {
			f.index(table.size - 1)
			f.op(op.TableGet, i)
			return true
		}
	}
	return false
}

// change appends a statement that changes an object, a table, a global or memory.
func (f *function) change() {
	m, r := f.m, f.m.r
	switch r.IntN(10) {
	case 0, 1:
		g := f.globalWhere(func(g global) bool { return g.mutable })
		if g >= 0 {
			f.expr(m.globals[g].typ)
			f.op(op.GlobalSet, g)
		}
	case 2:
		k := 1 + r.IntN(2)
		f.index(m.tables[k].size - 1)
		f.expr(m.tables[k].elem)
		f.op(op.TableSet, k)
	case 3:
		f.index(1000)
		f.expr(num(i32))
		f.op(pick(r, []op.Op{op.I32Store, op.I32Store8}))
		f.byte(0)
		f.u(r.IntN(100))
	case 4, 5, 6:
		p := pick(r, m.places(func(d field) bool { return d.mutable }))
		if m.types[p.id].form == formStruct {
			f.careful(refNull(heap(p.id)))
			f.expr(p.field0.typ)
			f.op(op.StructSet, m.typeIndex(p.id), p.field)
			return
		}
		f.changeArray(p)
	default:
		arrays := slices.DeleteFunc(m.places(func(d field) bool { return d.mutable }), func(p place) bool { return m.types[p.id].form != formArray })
		f.changeArray(pick(r, arrays))
	}
}

// changeArray appends a statement that changes elements. The ranges of a copy often overlap.
func (f *function) changeArray(p place) {
	m, r := f.m, f.m.r
	x, e := m.typeIndex(p.id), p.field0.typ
	a := f.temp(refNull(heap(p.id)))
	f.careful(refNull(heap(p.id)))
	f.op(op.LocalSet, a)
	f.block(nil, func() {
		f.empty(a)
		f.op(op.BrIf, 0)
		f.op(op.LocalGet, a)
		switch n := r.IntN(6); {
		case n == 0:
			f.element(a)
			f.expr(e)
			f.op(op.ArraySet, x)
		case n == 1:
			f.start(a)
			f.expr(e)
			f.half(a)
			f.op(op.ArrayFill, x)
		case n == 2 && !e.isRef():
			d := r.IntN(len(m.datas))
			f.start(a)
			f.index(m.datas[d] / 2)
			f.few(a, m.datas[d]/16)
			f.op(op.ArrayInitData, x, d)
		case n == 2 && m.elemFor(e) >= 0:
			f.start(a)
			f.index(4)
			f.few(a, 4)
			f.op(op.ArrayInitElem, x, m.elemFor(e))
		default:
			f.start(a)
			f.op(op.LocalGet, a)
			f.start(a)
			f.half(a)
			f.op(op.ArrayCopy, x, m.typeIndex(p.id))
		}
	})
}

// start appends an index in the first half of the array in local a; half the half of its length, so that the range is inside. With few it
// also is no more than most.
func (f *function) start(a int) {
	f.leaf(num(i32))
	f.half(a)
	f.i32(1)
	f.op(op.I32Add)
	f.op(op.I32RemU)
}

func (f *function) half(a int) {
	if chance(f.m.r, f.m.wild) {
		f.expr(num(i32))
		return
	}
	f.op(op.LocalGet, a)
	f.op(op.ArrayLen)
	f.i32(1)
	f.op(op.I32ShrU)
}

func (f *function) few(a, most int) {
	n := f.temp(num(i32))
	f.half(a)
	f.op(op.LocalTee, n)
	f.i32(most)
	f.op(op.LocalGet, n)
	f.i32(most)
	f.op(op.I32LtU)
	f.op(op.Select)
}

// statements appends n of them.
func (f *function) statements(n int) {
	for range n {
		f.statement()
	}
}

func (f *function) statement() {
	f.budget--
	if f.budget <= 0 {
		return
	}
	f.depth++
	defer func() { f.depth-- }()
	m, r := f.m, f.m.r
	switch n := r.IntN(20); {
	case n < 4:
		t := m.value()
		f.expr(t)
		f.absorb([]valType{t})
	case n < 8:
		f.change()
	case n < 10:
		f.callStatement()
	case n < 14 && f.depth < 5:
		results := m.world.values(2)
		f.compound(results)
		f.absorb(results)
	case n < 15:
		f.branch()
	case n < 16:
		f.walk()
	case n < 17:
		v := f.findLocal(func(valType) bool { return true })
		f.expr(f.locals[v])
		f.op(op.LocalSet, v)
	default:
		t := m.value()
		f.expr(t)
		f.seen(t)
	}
}

// callStatement appends a call of any function, or of the host's that throw and call.
func (f *function) callStatement() {
	m, r := f.m, f.m.r
	switch n := r.IntN(10); {
	case n < 1:
		f.condition()
		f.op(op.If)
		f.byte(0x40)
		f.nested(label{}, func() {
			f.expr(num(i32))
			f.op(op.Call, hostThrow)
		})
	case n < 2:
		f.expr(refNull(hFunc))
		f.i32(0)
		f.op(op.Call, callRef)
	default:
		i := len(hostFuncs) + r.IntN(m.initIndex()-len(hostFuncs))
		f.callOf(i, false)
		f.absorb(m.types[m.funcs[i].typ].sig.results)
	}
}

// branch appends a conditional branch to a label around.
func (f *function) branch() {
	m, r := f.m, f.m.r
	to := pick(r, f.open(func([]valType) bool { return true }))
	types := f.typesAt(to)
	switch r.IntN(3) {
	case 0:
		f.values(types)
		f.condition()
		f.op(op.BrIf, to)
		f.absorb(types)
	case 1:
		t := m.world.reference()
		f.values(types)
		f.expr(refNull(t.heap))
		f.op(op.BrOnNull, to)
		f.absorb(append(slices.Clone(types), ref(t.heap)))
	case 2:
		if len(types) == 0 || !types[len(types)-1].isRef() || types[len(types)-1].heap == hExn {
			return
		}
		t := types[len(types)-1]
		s := refNull(m.above(t.heap))
		f.values(types[:len(types)-1])
		f.expr(s)
		f.op(op.BrOnCast)
		f.branchCast(to, s, t)
		if t.null {
			s.null = false
		}
		f.absorb(append(slices.Clone(types[:len(types)-1]), s))
	}
}
