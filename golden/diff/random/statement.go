package random

import (
	"github.com/wasm2go/wasm2go/compiler/op"
)

// statements appends n statements, or fewer when the budget is used up.
func (f *function) statements(n int) {
	f.depth++
	defer func() { f.depth-- }()
	for range n {
		if f.budget <= 0 || f.depth > maxDepth {
			return
		}
		f.statement()
	}
}

func (f *function) statement() {
	f.budget--
	r := f.m.r
	if f.hot {
		f.hotStatement()
		return
	}
	if f.m.features.Vectors && chance(r, 0.35) {
		f.vectorStatement()
		return
	}
	switch n := r.IntN(100); {
	case n < 18:
		f.assign()
	case n < 38:
		f.store()
	case n < 48:
		f.blockStatement()
	case n < 53:
		f.branchIf()
	case n < 58:
		f.switchStatement()
	case n < 66:
		f.callStatement()
	case n < 70:
		t := pick(r, numeric)
		f.expr(t)
		f.log(t)
	case n < 75:
		f.bulk()
	case n < 81:
		f.tableStatement()
	case n < 83:
		f.point()
	case n < 86:
		f.based()
	case n < 88:
		f.deep()
	case n < 90:
		t := pick(r, numeric)
		f.expr(t)
		f.op(op.Drop)
	case n < 91:
		f.op(op.Nop)
	case n < 92:
		f.steps()
	case n < 94 && len(f.labels) < 20:
		f.nest()
	default:
		f.globalSet()
	}
}

// assign sets a local, or several: some of them at once.
func (f *function) assign() {
	r := f.m.r
	types := f.m.valueTypes(1)
	if chance(r, 0.15) {
		types = f.m.valueTypes(2 + r.IntN(3))
	}
	if chance(r, 0.05) {
		types = []byte{pick(r, []byte{funcref, externref})}
		f.expr(types[0])
		f.op(op.LocalSet, f.local(types[0], false))
		return
	}
	f.values(types)
	f.absorb(types)
}

func (f *function) globalSet() {
	t := pick(f.m.r, append([]byte{funcref}, numeric...))
	if g, ok := f.m.anyGlobal(t, true); ok {
		f.expr(t)
		f.op(op.GlobalSet, g)
	}
}

// deep appends a sum of many waiting operands, which have to be evaluated in their order.
func (f *function) deep() {
	r := f.m.r
	t := pick(r, numeric)
	n := 2 + r.IntN(8)
	if chance(r, 0.1) {
		n = 50 + r.IntN(200)
	}
	for range n {
		f.expr(t)
	}
	for range n - 1 {
		f.op(pick(r, operators[t]))
	}
	if isFloat(t) {
		f.canonical(t)
	}
	if v, ok := f.anyLocal(t); ok {
		f.op(op.LocalSet, v)
		return
	}
	f.log(t)
}

// nest appends blocks many levels deep, with a branch out of the innermost.
func (f *function) nest() {
	n := 2 + f.m.r.IntN(12)
	types := f.fewTypes()
	for range n {
		f.op(op.Block)
		f.blockType(signature{nil, types})
		f.labels = append(f.labels, label{types: types})
	}
	f.statements(1)
	f.branchIf()
	f.values(types)
	for range n {
		f.labels = f.labels[:len(f.labels)-1]
		f.op(op.End)
		if len(types) > 0 && chance(f.m.r, 0.3) {
			f.absorb(types)
			f.values(types)
		}
	}
	f.absorb(types)
}
