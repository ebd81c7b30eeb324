package random

import (
	"slices"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/op"
)

const maxDepth = 9

// expr appends an expression of type t. It tells whether its bits are certain, which those of a NaN often are not.
func (f *function) expr(t byte) (certain bool) {
	f.budget--
	f.depth++
	defer func() { f.depth-- }()
	if isRef(t) {
		f.reference(t)
		return true
	}
	if isVector(t) {
		return f.vector(t)
	}
	if f.budget <= 0 || f.depth > maxDepth {
		return f.leaf(t)
	}
	if f.m.features.Vectors && chance(f.m.r, 0.1) {
		return f.fromVector(t)
	}
	switch n := f.m.r.IntN(100); {
	case n < 20:
		return f.leaf(t)
	case n < 32:
		f.pair(t)
	case n < 62:
		return f.apply(pick(f.m.r, numericOps[t]))
	case n < 72:
		f.load(t)
		return true
	case n < 79:
		f.blockExpr(t)
	case n < 84 && !f.hot && f.callExpr(t):
	case n < 88:
		return f.selectExpr(t)
	case n < 91:
		return f.tee(t)
	case n < 94 && f.branchExpr(t):
	case n < 97 && !f.hot && f.special(t):
	default:
		return f.apply(pick(f.m.r, numericOps[t]))
	}
	return !isFloat(t)
}

// leaf appends a constant or a variable.
func (f *function) leaf(t byte) bool {
	exact := !isFloat(t)
	if chance(f.m.r, 0.6) {
		if v, ok := f.anyLocal(t); ok {
			f.op(op.LocalGet, v)
			return exact
		}
	}
	if chance(f.m.r, 0.2) {
		if g, ok := f.m.anyGlobal(t, false); ok {
			f.op(op.GlobalGet, g)
			return exact
		}
	}
	f.m.constant(&f.code, t)
	return true
}

// constant appends a constant.
func (m *module) constant(c *code, t byte) {
	switch t {
	case i32:
		c.i32(int32(value32(m.r)))
	case i64:
		c.i64(int64(value64(m.r)))
	case f32:
		c.f32(valueF32(m.r))
	case f64:
		c.f64(valueF64(m.r))
	case v128, f32x4, f64x2:
		c.v128(valueV128(m.r))
	}
}

func (m *module) anyGlobal(t byte, mutable bool) (uint64, bool) {
	start := m.r.IntN(len(m.globals))
	for i := range m.globals {
		k := (start + i) % len(m.globals)
		if g := m.globals[k]; k != fuelGlobal && g.typ == t && (g.mutable || !mutable) {
			return uint64(k), true
		}
	}
	return 0, false
}

// numericOps are the instructions on numbers, by the type of their result.
var numericOps = makeNumericOps()

func makeNumericOps() map[byte][]op.Op {
	ops := map[byte][]op.Op{}
	for i := range op.Table {
		in := &op.Table[i]
		params, result, _ := strings.Cut(in.Sig, ":")
		constant := in.Imm != op.ImmNone || params == ""
		if in.Proposal != op.Internal && !constant && len(result) == 1 && strings.Trim(in.Sig, "ijfd:") == "" {
			t := typeOf(result[0])
			ops[t] = append(ops[t], op.Op(i))
		}
	}
	return ops
}

// typeOf is the type that a letter of the table of instructions stands for.
func typeOf(letter byte) byte {
	return numeric[strings.IndexByte("ijfd", letter)]
}

// apply appends an instruction on numbers with its operands.
func (f *function) apply(o op.Op) (certain bool) {
	in := &op.Table[o]
	params, result, _ := strings.Cut(in.Sig, ":")
	keeps := strings.HasSuffix(in.Name, ".abs") || strings.HasSuffix(in.Name, ".neg") || copiesSign(o)
	reads := strings.Contains(in.Name, ".reinterpret_") // the bits of its operand
	all := true
	for i := range params {
		t := typeOf(params[i])
		sure := f.expr(t)
		if (reads || keeps && i == 1) && !sure {
			f.canonical(t)
		}
		all = all && (sure || i == 1)
	}
	f.tame(o)
	f.op(o)
	return result == "i" || result == "j" || strings.Contains(in.Name, ".reinterpret_") || keeps && all
}

func copiesSign(o op.Op) bool { return o == op.F32Copysign || o == op.F64Copysign }

