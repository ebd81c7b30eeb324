package passes

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Canonical marks what comes from arithmetic where somebody could tell one NaN from another: v0 and v1 are parameters, v2 and v3 are not.
func TestCanonical(t *testing.T) {
	mul := func(a, b *ir.Expr) *ir.Expr { return float(apply(op.F64Mul, a, b)) }
	neg := func(a *ir.Expr) *ir.Expr { return float(apply(op.F64Neg, a)) }
	choose := func(a, b *ir.Expr) *ir.Expr {
		return &ir.Expr{Kind: ir.Select, Type: wasm.F64, Args: []*ir.Expr{a, b, below(fread(0), fread(1))}}
	}
	nan := &ir.Expr{Kind: ir.Const, Type: wasm.F64, B: math.Float64bits(math.NaN()), Size: 1}
	zero := &ir.Expr{Kind: ir.Const, Type: wasm.F64, Size: 1}
	integer := float(apply(op.F64ConvertI32S, apply(op.I32TruncSatF64S, fread(0))))
	result := call(1)
	result.Type = wasm.F64
	for _, c := range []struct {
		name string
		body []ir.Stmt
		want string
	}{
		{"a parameter is copied", list(ret(fread(0))), "return v0"},
		{"a load is stored", list(fstore(read(0), fload(read(0)))), "f64.store v0, f64.load(v0)"},
		{"a sum is returned", list(ret(plus(fread(0), fread(1)))), "return f64.canonical(f64.add(v0, v1))"},
		{"of products", list(ret(plus(mul(fread(0), fread(1)), mul(fread(0), fread(0))))), "return f64.canonical(f64.add(f64.mul(v0, v1), f64.mul(v0, v0)))"},
		{"stored", list(fstore(read(0), plus(fread(0), fread(1)))), "f64.store v0, f64.canonical(f64.add(v0, v1))"},
		{"negated", list(ret(neg(plus(fread(0), fread(1))))), "return f64.neg(f64.canonical(f64.add(v0, v1)))"},
		{"negated and added", list(ret(plus(neg(plus(fread(0), fread(1))), fread(0)))), "return f64.canonical(f64.add(f64.neg(f64.add(v0, v1)), v0))"},
		{"its bits", list(ret(apply(op.I64ReinterpretF64, plus(fread(0), fread(1))))), "return i64.reinterpret_f64(f64.canonical(f64.add(v0, v1)))"},
		{"its value", list(ret(apply(op.I64TruncSatF64S, plus(fread(0), fread(1))))), "return i64.trunc_sat_f64_s(f64.add(v0, v1))"},
		{"of an integer", list(ret(integer)), "return f64.convert_i32_s(i32.trunc_sat_f64_s(v0))"},
		{"selected", list(ret(choose(plus(fread(0), fread(1)), zero))), "return f64.canonical(select(f64.add(v0, v1), 0, f64.lt(v0, v1)))"},
		{"selected or a parameter", list(ret(choose(plus(fread(0), fread(1)), fread(0)))), "return select(f64.canonical(f64.add(v0, v1)), v0, f64.lt(v0, v1))"},
		{"a variable that adds up", list(set(2, zero), set(2, plus(fread(2), fread(0))), ret(fread(2))), "v2 = 0; v2 = f64.add(v2, v0); return f64.canonical(v2)"},
		{"and its copy", list(set(2, plus(fread(1), fread(0))), set(3, fread(2)), ret(fread(3))), "v2 = f64.add(v1, v0); v3 = v2; return f64.canonical(v3)"},
		{"that may hold a parameter", list(set(2, fread(0)), set(2, plus(fread(2), fread(0))), ret(fread(2))), "v2 = v0; v2 = f64.canonical(f64.add(v2, v0)); return v2"},
		{"that may hold a call's result", list(set(2, result), set(2, plus(fread(2), fread(0))), ret(fread(2))), "v2 = f1(); v2 = f64.canonical(f64.add(v2, v0)); return v2"},
		{"that only arithmetic sees", list(set(2, fread(0)), set(2, plus(fread(2), fread(0))), ret(plus(fread(2), fread(2)))),
			"v2 = v0; v2 = f64.add(v2, v0); return f64.canonical(f64.add(v2, v2))"},
		{"that is negated", list(set(2, neg(plus(fread(0), fread(1)))), ret(fread(2))), "v2 = f64.neg(f64.canonical(f64.add(v0, v1))); return v2"},
		{"a copy of one whose bits stay", list(set(2, plus(fread(0), fread(1))), set(3, fread(0)), set(3, fread(2)), ret(fread(3))),
			"v2 = f64.add(v0, v1); v3 = v0; v3 = f64.canonical(v2); return v3"},
		{"a parameter that is set", list(set(0, plus(fread(0), fread(1))), ret(fread(0))), "v0 = f64.canonical(f64.add(v0, v1)); return v0"},
		{"a constant keeps its bits", list(set(2, nan), ret(fread(2))), "v2 = 9221120237041090561; return v2"},
	} {
		m := &maker{}
		for range 4 {
			m.NewVar(wasm.F64)
		}
		m.Params, m.Locals, m.Body = 2, 2, c.body
		Canonical(&m.Func)
		require.Equal(t, c.want, ir.Text(m.Body), c.name)
	}
}

