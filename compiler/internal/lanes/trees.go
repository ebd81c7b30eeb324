package lanes

import (
	"encoding/binary"
	"math"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// expr is what becomes of a tree whose value is wanted as it is.
func (t *taker) expr(x *ir.Expr) *ir.Expr {
	if x.Type == wasm.V128 && !x.IsCall() {
		return t.vector(x)
	}
	if y := t.reduced(x); y != nil {
		return y
	}
	for i, a := range x.Args {
		x.Args[i] = t.expr(a)
	}
	if x.Kind == ir.Apply {
		if v, of, ok := t.folded(x.Op, x.Args); ok {
			return t.constant(of, v)
		}
	}
	resize(x)
	return x
}

// resize counts anew what is in a tree and what it depends on.
func resize(x *ir.Expr) {
	own := ir.Effects(0)
	if x.Kind == ir.Apply && !op.Table[x.Op].Effect.Changes() {
		own = x.Effects & ir.EffectsOf(x.Op)
	}
	x.Size, x.Effects = 1, own
	for _, a := range x.Args {
		x.Size += a.Size
		x.Effects |= a.Effects
	}
}

// vector is a tree as a vector.
func (t *taker) vector(x *ir.Expr) *ir.Expr {
	if y := t.whole[x]; y != nil {
		return t.copy(y)
	}
	switch {
	case x.Kind == ir.Const, x.Kind == ir.Read && t.form(x.Var) == words:
		return x
	case x.Kind == ir.Apply && x.Op == op.V128Of || t.inWords(x) && !(x.Kind == ir.Apply && laneOps()[x.Op].inLine):
		for i, a := range x.Args {
			x.Args[i] = t.expr(a)
			if t.isLoad(a) {
				t.loads[a] = true
			}
		}
		if x.Op == op.I8x16Shuffle && x.Kind == ir.Apply {
			for i, a := range x.Args {
				x.Args[i] = t.once(a) // the text has it several times
			}
		}
		resize(x)
		return x
	}
	return t.apply(op.V128Of, t.lane(x, words, 0).x, t.lane(x, words, 1).x)
}

// form is that of a variable. What has been added since forms were chosen is no vector, or one as it is.
func (t *taker) form(v ir.Var) form {
	if int(v) < len(t.forms) {
		return t.forms[v]
	}
	return words
}

// inWords tells whether a tree is better computed in words, if nobody wants its lanes.
func (t *taker) inWords(x *ir.Expr) bool {
	switch x.Kind {
	case ir.Const:
		return true
	case ir.Read:
		return t.form(x.Var) == words
	case ir.Select:
		return t.inWords(x.Args[0]) && t.inWords(x.Args[1])
	case ir.Apply:
		if x.Op == op.V128Of {
			return true
		}
		row, ok := laneOps()[x.Op]
		if !ok && !neutral(x.Op) {
			return true
		}
		if row.gain > 1 || row.form != row.from {
			return false
		}
		for _, a := range x.Args {
			if a.Type == wasm.V128 && !t.inWords(a) {
				return false
			}
		}
	}
	return true
}

// neutral tells whether an instruction does the same to lanes of any form.
func neutral(o op.Op) bool {
	switch o {
	case op.V128Not, op.V128And, op.V128Andnot, op.V128Or, op.V128Xor, op.I8x16Shuffle:
		return true
	}
	return selects(o)
}

// selects tells whether an instruction is v128.bitselect or one that does the same.
func selects(o op.Op) bool {
	switch o {
	case op.V128Bitselect, op.I8x16RelaxedLaneselect, op.I16x8RelaxedLaneselect, op.I32x4RelaxedLaneselect, op.I64x2RelaxedLaneselect:
		return true
	}
	return false
}

// lane is lane i of a tree of vectors, in a form that somebody wants.
func (t *taker) lane(x *ir.Expr, f form, i int) lane {
	if f == words && t.function(x) {
		return full(t.apply(half(i), t.value(x)))
	}
	if own := t.own(x, f); own != f {
		return t.convert(x, own, f, i)
	}
	switch x.Kind {
	case ir.Const:
		return t.constantLane(x, f, i)
	case ir.Read:
		if f == words {
			return full(t.apply(half(i), t.copy(x)))
		}
		l := t.variable(x.Var)[i]
		l.x = t.copy(l.x)
		return l
	case ir.Select:
		a, b := t.lane(x.Args[0], f, i), t.lane(x.Args[1], f, i)
		return t.choose(a, b, t.condition(x.Args[2]))
	case ir.Apply:
		switch {
		case x.Op == op.V128Of:
			return t.halfLane(x.Args[i*width[f]/64], f, i%(64/width[f]))
		case x.Op == op.I8x16Shuffle:
			from := int(t.f.V128[x.A][i*width[f]/8]) / (width[f] / 8)
			return t.part(x.Args[from/f.count()], f, from%f.count())
		case selects(x.Op):
			return t.selected(x, f, i)
		case neutral(x.Op):
			return t.bitwise(x, f, i)
		}
		if row, ok := laneOps()[x.Op]; ok {
			return row.lane(t, x, i)
		}
	}
	return full(t.apply(half(i), t.value(x)))
}

// function tells whether a tree is a function's result, in words.
func (t *taker) function(x *ir.Expr) bool {
	if x.Kind != ir.Apply || x.Op == op.V128Of || neutral(x.Op) && x.Op != op.I8x16Shuffle || laneOps()[x.Op].inLine {
		return false
	}
	return t.inWords(x)
}

func half(i int) op.Op {
	if i == 0 {
		return op.V128Lo
	}
	return op.V128Hi
}

// own is the form that a tree is computed in where its lanes are wanted in form f. Wanted in that form it is computed in none other.
func (t *taker) own(x *ir.Expr, f form) form {
	switch x.Kind {
	case ir.Const:
		return f
	case ir.Read:
		return t.form(x.Var)
	case ir.Select:
		return t.own(x.Args[0], f)
	case ir.Apply:
		switch {
		case x.Op == op.V128Of:
			return f
		case x.Op == op.I8x16Shuffle:
			if grain := grain(t.f.V128[x.A]); grain < width[f] {
				return map[int]form{8: bytes8, 16: ints16, 32: ints32}[grain]
			}
			return f
		case selects(x.Op) && t.compares(x.Args[2], f):
			return f
		case neutral(x.Op):
			for _, a := range x.Args {
				if own := t.own(a, f.ints()).ints(); own != words {
					return own
				}
			}
			return words
		}
		if row, ok := laneOps()[x.Op]; ok {
			return row.form
		}
	}
	return words
}

// grain is how many bits, side by side, a shuffle leaves together.
func grain(lanes [16]byte) int {
	for size := 8; size > 1; size /= 2 {
		together := true
		for i, lane := range lanes {
			together = together && int(lane)%size == i%size && lane/byte(size) == lanes[i/size*size]/byte(size)
		}
		if together {
			return 8 * size
		}
	}
	return 8
}

// compares tells whether a tree is a mask, of comparisons of lanes as wide as those of a form.
func (t *taker) compares(x *ir.Expr, f form) bool {
	if x.Kind != ir.Apply {
		return false
	}
	row := laneOps()[x.Op]
	return row.compares && width[row.form] == width[f]
}

// convert is a lane of a tree that has another form.
func (t *taker) convert(x *ir.Expr, own, f form, i int) lane {
	switch a, b := width[own], width[f]; {
	case a == b:
		return full(t.reinterpret(t.lane(x, own, i).x, numberOf[f]))
	case a > b:
		l := t.part(x, own, i*b/a)
		return full(t.reinterpret(t.piece(t.reinterpret(l.x, numberOf[own.ints()]), b*(i%(a/b)), f).x, numberOf[f]))
	case b == 64 && a < 32:
		low, high := t.convert(x, own, ints32, 2*i), t.convert(x, own, ints32, 2*i+1)
		return full(t.reinterpret(t.pair(low, high), numberOf[f]))
	case b == 64:
		return full(t.reinterpret(t.pair(t.asInt(t.lane(x, own, 2*i)), t.asInt(t.lane(x, own, 2*i+1))), numberOf[f]))
	default:
		n := b / a
		var sum lane
		for k := range n {
			l := t.lane(x, own, i*n+k)
			if k < n-1 || b < 32 {
				l = t.exact(l, own, false)
			}
			if k == 0 {
				sum = l
				continue
			}
			sum.x = t.apply(op.I32Or, sum.x, t.apply(op.I32Shl, l.x, t.number(int64(k*a)).x))
		}
		sum.lo, sum.hi = math.MinInt32, math.MaxInt32
		if b < 32 {
			sum.lo, sum.hi = 0, 1<<b-1
		}
		return lane{t.reinterpret(sum.x, numberOf[f]), sum.lo, sum.hi}
	}
}

func (t *taker) asInt(l lane) lane { return lane{t.reinterpret(l.x, wasm.I32), l.lo, l.hi} }

// pair puts two i32 together.
func (t *taker) pair(low, high lane) *ir.Expr {
	upper := t.apply(op.I64Shl, t.apply(op.I64ExtendI32U, high.x), t.constant(wasm.I64, 32))
	return t.apply(op.I64Or, t.apply(op.I64ExtendI32U, low.x), upper)
}

// piece is what an i64 or i32 has from a bit on, as an i32.
func (t *taker) piece(x *ir.Expr, from int, f form) lane {
	top := int64(1)<<(32-from%32) - 1
	if x.Type == wasm.I64 {
		if from > 0 {
			x = t.apply(op.I64ShrU, x, t.constant(wasm.I64, uint64(from)))
		}
		x = t.apply(op.I32WrapI64, x)
		if from <= 32 {
			return full(x)
		}
		return lane{x, 0, top}
	}
	if from == 0 {
		return full(x)
	}
	return lane{t.apply(op.I32ShrU, x, t.number(int64(from)).x), 0, top}
}

// part is a lane that is computed once, however often it is wanted.
func (t *taker) part(x *ir.Expr, f form, i int) lane {
	if x.Kind == ir.Const || x.Kind == ir.Read && t.form(x.Var) == f {
		return t.lane(x, f, i)
	}
	if x.Kind == ir.Apply && x.Op == op.V128Of && f != words && t.isLoad(x.Args[i*width[f]/64]) {
		return t.lane(x, f, i)
	}
	of := t.parts[x]
	if of == nil {
		of = &[forms][16]lane{}
		t.parts[x] = of
	}
	l := &of[f][i]
	if l.x == nil {
		*l = t.twice(t.lane(x, f, i))
	}
	return lane{t.copy(l.x), l.lo, l.hi}
}

// value is a vector that is computed once.
func (t *taker) value(x *ir.Expr) *ir.Expr {
	y := t.whole[x]
	if y == nil {
		y = t.temporary(t.vector(x))
		t.whole[x] = y
	}
	return t.copy(y)
}

// constantLane is a lane of a constant.
func (t *taker) constantLane(x *ir.Expr, f form, i int) lane {
	bytes := t.f.V128[x.A][i*width[f]/8:]
	switch width[f] {
	case 8:
		return t.number(int64(int8(bytes[0])))
	case 16:
		return t.number(int64(int16(binary.LittleEndian.Uint16(bytes))))
	case 32:
		return full(t.constant(numberOf[f], uint64(binary.LittleEndian.Uint32(bytes))))
	}
	return full(t.constant(numberOf[f], binary.LittleEndian.Uint64(bytes)))
}

// zero is a lane that is 0.
func (t *taker) zero(f form) lane { return full(t.constant(numberOf[f], 0)) }

// isLoad tells whether an operand of v128.of is loaded.
func (t *taker) isLoad(x *ir.Expr) bool {
	_, ok := t.loads[x]
	return ok
}

// halfLane is a lane within half of a vector.
func (t *taker) halfLane(x *ir.Expr, f form, i int) lane {
	switch {
	case x.Kind == ir.Const:
		bits := x.B >> (i * width[f])
		switch width[f] {
		case 8:
			return t.number(int64(int8(bits)))
		case 16:
			return t.number(int64(int16(bits)))
		case 32:
			bits &= math.MaxUint32
		}
		return full(t.constant(numberOf[f], bits))
	case t.isLoad(x):
		return t.load(x, f, i)
	case width[f] == 64:
		return full(t.reinterpret(t.once(x), numberOf[f]))
	}
	return full(t.reinterpret(t.piece(t.once(x), i*width[f], f).x, numberOf[f]))
}

var loadOf = [forms]op.Op{words: op.I64Load, bytes8: op.I32Load8U, ints16: op.I32Load16U, ints32: op.I32Load, floats32: op.F32Load, floats64: op.F64Load}

// load is a lane of the half that x loads.
func (t *taker) load(x *ir.Expr, f form, i int) lane {
	n := width[f] / 8
	t.loads[x] = t.loads[x] || (i+1)*n == 8
	return full(t.loadAt(x, loadOf[f], i*n))
}

// loadAt is a load so many bytes behind another.
func (t *taker) loadAt(x *ir.Expr, o op.Op, bytes int) *ir.Expr {
	y := t.apply(o, t.once(x.Args[0]))
	y.Offset, y.A, y.B = x.Offset, x.A, ir.Behind(x.B, uint64(bytes))
	return y
}

// touch has the last byte of each access read that nobody wanted.
func (t *taker) touch() {
	for _, x := range t.order {
		if !t.loads[x] {
			t.before = append(t.before, ir.Stmt{Kind: ir.Eval, Offset: t.offset, X: []*ir.Expr{t.loadAt(x, op.I32Load8U, 7)}})
		}
	}
}

// prepare computes first what may trap below instructions on vectors, since lanes may be wanted several times or not at all. Halves that are loaded stay,
// unless the statement may trap in other ways, too: then all happens in its order.
func (t *taker) prepare(x *ir.Expr, below, mixed bool) {
	for _, a := range x.Args {
		t.prepare(a, below || x.Type == wasm.V128 && !x.IsCall(), mixed)
		if !mixed && x.Kind == ir.Apply && x.Op == op.V128Of && a.Kind == ir.Apply && a.Op == op.I64Load {
			t.loads[a] = false
			t.order = append(t.order, a)
		}
	}
	if below && x.Matters() && (mixed || x.Op != op.I64Load) {
		y := *x
		*x = *t.temporary(t.expr(&y))
	}
}
