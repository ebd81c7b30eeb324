package passes

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Quiet marks the products and quotients that may be a signalling NaN where somebody could tell: v0 and v1 are parameters.
func TestQuiet(t *testing.T) {
	float := func(v float64) *ir.Expr {
		return &ir.Expr{Kind: ir.Const, Type: wasm.F64, B: math.Float64bits(v), Size: 1}
	}
	get := func(v ir.Var) *ir.Expr { return &ir.Expr{Kind: ir.Read, Type: wasm.F64, Var: v, Size: 1} }
	double := func(o op.Op, args ...*ir.Expr) *ir.Expr {
		x := apply(o, args...)
		x.Type = wasm.F64
		return x
	}
	mul := func(a, b *ir.Expr) *ir.Expr { return double(op.F64Mul, a, b) }
	div := func(a, b *ir.Expr) *ir.Expr { return double(op.F64Div, a, b) }
	add := func(a, b *ir.Expr) *ir.Expr { return double(op.F64Add, a, b) }
	neg := func(a *ir.Expr) *ir.Expr { return double(op.F64Neg, a) }
	result := call(1)
	result.Type = wasm.F64
	var names []string // constants are bits in the text
	for _, v := range []float64{1, -1, 0.5} {
		names = append(names, fmt.Sprint(math.Float64bits(v)), fmt.Sprint(v))
	}
	constants := strings.NewReplacer(names...)
	for _, c := range []struct {
		name string
		body []ir.Stmt
		want string
	}{
		{"a parameter may be a signalling NaN, another 1", list(ret(mul(get(0), get(1)))), "return quiet(f64.mul(v0, v1))"},
		{"quotient", list(ret(div(get(0), get(1)))), "return quiet(f64.div(v0, v1))"},
		{"1 / x is left alone", list(ret(div(float(1), get(1)))), "return f64.div(1, v1)"},
		{"by a constant", list(ret(mul(get(0), float(0.5)))), "return f64.mul(v0, 0.5)"},
		{"by 1", list(ret(mul(float(1), get(0)))), "return quiet(f64.mul(1, v0))"},
		{"by -1", list(ret(div(get(0), float(-1)))), "return quiet(f64.div(v0, -1))"},
		{"of sums", list(ret(mul(add(get(0), get(1)), add(get(0), get(0))))), "return f64.mul(f64.add(v0, v1), f64.add(v0, v0))"},
		{"in a sum", list(ret(add(mul(get(0), get(1)), get(1)))), "return f64.add(f64.mul(v0, v1), v1)"},
		{"of a product", list(ret(mul(mul(get(0), get(1)), get(1)))), "return quiet(f64.mul(f64.mul(v0, v1), v1))"},
		{"negated", list(ret(neg(mul(get(0), get(1))))), "return f64.neg(quiet(f64.mul(v0, v1)))"},
		{"negated in a sum", list(ret(add(neg(mul(get(0), get(1))), get(0)))), "return f64.add(f64.neg(f64.mul(v0, v1)), v0)"},
		{"its bits", list(ret(apply(op.I64ReinterpretF64, mul(get(0), get(1))))), "return i64.reinterpret_f64(quiet(f64.mul(v0, v1)))"},
		{"its value", list(ret(apply(op.I64TruncSatF64S, mul(get(0), get(1))))), "return i64.trunc_sat_f64_s(f64.mul(v0, v1))"},
		{"in a variable that goes into a sum", list(set(2, mul(get(0), get(1))), ret(add(get(2), get(2)))), "v2 = f64.mul(v0, v1); return f64.add(v2, v2)"},
		{"in a variable that goes into a product", list(set(2, mul(get(0), get(1))), ret(mul(get(2), float(-1)))), "v2 = f64.mul(v0, v1); return quiet(f64.mul(v2, -1))"},
		{"in a variable, copied and returned", list(set(2, mul(get(0), get(1))), set(3, get(2)), ret(get(3))), "v2 = quiet(f64.mul(v0, v1)); v3 = v2; return v3"},
		{"quiet already", list(set(2, mul(get(0), get(1))), ret(mul(get(2), get(2)), get(2))), "v2 = quiet(f64.mul(v0, v1)); return f64.mul(v2, v2), v2"},
		{"of variables from sums", list(set(2, add(get(0), get(1))), set(3, get(2)), ret(mul(get(3), get(2)))), "v2 = f64.add(v0, v1); v3 = v2; return f64.mul(v3, v2)"},
		{"of a variable that may be a call's", list(set(2, add(get(0), get(1))), set(2, double(op.F64Sub, get(0), get(1))), set(3, result), ret(mul(get(3), get(2)))),
			"v2 = f64.add(v0, v1); v2 = f64.sub(v0, v1); v3 = f1(); return quiet(f64.mul(v3, v2))"},
	} {
		m := &maker{}
		for range 4 {
			m.NewVar(wasm.F64)
		}
		m.Params, m.Locals, m.Body = 2, 2, c.body
		Quiet(&m.Func)
		require.Equal(t, c.want, constants.Replace(ir.Text(m.Body)), c.name)
	}
}
