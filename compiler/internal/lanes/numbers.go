package lanes

import (
	"math"
	mathbits "math/bits"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Numbers that lanes are made of. An i32 comes with what it is known to be at least and at most, so that few lanes have to be extended.

// full is a lane that may be anything, as far as its instruction tells.
func full(x *ir.Expr) lane {
	switch {
	case x.Kind == ir.Const && x.Type == wasm.I32:
		return lane{x, int64(int32(x.B)), int64(int32(x.B))}
	case x.Kind == ir.Apply && x.Op == op.I32Load8U:
		return lane{x, 0, math.MaxUint8}
	case x.Kind == ir.Apply && x.Op == op.I32Load16U:
		return lane{x, 0, math.MaxUint16}
	}
	return lane{x, math.MinInt32, math.MaxInt32}
}

// checked32 is a lane between bounds, if an i32 can be.
func checked32(x *ir.Expr, lo, hi int64) lane {
	if lo < math.MinInt32 || hi > math.MaxInt32 {
		return full(x)
	}
	return lane{x, lo, hi}
}

// read is a lane in a variable, again.
func (l lane) read() *ir.Expr {
	x := *l.x
	return &x
}

func (t *taker) apply(o op.Op, args ...*ir.Expr) *ir.Expr {
	if v, of, ok := t.folded(o, args); ok {
		return t.constant(of, v)
	}
	x := &ir.Expr{Kind: ir.Apply, Op: o, Type: resultType(o), Cond: op.Table[o].Condition(), Offset: t.offset, Args: args, Size: 1, Effects: ir.EffectsOf(o)}
	for _, a := range args {
		x.Size += a.Size
		x.Effects |= a.Effects
	}
	return x
}

// folded computes an instruction whose operands are constants, or else hides one of these from Go, which would compute it without wrapping.
func (t *taker) folded(o op.Op, args []*ir.Expr) (v uint64, of wasm.ValType, ok bool) {
	if v, of, ok := ir.Fold(o, args); ok {
		return v, of, true
	}
	if ir.Constants(args) && !op.Table[o].Accesses() && o != op.V128Of {
		args[0] = t.temporary(args[0])
	}
	return 0, 0, false
}

// resultType is the type of an instruction's only result.
func resultType(o op.Op) wasm.ValType {
	sig := op.Table[o].Sig
	return wasm.ClassOfLetter(sig[len(sig)-1]).Type()
}

func (t *taker) constant(of wasm.ValType, bits uint64) *ir.Expr {
	return &ir.Expr{Kind: ir.Const, Type: of, B: bits, Size: 1}
}

func (t *taker) number(v int64) lane { return full(t.constant(wasm.I32, uint64(uint32(v)))) }

func (t *taker) read(v ir.Var) *ir.Expr {
	return &ir.Expr{Kind: ir.Read, Var: v, Type: t.f.Vars[v].Type, Size: 1}
}

func (t *taker) fromBool(x *ir.Expr) *ir.Expr {
	return &ir.Expr{Kind: ir.FromBool, Type: wasm.I32, Size: x.Size + 1, Effects: x.Effects, Offset: t.offset, Args: []*ir.Expr{x}}
}

// copy is a constant or a variable, again.
func (t *taker) copy(x *ir.Expr) *ir.Expr {
	y := *x
	return &y
}

func leaf(x *ir.Expr) bool { return x.Kind == ir.Const || x.Kind == ir.Read }

// temporary computes something before the statement.
func (t *taker) temporary(x *ir.Expr) *ir.Expr {
	v := t.f.NewVar(x.Type)
	t.before = append(t.before, ir.Stmt{Kind: ir.Assign, Offset: t.offset, Dst: []ir.Var{v}, X: []*ir.Expr{x}})
	return t.read(v)
}

// once computes an operand of an instruction on vectors once, for all lanes.
func (t *taker) once(x *ir.Expr) *ir.Expr {
	if leaf(x) {
		return t.copy(x)
	}
	y := t.shared[x]
	if y == nil {
		y = t.expr(x)
		if y.Cond {
			y = t.fromBool(y)
		}
		if !leaf(y) {
			y = t.temporary(y)
		}
		t.shared[x] = y
	}
	return t.copy(y)
}

// condition is a condition that several lanes depend on.
func (t *taker) condition(x *ir.Expr) *ir.Expr {
	return t.apply(op.I32Ne, t.once(x), t.number(0).x)
}

// twice is a lane that may be used several times.
func (t *taker) twice(l lane) lane {
	if !leaf(l.x) {
		l.x = t.temporary(l.x)
	}
	return l
}

// choose is a where a condition holds, else b.
func (t *taker) choose(a, b lane, cond *ir.Expr) lane {
	x := &ir.Expr{
		Kind: ir.Select, Type: a.x.Type, Offset: t.offset, Args: []*ir.Expr{a.x, b.x, cond},
		Size: 1 + a.x.Size + b.x.Size + cond.Size, Effects: a.x.Effects | b.x.Effects | cond.Effects,
	}
	return lane{x, min(a.lo, b.lo), max(a.hi, b.hi)}
}

func (t *taker) sum(a, b lane) lane {
	switch {
	case a.x.Type == wasm.I64:
		return full(t.apply(op.I64Add, a.x, b.x))
	case isZero(a):
		return b
	case isZero(b):
		return a
	}
	return checked32(t.apply(op.I32Add, a.x, b.x), a.lo+b.lo, a.hi+b.hi)
}

func (t *taker) difference(a, b lane) lane {
	if bit, ok := negated(b.x); ok && bit.Type == wasm.I32 {
		return t.sum(a, lane{bit, -b.hi, -b.lo})
	}
	return checked32(t.apply(op.I32Sub, a.x, b.x), a.lo-b.hi, a.hi-b.lo)
}

func (t *taker) product(a, b lane) lane {
	if a.x.Type == wasm.I64 {
		return full(t.apply(op.I64Mul, a.x, b.x))
	}
	products := []int64{a.lo * b.lo, a.lo * b.hi, a.hi * b.lo, a.hi * b.hi}
	return checked32(t.apply(op.I32Mul, a.x, b.x), min(products[0], products[1], products[2], products[3]), max(products[0], products[1], products[2], products[3]))
}

func isZero(l lane) bool { return l.x.Kind == ir.Const && l.x.B == 0 }

// negated tells whether x is 0 less a condition, the lane of a mask, and which.
func negated(x *ir.Expr) (*ir.Expr, bool) {
	if x.Kind != ir.Apply || x.Op != op.I32Sub && x.Op != op.I64Sub || x.Args[0].Kind != ir.Const || x.Args[0].B != 0 {
		return nil, false
	}
	bit := x.Args[1]
	if bit.Kind == ir.Apply && bit.Op == op.I64ExtendI32U {
		bit = bit.Args[0]
	}
	return bit, bit.Kind == ir.FromBool
}

// signed is a lane of 8 or 16 bits as a signed number.
func (t *taker) signed(l lane, bits int) lane {
	lo, hi := int64(-1)<<(bits-1), int64(1)<<(bits-1)-1
	if l.lo >= lo && l.hi <= hi {
		return l
	}
	switch {
	case l.x.Kind == ir.Apply && l.x.Op == op.I32Load8U && bits == 8:
		l.x.Op = op.I32Load8S
	case l.x.Kind == ir.Apply && l.x.Op == op.I32Load16U && bits == 16:
		l.x.Op = op.I32Load16S
	case bits == 8:
		l.x = t.apply(op.I32Extend8S, l.x)
	case bits == 16:
		l.x = t.apply(op.I32Extend16S, l.x)
	}
	return lane{l.x, lo, hi}
}

// exact is a lane of some form as a number, signed or not.
func (t *taker) exact(l lane, f form, signed bool) lane {
	if width[f] >= 32 {
		return l
	}
	if signed {
		return t.signed(l, width[f])
	}
	most := int64(1)<<width[f] - 1
	if l.lo < 0 || l.hi > most {
		l = lane{t.apply(op.I32And, l.x, t.number(most).x), 0, most}
	}
	return l
}

// extend makes of a lane of some form one of twice the width.
func (t *taker) extend(l lane, f form, signed bool) lane {
	switch {
	case f != ints32:
		return t.exact(l, f, signed)
	case signed:
		return full(t.apply(op.I64ExtendI32S, l.x))
	}
	return full(t.apply(op.I64ExtendI32U, l.x))
}

// clamp is the nearest number between two.
func (t *taker) clamp(l lane, lo, hi int64) lane {
	if l.lo < lo {
		l = t.twice(l)
		l = t.choose(t.number(lo), lane{l.read(), lo, max(lo, l.hi)}, t.apply(op.I32LtS, l.read(), t.number(lo).x))
	}
	if l.hi > hi {
		l = t.twice(l)
		l = t.choose(t.number(hi), lane{l.read(), l.lo, hi}, t.apply(op.I32GtS, l.read(), t.number(hi).x))
	}
	return l
}

// reinterpret is a number with the same bits.
func (t *taker) reinterpret(x *ir.Expr, to wasm.ValType) *ir.Expr {
	switch {
	case x.Type == to:
		return x
	case x.Kind == ir.Const:
		return t.constant(to, x.B)
	case x.Kind == ir.Apply && x.Op == op.I32Load && to == wasm.F32:
		x.Op, x.Type = op.F32Load, wasm.F32
		return x
	case to == wasm.F32:
		return t.apply(op.F32ReinterpretI32, x)
	case to == wasm.F64:
		return t.apply(op.F64ReinterpretI64, x)
	case to == wasm.I32:
		return t.apply(op.I32ReinterpretF32, x)
	}
	return t.apply(op.I64ReinterpretF64, x)
}

// bitwise is an instruction on bits.
func (t *taker) bitwise(x *ir.Expr, f form, i int) lane {
	ops := map[op.Op][2]op.Op{op.V128And: {op.I32And, op.I64And}, op.V128Andnot: {op.I32And, op.I64And}, op.V128Or: {op.I32Or, op.I64Or}, op.V128Xor: {op.I32Xor, op.I64Xor}, op.V128Not: {op.I32Xor, op.I64Xor}}[x.Op]
	o, ones := ops[0], t.number(-1)
	if f == words {
		o, ones = ops[1], full(t.constant(wasm.I64, math.MaxUint64))
	}
	a, b := t.lane(x.Args[0], f, i), ones
	if x.Op != op.V128Not {
		b = t.lane(x.Args[1], f, i)
	}
	if x.Op == op.V128Andnot {
		b = t.not(b, f)
	}
	l := full(t.apply(o, a.x, b.x))
	switch {
	case f == words:
	case o == op.I32And && b.lo >= 0:
		l.lo, l.hi = 0, b.hi
	case o == op.I32And && a.lo >= 0:
		l.lo, l.hi = 0, a.hi
	case a.lo >= 0 && b.lo >= 0:
		l.lo, l.hi = 0, 1<<mathbits.Len64(uint64(a.hi|b.hi))-1
	case a.lo >= math.MinInt16 && a.hi <= math.MaxInt16 && b.lo >= math.MinInt16 && b.hi <= math.MaxInt16:
		l.lo, l.hi = math.MinInt16, math.MaxInt16
	}
	return l
}

// not is the complement of a lane.
func (t *taker) not(l lane, f form) lane {
	switch {
	case l.x.Kind == ir.Const && f == words:
		return full(t.constant(wasm.I64, ^l.x.B))
	case l.x.Kind == ir.Const:
		return t.number(int64(^int32(l.x.B)))
	case f == words:
		return full(t.apply(op.I64Xor, l.x, t.constant(wasm.I64, math.MaxUint64)))
	}
	return lane{t.apply(op.I32Xor, l.x, t.number(-1).x), -l.hi - 1, -l.lo - 1}
}

// selected is a lane of v128.bitselect. Where the mask compares, there is a condition.
func (t *taker) selected(x *ir.Expr, f form, i int) lane {
	mask := t.lane(x.Args[2], f.ints(), i)
	a, b := t.lane(x.Args[0], f, i), t.lane(x.Args[1], f, i)
	if bit, ok := negated(mask.x); ok {
		return t.choose(a, b, bit.Args[0])
	}
	b = t.twice(b)
	and, xor := op.I32And, op.I32Xor
	if f == words {
		and, xor = op.I64And, op.I64Xor
	}
	return full(t.apply(xor, t.apply(and, t.apply(xor, a.x, b.read()), mask.x), b.read()))
}

// reduced is a number that comes from a vector, nil where a function makes it.
func (t *taker) reduced(x *ir.Expr) *ir.Expr {
	if x.Kind != ir.Apply || len(x.Args) == 0 || x.Args[0].Type != wasm.V128 {
		return nil
	}
	v := x.Args[0]
	switch x.Op {
	case op.V128Lo, op.V128Hi:
		return t.lane(v, words, int(x.Op-op.V128Lo)).x
	case op.I64x2ExtractLane:
		return t.lane(v, words, int(x.Lane)).x
	case op.F64x2ExtractLane:
		return t.lane(v, floats64, int(x.Lane)).x
	case op.I32x4ExtractLane:
		return t.lane(v, ints32, int(x.Lane)).x
	case op.F32x4ExtractLane:
		return t.lane(v, floats32, int(x.Lane)).x
	case op.I16x8ExtractLaneS, op.I16x8ExtractLaneU:
		return t.exact(t.lane(v, ints16, int(x.Lane)), ints16, x.Op == op.I16x8ExtractLaneS).x
	case op.I8x16ExtractLaneS, op.I8x16ExtractLaneU:
		return t.exact(t.lane(v, bytes8, int(x.Lane)), bytes8, x.Op == op.I8x16ExtractLaneS).x
	}
	if t.inWords(v) {
		return nil
	}
	switch x.Op {
	case op.V128AnyTrue:
		return t.anyTrue(v)
	case op.I16x8AllTrue:
		return t.allTrue(v, ints16)
	case op.I32x4AllTrue:
		return t.allTrue(v, ints32)
	case op.I16x8Bitmask:
		return t.bitmask(v, ints16)
	case op.I32x4Bitmask:
		return t.bitmask(v, ints32)
	case op.I8x16Bitmask:
		return t.bytesOfMask(v)
	}
	return nil
}

// anyTrue tells whether any bit is set.
func (t *taker) anyTrue(v *ir.Expr) *ir.Expr {
	f := t.own(v, ints32).ints()
	var sum *ir.Expr
	or, ne, zero := op.I32Or, op.I32Ne, t.constant(wasm.I32, 0)
	for i := range f.count() {
		x := t.lane(v, f, i)
		if f == words {
			or, ne, zero = op.I64Or, op.I64Ne, t.constant(wasm.I64, 0)
		} else if bit, ok := negated(x.x); ok {
			x.x = bit
		} else {
			x = t.exact(x, f, false)
		}
		if sum == nil {
			sum = x.x
		} else {
			sum = t.apply(or, sum, x.x)
		}
	}
	return t.apply(ne, sum, zero)
}

// nonzero is whether a lane is not 0, as an i32.
func (t *taker) nonzero(v *ir.Expr, f form, i int) *ir.Expr {
	l := t.lane(v, f, i)
	if bit, ok := negated(l.x); ok {
		return bit
	}
	return t.fromBool(t.apply(op.I32Ne, t.exact(l, f, false).x, t.number(0).x))
}

func (t *taker) allTrue(v *ir.Expr, f form) *ir.Expr {
	all := t.nonzero(v, f, 0)
	for i := 1; i < f.count(); i++ {
		all = t.apply(op.I32And, all, t.nonzero(v, f, i))
	}
	return t.apply(op.I32Ne, all, t.number(0).x)
}

// bytesOfMask has the highest bits of the bytes of wider lanes that are compared: as many ones for each as it has bytes.
func (t *taker) bytesOfMask(v *ir.Expr) *ir.Expr {
	row := laneOps()[v.Op]
	if v.Kind != ir.Apply || !row.compares || row.form != ints16 && row.form != ints32 {
		return nil
	}
	bytes := 16 / row.form.count()
	var mask *ir.Expr
	for i := range row.form.count() {
		l := t.lane(v, row.form, i)
		bit, ok := negated(l.x)
		if !ok {
			bit = t.apply(op.I32And, l.x, t.number(1).x)
		}
		if i == 0 {
			mask = bit
			continue
		}
		mask = t.apply(op.I32Or, mask, t.apply(op.I32Shl, bit, t.number(int64(i*bytes)).x))
	}
	return t.apply(op.I32Mul, mask, t.number(1<<bytes-1).x)
}

// bitmask has the highest bits of all lanes.
func (t *taker) bitmask(v *ir.Expr, f form) *ir.Expr {
	var mask *ir.Expr
	for i := range f.count() {
		l := t.lane(v, f, i)
		bit, ok := negated(l.x)
		if !ok {
			bit = t.apply(op.I32ShrU, t.exact(l, f, true).x, t.number(31).x)
		}
		if i == 0 {
			mask = bit
			continue
		}
		mask = t.apply(op.I32Or, mask, t.apply(op.I32Shl, bit, t.number(int64(i)).x))
	}
	return mask
}