// tame changes the last operand of an instruction that would trap too often.
func (f *function) tame(o op.Op) {
	if op.Table[o].Effect == op.Pure || chance(f.m.r, f.m.wild*3) {
		return
	}
	name := op.Table[o].Name
	switch {
	case strings.HasPrefix(name, "i32.div"), strings.HasPrefix(name, "i32.rem"):
		if chance(f.m.r, 0.3) {
			f.op(op.Drop)
			f.i32(int32(pick(f.m.r, []uint32{1, 2, 3, 5, 7, 10, 16, 100, 1 << 31, 1<<31 - 1, 0xfffffffe})))
			return
		}
		f.i32(1)
		f.op(op.I32Or)
		f.i32(0x7fffffff)
		f.op(op.I32And)
	case strings.HasPrefix(name, "i64.div"), strings.HasPrefix(name, "i64.rem"):
		if chance(f.m.r, 0.3) {
			f.op(op.Drop)
			f.i64(int64(pick(f.m.r, []uint64{1, 2, 3, 5, 7, 10, 16, 100, 1 << 63, 1<<63 - 1, 1 << 32})))
			return
		}
		f.i64(1)
		f.op(op.I64Or)
		f.i64(0x7fffffffffffffff)
		f.op(op.I64And)
	case strings.Contains(name, "trunc_f32"):
		f.tameFloat(f32, o)
	case strings.Contains(name, "trunc_f64"):
		f.tameFloat(f64, o)
	}
}

// tameFloat puts a number in place of a float that may be too large for an integer: one from its memory, or a border that just fits.
func (f *function) tameFloat(t byte, o op.Op) {
	f.op(op.Drop)
	if chance(f.m.r, 0.5) {
		v := pick(f.m.r, fitting[op.Table[o].Name[:3]+op.Table[o].Name[len(op.Table[o].Name)-1:]])
		if t == f32 {
			f.f32(bits32(v))
		} else {
			f.f64(bits64(float64(v)))
		}
		return
	}
	f.load(i32)
	f.i32(16)
	f.op(op.I32ShrU)
	if t == f32 {
		f.op(op.F32ConvertI32S)
	} else {
		f.op(op.F64ConvertI32S)
	}
}

// fitting are floats at the borders of what an integer type can hold.
var fitting = map[string][]float32{
	"i32s": {-1 << 31, 0x1.fffffep30, -0.9999, 0.9999, -1.5, 16777216},
	"i32u": {-0.9999, 0x1.fffffep31, 1 << 31, 0.5, 4e9},
	"i64s": {-1 << 63, 0x1.fffffep62, -0.9999, 0.9999, -2.5, 1 << 53},
	"i64u": {-0.9999, 0x1.fffffep63, 1 << 63, 0.5, 1e19},
}

func (f *function) selectExpr(t byte) bool {
	a := f.expr(t)
	b := f.expr(t)
	f.condition()
	if chance(f.m.r, 0.3) {
		f.op(op.SelectT, 1)
		f.byte(wire(t))
	} else {
		f.op(op.Select)
	}
	return a && b
}

// condition appends an i32 that is likely to be a comparison.
func (f *function) condition() {
	switch n := f.m.r.IntN(10); {
	case n < 4:
		f.apply(pick(f.m.r, comparisons))
	case n < 8:
		f.test()
	default:
		f.expr(i32)
	}
}

var comparisons = slices.DeleteFunc(slices.Clone(numericOps[i32]), func(o op.Op) bool {
	return !op.Table[o].Condition()
})

func (f *function) tee(t byte) bool {
	sure := f.expr(t)
	if v, ok := f.anyLocal(t); ok {
		f.op(op.LocalTee, v)
	}
	return sure
}

// special appends what only some types have.
func (f *function) special(t byte) bool {
	switch r := f.m.r; t {
	case i32, i64:
		switch r.IntN(4) {
		case 0:
			return f.memorySize(t)
		case 1:
			return f.tableSize(t)
		case 2:
			if t == i64 {
				f.wideExpr()
				return true
			}
			f.expr(pick(r, []byte{funcref, externref}))
			f.op(op.RefIsNull)
			return true
		case 3:
			return f.memoryGrow(t)
		}
	}
	return false
}

// wideExpr leaves one half of a result of wide arithmetic.
func (f *function) wideExpr() {
	n := f.m.r.IntN(len(wide))
	f.values(wideSignatures()[n].params)
	f.wideOp(n)
	if v, ok := f.anyLocal(i64); ok && chance(f.m.r, 0.5) {
		f.op(op.LocalSet, v)
		return
	}
	f.op(op.I64Xor)
}

// reference appends a reference.
func (f *function) reference(t byte) {
	r := f.m.r
	switch n := r.IntN(10); {
	case n < 3 && t == funcref:
		f.op(op.RefFunc, uint64(r.IntN(f.m.imported+f.m.random)))
		return
	case n < 5:
		if v, ok := f.anyLocal(t); ok {
			f.op(op.LocalGet, v)
			return
		}
	case n < 7:
		if g, ok := f.m.anyGlobal(t, false); ok {
			f.op(op.GlobalGet, g)
			return
		}
	case n < 9 && f.budget > 0 && f.depth < maxDepth:
		f.tableGet(t)
		return
	case f.budget > 0 && f.depth < maxDepth:
		f.expr(t)
		f.expr(t)
		f.condition()
		f.op(op.SelectT, 1)
		f.byte(t)
		return
	}
	f.zero(t)
}
