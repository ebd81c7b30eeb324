package typed

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/op"
)

const maxDepth = 8

// expr appends an expression of type t.
func (f *function) expr(t valType) {
	f.budget--
	f.depth++
	defer func() { f.depth-- }()
	if t.heap == hExn && t.isRef() && !t.null {
		f.caught(t)
		return
	}
	if f.budget <= 0 || f.depth > maxDepth {
		f.leaf(t)
		return
	}
	ways := []func(valType) bool{f.fromLocal, f.fromLocal, f.fromGlobal, f.call, f.call, f.callLater, f.selected, f.enclosed, f.enclosed, f.fromField, f.fromField}
	if t.isRef() {
		ways = append(ways, f.made, f.made, f.made, f.cast, f.cast, f.branchedOn, f.branchedOn, f.fromTable, f.asNonNull, f.converted)
	} else {
		ways = append(ways, f.computed, f.computed, f.computed, f.asked, f.asked)
	}
	for range 6 {
		if pick(f.m.r, ways)(t) {
			return
		}
	}
	f.leaf(t)
}

// leaf appends a small expression.
func (f *function) leaf(t valType) {
	if f.m.r.IntN(3) == 0 || !f.fromLocal(t) {
		f.simple(t)
	}
}

func (f *function) fromLocal(t valType) bool {
	v := f.localOf(t)
	if v < 0 {
		return false
	}
	f.op(op.LocalGet, v)
	return true
}

func (f *function) fromGlobal(t valType) bool {
	g := f.globalWhere(func(g global) bool { return f.m.matches(g.typ, t) })
	if g < 0 {
		return false
	}
	f.op(op.GlobalGet, g)
	return true
}

// simple appends an expression that a constant may be, too.
func (f *function) simple(t valType) { f.m.simple(&f.code, t) }

func (m *module) simple(c *code, t valType) {
	r := m.r
	switch {
	case !t.isRef():
		c.number(t.num, pick(r, []int64{0, 1, 2, 3, -1, -128, 127, 255, 1 << 30, -1 << 30, int64(r.IntN(1 << 16))}))
	case t.null && (t.heap == hExn || t.heap == hNone || chance(r, 0.3)):
		c.op(op.RefNull)
		c.heap(m, t.heap)
	default:
		m.constructed(c, t)
	}
}

// constructed appends a constant of type t that is not null, or null where no function is of the type.
func (m *module) constructed(c *code, t valType) {
	r := m.r
	switch t.heap {
	case hAny, hEq, hI31:
		c.i32(pick(r, []int{0, 1, -1, 1 << 30, 1<<30 - 1, -1 << 30, 12345}))
		c.op(op.RefI31)
	case hStruct:
		m.newStruct(c, 0)
	case hArray:
		c.op(op.ArrayNewFixed, m.typeIndex(m.arrayOf(num(i32), i8)), 0)
	case hExtern:
		c.i32(r.IntN(100))
		c.op(op.RefI31)
		c.op(op.ExternConvertAny)
	default:
		switch {
		case t.heap >= 0 && m.types[t.heap].form == formStruct:
			m.newStruct(c, int(t.heap))
		case t.heap >= 0 && m.types[t.heap].form == formArray:
			e := m.types[t.heap].fields[0].typ
			n := r.IntN(4)
			for range n {
				m.simple(c, e)
			}
			c.op(op.ArrayNewFixed, m.typeIndex(int(t.heap)), n)
		default:
			m.reference(c, t)
		}
	}
}

func (m *module) newStruct(c *code, id int) {
	for _, f := range m.types[id].fields {
		m.simple(c, f.typ)
	}
	c.op(op.StructNew, m.typeIndex(id))
}

// reference appends ref.func.
func (m *module) reference(c *code, t valType) {
	start := m.imported
	var fitting []int
	for i := start; i < m.initIndex(); i++ {
		if m.below(heap(m.funcs[i].typ), t.heap) {
			fitting = append(fitting, i)
		}
	}
	if fitting == nil {
		c.op(op.RefNull)
		c.heap(m, t.heap)
		return
	}
	c.op(op.RefFunc, pick(m.r, fitting))
}

// arrayOf is the first array type of such elements.
func (m *module) arrayOf(t valType, packed byte) int {
	return slices.IndexFunc(m.types, func(a typ) bool {
		return a.form == formArray && a.fields[0].typ == t && a.fields[0].packed == packed
	})
}

// call appends a call with the result t, of any kind.
func (f *function) call(t valType) bool {
	return f.callWith(func(results []valType) bool { return len(results) == 1 && f.m.matches(results[0], t) }, false)
}

// tailCall appends one whose results are the function's own.
func (f *function) tailCall() bool {
	return f.callWith(func(results []valType) bool {
		return slices.EqualFunc(results, f.sig.results, f.m.matches)
	}, true)
}

// callWith appends a call of a function whose results fit.
func (f *function) callWith(fits func(results []valType) bool, tail bool) bool {
	m := f.m
	var fitting []int
	for i := range m.funcs {
		if own := i < len(hostFuncs) || i >= m.initIndex(); own && i != callCatch || i == callCatch && tail {
			continue
		}
		if fits(m.types[m.funcs[i].typ].sig.results) {
			fitting = append(fitting, i)
		}
	}
	if fitting == nil {
		return false
	}
	f.callOf(pick(m.r, fitting), tail)
	return true
}

