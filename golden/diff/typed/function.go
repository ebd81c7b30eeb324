package typed

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// function is a body under construction. Every method that appends an expression leaves one value, every one that appends a statement
// none.
type function struct {
	code
	m      *module
	sig    signature
	locals []valType // parameters first
	hidden []bool    // locals that only their makers use
	labels []label
	budget int // how many more expressions and statements to make, roughly
	depth  int
}

// A label is where a branch can go, with values of its types.
type label struct {
	types  []valType
	hidden bool // a loop that only its maker repeats
	caught bool // the handler of a try of the older kind: rethrow may name it
}

// body makes the body of function i.
func (m *module) body(i int) code {
	f := &function{m: m, sig: m.types[m.funcs[i].typ].sig, budget: 30 + m.r.IntN(120)}
	f.locals = slices.Clone(f.sig.params)
	f.hidden = make([]bool, len(f.locals))
	f.labels = []label{{types: f.sig.results}}
	f.burn()
	for range 2 + m.r.IntN(5) {
		t := m.value()
		v := f.local(t, false)
		if !t.isRef() || t.null && chance(m.r, 0.3) {
			continue
		}
		f.simple(t)
		f.op(op.LocalSet, v)
	}
	f.local(num(i32), false)
	f.statements(2 + f.budget/10)
	if !chance(m.r, 0.2) || !f.tailCall() {
		f.values(f.sig.results)
	}
	f.op(op.End)
	return append(f.declarations(), f.code...)
}

// local makes a local.
func (f *function) local(t valType, hidden bool) int {
	f.locals = append(f.locals, t)
	f.hidden = append(f.hidden, hidden)
	return len(f.locals) - 1
}

// temp makes a local that only its maker uses.
func (f *function) temp(t valType) int { return f.local(t, true) }

func (f *function) declarations() (c code) {
	declared := f.locals[len(f.sig.params):]
	c.u(len(declared))
	for _, t := range declared {
		c.u(1)
		c.val(f.m, t)
	}
	return c
}

// burn uses fuel. Where there is none the function returns, throws or traps.
func (f *function) burn() {
	f.op(op.GlobalGet, fuelGlobal)
	f.op(op.I32Eqz)
	f.op(op.If)
	f.byte(0x40)
	switch n := f.m.r.IntN(40); {
	case n == 0:
		f.op(op.Unreachable)
	case n < 8:
		f.throwSimple()
	default:
		for _, t := range f.sig.results {
			f.simple(t)
		}
		f.op(op.Return)
	}
	f.op(op.End)
	f.op(op.GlobalGet, fuelGlobal)
	f.i32(1)
	f.op(op.I32Sub)
	f.op(op.GlobalSet, fuelGlobal)
}

// values appends an expression for each type.
func (f *function) values(types []valType) {
	for _, t := range types {
		f.expr(t)
	}
}

// absorb takes values from the stack: into locals as far as there are any, or to where they are seen.
func (f *function) absorb(types []valType) {
	for _, t := range slices.Backward(types) {
		v := f.localFor(t)
		switch {
		case v >= 0 && chance(f.m.r, 0.6):
			f.op(op.LocalSet, v)
		case chance(f.m.r, 0.6):
			f.seen(t)
		default:
			f.op(op.Drop)
		}
	}
}

// seen passes the value on the stack to the host.
func (f *function) seen(t valType) { f.m.seen(&f.code, t) }

// seen appends what shows the value on the stack.
func (m *module) seen(c *code, t valType) {
	if !t.isRef() {
		c.op(op.Call, slices.Index(numbers, t))
		return
	}
	switch m.top(t.heap) {
	case hFunc:
		c.op(op.Call, logFunc)
	case hExtern:
		c.op(op.Call, logExtern)
	case hExn:
		c.op(op.RefIsNull)
		c.op(op.Call, 0)
	default:
		c.i32(depth)
		c.op(op.Call, m.showIndex())
	}
}

// localFor finds a local that can hold a value of type t, -1 for none.
func (f *function) localFor(t valType) int {
	return f.findLocal(func(v valType) bool { return f.m.matches(t, v) })
}

// localOf finds a local whose value is of type t, -1 for none.
func (f *function) localOf(t valType) int {
	return f.findLocal(func(v valType) bool { return f.m.matches(v, t) })
}

func (f *function) findLocal(fits func(valType) bool) int {
	start := f.m.r.IntN(len(f.locals) + 1)
	for i := range f.locals {
		k := (start + i) % len(f.locals)
		if !f.hidden[k] && fits(f.locals[k]) {
			return k
		}
	}
	return -1
}

// globalWhere finds a global, -1 for none.
func (f *function) globalWhere(fits func(global) bool) int {
	start := f.m.r.IntN(len(f.m.globals))
	for i := range f.m.globals {
		k := (start + i) % len(f.m.globals)
		if k > showGlobal && fits(f.m.globals[k]) {
			return k
		}
	}
	return -1
}

// blockType appends the type of a block.
func (f *function) blockType(s signature) {
	switch {
	case len(s.params) == 0 && len(s.results) == 0:
		f.byte(0x40)
	case len(s.params) == 0 && len(s.results) == 1:
		f.val(f.m, s.results[0])
	default:
		f.s(int64(f.m.typeIndex(f.m.sigType(s))))
	}
}

// nested runs write inside a block that has begun, and ends it.
func (f *function) nested(l label, write func()) {
	f.labels = append(f.labels, l)
	write()
	f.labels = f.labels[:len(f.labels)-1]
	f.op(op.End)
}

// block appends a block without parameters.
func (f *function) block(results []valType, write func()) {
	f.op(op.Block)
	f.blockType(signature{nil, results})
	f.nested(label{types: results}, write)
}

// open lists the labels that any branch may go to whose types fit, as numbers of levels.
func (f *function) open(fits func(types []valType) bool) (levels []int) {
	for i, l := range f.labels {
		if !l.hidden && fits(l.types) {
			levels = append(levels, len(f.labels)-1-i)
		}
	}
	return levels
}

func (f *function) typesAt(level int) []valType { return f.labels[len(f.labels)-1-level].types }