// The same for vectors. Who takes their lanes for floats of the other size, or stores them, could tell.
func TestCanonicalVectors(t *testing.T) {
	read := func(v ir.Var) *ir.Expr { return &ir.Expr{Kind: ir.Read, Type: wasm.V128, Var: v, Size: 1} }
	do := func(o op.Op, args ...*ir.Expr) *ir.Expr {
		x := apply(o, args...)
		x.Type = wasm.V128
		return x
	}
	sum := func(a, b *ir.Expr) *ir.Expr { return do(op.F32x4Add, a, b) }
	constant := func(a uint32) *ir.Expr { return &ir.Expr{Kind: ir.Const, Type: wasm.V128, A: a, Size: 1} }
	half := func(x *ir.Expr) *ir.Expr { return apply(op.V128Lo, x) }
	for _, c := range []struct {
		name string
		body []ir.Stmt
		want string
	}{
		{"a sum is returned", list(ret(sum(read(0), read(1)))), "return f32x4.canonical(f32x4.add(v0, v1))"},
		{"of products", list(ret(sum(do(op.F32x4Mul, read(0), read(1)), read(1)))), "return f32x4.canonical(f32x4.add(f32x4.mul(v0, v1), v1))"},
		{"negated", list(ret(do(op.F32x4Neg, sum(read(0), read(1))))), "return f32x4.neg(f32x4.canonical(f32x4.add(v0, v1)))"},
		{"taken for other floats", list(ret(do(op.F64x2Add, sum(read(0), read(1)), read(1)))),
			"return f64x2.canonical(f64x2.add(f32x4.canonical(f32x4.add(v0, v1)), v1))"},
		{"promoted", list(ret(do(op.F64x2PromoteLowF32x4, sum(read(0), read(1))))), "return f64x2.canonical(f64x2.promote_low_f32x4(f32x4.add(v0, v1)))"},
		{"demoted", list(ret(do(op.F32x4DemoteF64x2Zero, do(op.F64x2Sqrt, read(0))))), "return f32x4.canonical(f32x4.demote_f64x2_zero(f64x2.sqrt(v0)))"},
		{"compared", list(ret(do(op.F32x4Lt, sum(read(0), read(1)), read(1)))), "return f32x4.lt(f32x4.add(v0, v1), v1)"},
		{"of integers", list(ret(do(op.F32x4ConvertI32x4S, sum(read(0), read(1))))), "return f32x4.convert_i32x4_s(f32x4.canonical(f32x4.add(v0, v1)))"},
		{"of a lane", list(ret(do(op.F32x4Splat, float(apply(op.F64Add, fread(4), fread(4)))))), "return f32x4.splat(f64.canonical(f64.add(v4, v4)))"},
		{"a variable that adds up", list(set(2, constant(0)), set(2, sum(read(2), read(0))), ret(read(2))),
			"v2 = v128.0; v2 = f32x4.add(v2, v0); return f32x4.canonical(v2)"},
		{"one that begins with a NaN", list(set(2, constant(1)), set(2, sum(read(2), read(0))), ret(read(2))),
			"v2 = v128.1; v2 = f32x4.canonical(f32x4.add(v2, v0)); return v2"},
		{"one that is only stored", list(set(2, sum(read(0), read(1))), ret(half(read(2)))), "v2 = f32x4.canonical(f32x4.add(v0, v1)); return v128.lo(v2)"},
	} {
		m := &maker{}
		for range 4 {
			m.NewVar(wasm.V128)
		}
		m.NewVar(wasm.F64)
		m.V128 = [][16]byte{{}, {4: 1, 6: 0x80, 7: 0x7f}}
		m.Params, m.Locals, m.Body = 2, 2, c.body
		Canonical(&m.Func)
		require.Equal(t, c.want, ir.Text(m.Body), c.name)
	}
}
