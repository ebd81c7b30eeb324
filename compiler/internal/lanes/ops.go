package lanes

import (
	"math"
	"strings"
	"sync"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A form is how the lanes of a vector are held: each in a number. Lanes below 32 bits are the lower bits of an i32, whatever is above them.
type form uint8

const (
	words form = iota // two i64: a variable of this form is one v128
	bytes8
	ints16
	ints32
	floats32
	floats64
	forms
)

// formOf has the form of instructions by the first part of their names.
var formOf = map[string]form{"i8x16": bytes8, "i16x8": ints16, "i32x4": ints32, "i64x2": words, "f32x4": floats32, "f64x2": floats64}

var width = [forms]int{words: 64, bytes8: 8, ints16: 16, ints32: 32, floats32: 32, floats64: 64}

var numberOf = [forms]wasm.ValType{words: wasm.I64, bytes8: wasm.I32, ints16: wasm.I32, ints32: wasm.I32, floats32: wasm.F32, floats64: wasm.F64}

func (f form) count() int   { return 128 / width[f] }
func (f form) floats() bool { return f >= floats32 }

// ints is the form with lanes of the same width that are integers.
func (f form) ints() form {
	switch f {
	case floats32:
		return ints32
	case floats64:
		return words
	}
	return f
}

// A lane is a number, and for an i32 between what it is known to be, as a signed one.
type lane struct {
	x      *ir.Expr
	lo, hi int64
}

// A laneOp says what an instruction does with lanes. The functions give lane i of its result.
type laneOp struct {
	from, form form // of operands and result; from is that of the operand where the result is a number
	gain       int  // about how many operations lanes take less than words; 0: as the operands are
	compares   bool // the result is a mask
	inLine     bool // computes within words, in line: the function is too long for Go to do that
	lane       func(t *taker, x *ir.Expr, i int) lane
}

// laneOps has the instructions that are computed by lanes.
func laneOps() map[op.Op]laneOp {
	laneTable.once.Do(func() { laneTable.ops = makeLaneOps() })
	return laneTable.ops
}

// laneTable is made once. Its functions ask for lanes of their operands, and so refer to it.
var laneTable struct {
	once sync.Once
	ops  map[op.Op]laneOp
}

func makeLaneOps() map[op.Op]laneOp {
	byName := map[string]op.Op{}
	for o := range op.Table {
		byName[op.Table[o].Name] = op.Op(o)
	}
	ops := map[op.Op]laneOp{}
	for o := range op.Table {
		info := &op.Table[o]
		prefix, rest, _ := strings.Cut(info.Name, ".")
		if f, ok := formOf[prefix]; ok && info.Proposal != op.Internal {
			var row laneOp
			if f.floats() {
				row, ok = floatOp(f, rest, byName)
			} else {
				row, ok = intOp(f, rest, byName)
			}
			if ok {
				ops[op.Op(o)] = row
			}
		}
	}
	return ops
}

// floatOp are the instructions on floats that do in each lane what one on numbers does.
func floatOp(f form, name string, byName map[string]op.Op) (laneOp, bool) {
	number := map[form]string{floats32: "f32", floats64: "f64"}[f]
	each := laneOp{from: f, form: f, gain: 10}
	switch name {
	case "splat":
		return laneOp{from: f, form: f, lane: func(t *taker, x *ir.Expr, _ int) lane { return full(t.once(x.Args[0])) }}, true
	case "replace_lane":
		each.gain, each.lane = 3, replaced(f)
	case "pmin", "pmax":
		less := byName[number+".lt"]
		each.lane = func(t *taker, x *ir.Expr, i int) lane {
			a, b := t.twice(t.lane(x.Args[0], f, i)), t.twice(t.lane(x.Args[1], f, i))
			if name == "pmin" {
				return t.choose(b, a, t.apply(less, b.read(), a.read()))
			}
			return t.choose(b, a, t.apply(less, a.read(), b.read()))
		}
	case "relaxed_madd", "relaxed_nmadd":
		mul, add, sub := byName[number+".mul"], byName[number+".add"], byName[number+".sub"]
		each.lane = func(t *taker, x *ir.Expr, i int) lane {
			product, c := t.apply(mul, t.lane(x.Args[0], f, i).x, t.lane(x.Args[1], f, i).x), t.lane(x.Args[2], f, i).x
			if name == "relaxed_madd" {
				return full(t.apply(add, product, c))
			}
			return full(t.apply(sub, c, product))
		}
	case "convert_i32x4_s", "convert_i32x4_u", "convert_low_i32x4_s", "convert_low_i32x4_u":
		return converted(ints32, f, byName[number+".convert_i32"+name[len(name)-2:]]), true
	case "promote_low_f32x4":
		return converted(floats32, f, op.F64PromoteF32), true
	case "demote_f64x2_zero":
		return orZero(converted(floats64, f, op.F32DemoteF64)), true
	default:
		o, ok := byName[number+"."+strings.TrimPrefix(name, "relaxed_")]
		if !ok || op.Table[o].Effect != op.Pure || op.Table[o].Go == "" {
			return laneOp{}, false
		}
		if op.Table[o].Condition() {
			return compared(f, f.ints(), 10, func(t *taker, a, b lane) *ir.Expr { return t.apply(o, a.x, b.x) }), true
		}
		each.lane = func(t *taker, x *ir.Expr, i int) lane {
			args := make([]*ir.Expr, len(x.Args))
			for k, a := range x.Args {
				args[k] = t.lane(a, f, i).x
			}
			return full(t.apply(o, args...))
		}
	}
	return each, true
}

// intOp are the instructions on integers. Those on bytes compute within words, unless they make bytes of something else, or the other way
// round; those on 64 bits do so, too, where that is not for lanes of 32.
func intOp(f form, name string, byName map[string]op.Op) (laneOp, bool) {
	bits := width[f]
	wide := form(map[form]form{bytes8: ints16, ints16: ints32, ints32: words}[f])
	narrow := form(map[form]form{ints16: bytes8, ints32: ints16, words: ints32}[f])
	signed := strings.HasSuffix(name, "_s")
	part := 0 // the first lane that _low_ and _high_ mean
	if strings.Contains(name, "_high_") {
		part = f.count()
	}
	row := laneOp{from: f, form: f, gain: 6}
	trimmed := strings.TrimPrefix(name, "relaxed_")
	switch stem := strings.TrimSuffix(strings.TrimSuffix(trimmed, "_s"), "_u"); {
	case name == "splat":
		row.gain = 0
		row.lane = func(t *taker, x *ir.Expr, _ int) lane { return full(t.once(x.Args[0])) }
	case name == "replace_lane":
		row.gain, row.lane = 3, replaced(f)
		if f == bytes8 || f == words {
			return row, false
		}
	case strings.HasPrefix(stem, "narrow_"):
		row.from, row.gain = wide, 12
		row.lane = func(t *taker, x *ir.Expr, i int) lane {
			l := t.signed(t.lane(x.Args[i/(f.count()/2)], wide, i%(f.count()/2)), width[wide])
			if signed {
				return t.clamp(l, -1<<(bits-1), 1<<(bits-1)-1)
			}
			return t.clamp(l, 0, 1<<bits-1)
		}
	case strings.HasPrefix(stem, "extend_"):
		row.from, row.gain = narrow, 4
		row.lane = func(t *taker, x *ir.Expr, i int) lane {
			return t.extend(t.lane(x.Args[0], narrow, part+i), narrow, signed)
		}
	case strings.HasPrefix(stem, "extmul_"):
		row.from, row.gain = narrow, 8
		row.lane = func(t *taker, x *ir.Expr, i int) lane {
			return t.product(t.extend(t.lane(x.Args[0], narrow, part+i), narrow, signed), t.extend(t.lane(x.Args[1], narrow, part+i), narrow, signed))
		}
	case strings.HasPrefix(stem, "extadd_"):
		row.from, row.gain = narrow, 2
		row.lane = func(t *taker, x *ir.Expr, i int) lane {
			return t.sum(t.extend(t.lane(x.Args[0], narrow, 2*i), narrow, signed), t.extend(t.lane(x.Args[0], narrow, 2*i+1), narrow, signed))
		}
	case stem == "dot_i16x8":
		row.from, row.gain = narrow, 12
		row.lane = func(t *taker, x *ir.Expr, i int) lane {
			product := func(i int) lane {
				return t.product(t.signed(t.lane(x.Args[0], ints16, i), 16), t.signed(t.lane(x.Args[1], ints16, i), 16))
			}
			return t.sum(product(2*i), product(2*i+1))
		}
	case stem == "trunc_sat_f32x4", stem == "trunc_f32x4":
		return converted(floats32, f, byName["i32.trunc_sat_f32"+name[len(name)-2:]]), true
	case strings.HasPrefix(stem, "trunc_sat_f64x2"), strings.HasPrefix(stem, "trunc_f64x2"):
		return orZero(converted(floats64, f, byName["i32.trunc_sat_f64"+strings.TrimSuffix(name[len(name)-7:], "_zero")])), true
	case f == bytes8:
		return bytesInLine(stem, signed)
	case f == words:
		return laneOp{}, false
	case name == "add":
		row.gain, row.lane = f.sums(), pairwise(f, (*taker).sum)
	case name == "sub":
		row.gain, row.lane = f.sums(), pairwise(f, (*taker).difference)
	case name == "mul":
		row.lane = pairwise(f, (*taker).product)
	case name == "neg":
		row.gain = f.sums()
		row.lane = func(t *taker, x *ir.Expr, i int) lane { return t.difference(t.number(0), t.lane(x.Args[0], f, i)) }
	case name == "abs":
		row.lane = func(t *taker, x *ir.Expr, i int) lane {
			l := t.twice(t.signed(t.lane(x.Args[0], f, i), bits))
			return t.choose(t.difference(t.number(0), lane{l.read(), l.lo, l.hi}), l, t.apply(op.I32LtS, l.read(), t.number(0).x))
		}
	case name == "shl", stem == "shr":
		row.gain = 0
		row.lane = shifted(f, name)
	case stem == "min", stem == "max":
		less := byName["i32.lt"+name[len(name)-2:]]
		row.lane = func(t *taker, x *ir.Expr, i int) lane {
			a, b := t.twice(t.exact(t.lane(x.Args[0], f, i), f, signed)), t.twice(t.exact(t.lane(x.Args[1], f, i), f, signed))
			if stem == "min" {
				return t.choose(a, b, t.apply(less, a.read(), b.read()))
			}
			return t.choose(b, a, t.apply(less, a.read(), b.read()))
		}
	case name == "avgr_u":
		row.gain = 1
		row.lane = func(t *taker, x *ir.Expr, i int) lane {
			a, b := t.exact(t.lane(x.Args[0], f, i), f, false), t.exact(t.lane(x.Args[1], f, i), f, false)
			return lane{t.apply(op.I32ShrU, t.sum(t.sum(a, b), t.number(1)).x, t.number(1).x), 0, 1<<bits - 1}
		}
	case stem == "add_sat", stem == "sub_sat":
		row.gain = 4
		row.lane = func(t *taker, x *ir.Expr, i int) lane {
			a, b := t.exact(t.lane(x.Args[0], f, i), f, signed), t.exact(t.lane(x.Args[1], f, i), f, signed)
			l := t.sum(a, b)
			if stem == "sub_sat" {
				l = t.difference(a, b)
			}
			if signed {
				return t.clamp(l, -1<<(bits-1), 1<<(bits-1)-1)
			}
			return t.clamp(l, 0, 1<<bits-1)
		}
	case stem == "q15mulr_sat", stem == "q15mulr":
		row.lane = func(t *taker, x *ir.Expr, i int) lane {
			product := t.product(t.signed(t.lane(x.Args[0], f, i), bits), t.signed(t.lane(x.Args[1], f, i), bits))
			return t.clamp(lane{t.apply(op.I32ShrS, t.sum(product, t.number(0x4000)).x, t.number(15).x), -1 << 15, 1 << 15}, -1<<15, 1<<15-1)
		}
	default:
		o, ok := byName["i32."+name]
		if !ok || !op.Table[o].Condition() || len(op.Table[o].Sig) != len("ii:i") {
			return laneOp{}, false
		}
		return compared(f, f, 6, func(t *taker, a, b lane) *ir.Expr {
			signed := signed || !strings.HasSuffix(name, "_u")
			return t.apply(o, t.exact(a, f, signed).x, t.exact(b, f, signed).x)
		}), true
	}
	return row, true
}

// sums is what lanes gain where they are added.
func (f form) sums() int {
	if f == ints32 {
		return 4
	}
	return 1
}

// pairwise is what compute does with the lanes of two operands.
func pairwise(f form, compute func(t *taker, a, b lane) lane) func(*taker, *ir.Expr, int) lane {
	return func(t *taker, x *ir.Expr, i int) lane {
		return compute(t, t.lane(x.Args[0], f, i), t.lane(x.Args[1], f, i))
	}
}

// converted converts each lane of a form, or as many as the result has.
func converted(from, to form, o op.Op) laneOp {
	return laneOp{from: from, form: to, gain: 10, lane: func(t *taker, x *ir.Expr, i int) lane { return full(t.apply(o, t.lane(x.Args[0], from, i).x)) }}
}

// orZero is an instruction with zeros in the upper lanes.
func orZero(row laneOp) laneOp {
	convert := row.lane
	row.lane = func(t *taker, x *ir.Expr, i int) lane {
		if i >= row.from.count() {
			return t.zero(row.form)
		}
		return convert(t, x, i)
	}
	return row
}

// compared makes a mask of what holds gives for two lanes.
func compared(from, to form, gain int, holds func(t *taker, a, b lane) *ir.Expr) laneOp {
	return laneOp{from: from, form: to, gain: gain, compares: true, lane: func(t *taker, x *ir.Expr, i int) lane {
		bit := t.fromBool(holds(t, t.lane(x.Args[0], from, i), t.lane(x.Args[1], from, i)))
		if to == words {
			return full(t.apply(op.I64Sub, t.constant(wasm.I64, 0), t.apply(op.I64ExtendI32U, bit)))
		}
		return t.difference(t.number(0), lane{bit, 0, 1})
	}}
}

// replaced is replace_lane.
func replaced(f form) func(*taker, *ir.Expr, int) lane {
	return func(t *taker, x *ir.Expr, i int) lane {
		if i == int(x.Lane) {
			return full(t.once(x.Args[1]))
		}
		return t.lane(x.Args[0], f, i)
	}
}

// shifted is shl, shr_s or shr_u. Instructions on numbers take the count modulo 32.
func shifted(f form, name string) func(*taker, *ir.Expr, int) lane {
	bits := width[f]
	o := map[string]op.Op{"shl": op.I32Shl, "shr_s": op.I32ShrS, "shr_u": op.I32ShrU}[name]
	return func(t *taker, x *ir.Expr, i int) lane {
		count := t.once(x.Args[1])
		l := t.lane(x.Args[0], f, i)
		if name != "shl" {
			l = t.exact(l, f, name == "shr_s")
		}
		if count.Kind == ir.Const {
			n := count.B % uint64(bits)
			count.B = n
			shifted := lane{t.apply(o, l.x, count), l.lo >> n, l.hi >> n}
			switch {
			case name == "shl":
				return checked32(shifted.x, l.lo<<n, l.hi<<n)
			case l.lo < 0 && name == "shr_u": // a whole i32
				shifted.lo, shifted.hi = 0, math.MaxUint32>>n
				return checked32(shifted.x, shifted.lo, shifted.hi)
			}
			return shifted
		}
		if f == ints16 {
			count = t.apply(op.I32And, count, t.number(15).x)
		}
		x = t.apply(o, l.x, count)
		switch {
		case name == "shl", l.lo < 0 && name == "shr_u":
			return full(x)
		}
		return lane{x, min(l.lo, 0), max(l.hi, 0)}
	}
}