// callOf appends a call of function i: direct, by a reference, or by a table.
func (f *function) callOf(i int, tail bool) {
	m := f.m
	id := m.funcs[i].typ
	f.values(m.types[id].sig.params)
	choose := func(call, tailCall op.Op) op.Op {
		if tail {
			return tailCall
		}
		return call
	}
	switch n := m.r.IntN(10); {
	case n < 3 && i >= len(hostFuncs):
		// By a supertype that has the same parameters and results, or by the type itself.
		if chance(m.r, 0.5) || !f.reads(refNull(heap(id))) {
			f.op(op.RefFunc, i)
		}
		f.op(choose(op.CallRef, op.ReturnCallRef), m.typeIndex(f.callable(id)))
	case n < 5 && i >= len(hostFuncs):
		f.i32(m.funcs[i].slot)
		f.op(choose(op.CallIndirect, op.ReturnCallIndirect), m.typeIndex(f.callable(id)), mainTable)
	default:
		f.op(choose(op.Call, op.ReturnCall), i)
	}
}

// callLater appends a call of a function of a module behind this one, by the table.
func (f *function) callLater(t valType) bool {
	m := f.m
	var fitting []int
	for j, id := range m.world.funcs {
		if s := m.types[id].sig; len(s.results) == 1 && m.matches(s.results[0], t) {
			fitting = append(fitting, j)
		}
	}
	if fitting == nil || m.number == m.last {
		return false
	}
	j := pick(m.r, fitting)
	id := m.world.funcs[j]
	f.values(m.types[id].sig.params)
	f.i32(slots*(m.number+1+m.r.IntN(m.last-m.number)) + j)
	f.op(op.CallIndirect, m.typeIndex(f.callable(id)), mainTable)
	return true
}

// callable is a type under which a function of another may be called with the same operands: itself, or a supertype.
func (f *function) callable(id int) int {
	t := f.m.types[id]
	if t.super >= 0 && t.sig.equal(f.m.types[t.super].sig) && chance(f.m.r, 0.7) {
		return t.super
	}
	return id
}

// reads appends a local or a global of type t, if there is one.
func (f *function) reads(t valType) bool {
	return chance(f.m.r, f.m.wild) && (f.fromLocal(t) || f.fromGlobal(t))
}

func (f *function) selected(t valType) bool {
	f.expr(t)
	f.expr(t)
	f.condition()
	f.op(op.SelectT, 1)
	f.val(f.m, t)
	return true
}

func (f *function) condition() {
	if v := f.localOf(num(i32)); v >= 0 && chance(f.m.r, 0.7) {
		f.op(op.LocalGet, v)
		if chance(f.m.r, 0.4) {
			f.i32(f.m.r.IntN(4))
			f.op(pick(f.m.r, []op.Op{op.I32And, op.I32LtS, op.I32Eq}))
		}
		return
	}
	f.expr(num(i32))
}

// enclosed appends a block, loop, if or try that leaves a value of type t.
func (f *function) enclosed(t valType) bool {
	f.compound([]valType{t})
	return true
}

var arithmetic = map[byte][]op.Op{
	i32: {op.I32Add, op.I32Sub, op.I32Mul, op.I32And, op.I32Xor, op.I32Shl, op.I32ShrS, op.I32LtS, op.I32Eq},
	i64: {op.I64Add, op.I64Sub, op.I64Mul, op.I64Or, op.I64Xor, op.I64ShrU, op.I64Rotl},
	f32: {op.F32Add, op.F32Sub, op.F32Mul, op.F32Min},
	f64: {op.F64Add, op.F64Sub, op.F64Mul, op.F64Max},
}

func (f *function) computed(t valType) bool {
	f.expr(t)
	f.expr(t)
	f.op(pick(f.m.r, arithmetic[t.num]))
	return true
}

// asked appends what tells something of a reference, or a conversion.
func (f *function) asked(t valType) bool {
	r := f.m.r
	if t.num != i32 {
		f.expr(num(i32))
		f.op(map[byte]op.Op{i64: op.I64ExtendI32S, f32: op.F32ConvertI32S, f64: op.F64ConvertI32U}[t.num])
		return true
	}
	switch r.IntN(6) {
	case 0:
		f.expr(f.m.world.reference())
		f.op(op.RefIsNull)
	case 1:
		f.expr(refNull(hEq))
		f.expr(refNull(pick(r, f.m.heapsBelow(hEq))))
		f.op(op.RefEq)
	case 2, 3:
		return f.test()
	case 4:
		f.careful(refNull(hI31))
		f.op(pick(r, []op.Op{op.I31GetS, op.I31GetU}))
	case 5:
		f.careful(refNull(hArray))
		f.op(op.ArrayLen)
	}
	return true
}

// careful appends a reference that is seldom null, though its type may say that it could be.
func (f *function) careful(t valType) {
	if chance(f.m.r, f.m.wild) {
		f.expr(t)
	} else {
		f.expr(t.nonNull())
	}
}

func (f *function) test() bool {
	s, t := f.related()
	f.expr(s)
	f.op(pick(f.m.r, []op.Op{op.RefTest, op.RefTestNull}))
	f.heap(f.m, t.heap)
	return true
}

// related are a type of references and one below it.
func (f *function) related() (sup, sub valType) {
	m := f.m
	sub = m.world.reference()
	for sub.heap == hExn {
		sub = m.world.reference()
	}
	sup = refNull(m.above(sub.heap))
	return sup, sub
}
