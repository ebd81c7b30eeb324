package passes

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// In these functions v0 and v1 are addresses, v2 and v3 floats. Memory 0 faults, memory 1 checks.

func fload(addr *ir.Expr) *ir.Expr { return float(apply(op.F64Load, addr)) }

func float(x *ir.Expr) *ir.Expr {
	x.Type = wasm.F64
	return x
}

func plus(x, y *ir.Expr) *ir.Expr { return float(apply(op.F64Add, x, y)) }

func fread(v ir.Var) *ir.Expr { return float(read(v)) }

func fstore(addr, x *ir.Expr) ir.Stmt {
	return ir.Stmt{Kind: ir.Effect, Op: op.F64Store, X: []*ir.Expr{addr, x}}
}

func below(x, y *ir.Expr) *ir.Expr {
	x = apply(op.F64Lt, x, y)
	x.Cond = true
	return x
}

func divide(x, y *ir.Expr) *ir.Expr { return apply(op.I32DivS, x, y) }

// certain runs Floats behind Structure, and returns the text.
func certain(t *testing.T, build func(a, b *ir.Label) []ir.Stmt) (text string, noInline bool) {
	m := newMaker(4, 0)
	m.Vars[2].Type, m.Vars[3].Type = wasm.F64, wasm.F64
	a, b := m.NewLabel(), m.NewLabel()
	m.Body = build(a, b)
	Structure(&m.Func)
	Floats(&m.Func, []bool{true, false})
	return ir.Text(m.Body), m.NoInline
}

func TestFloats(t *testing.T) {
	const sure, unsure = "f64.load(v0)", "f64.reinterpret_i64(i64.load(v0))"
	for _, c := range []struct {
		name  string
		build func(a, b *ir.Label) []ir.Stmt
		want  string
	}{
		{"stored", func(a, b *ir.Label) []ir.Stmt {
			return list(fstore(read(1), plus(fload(read(0)), fread(2))), ret())
		}, "f64.store v1, f64.add(" + sure + ", v2); return"},
		{"stored later", func(a, b *ir.Label) []ir.Stmt {
			return list(set(2, fload(read(0))), set(3, plus(fread(2), fread(3))), fstore(read(1), fread(3)), ret())
		}, "v2 = " + sure + "; v3 = f64.add(v2, v3); f64.store v1, v3; return"},
		{"overwritten", func(a, b *ir.Label) []ir.Stmt {
			return list(set(2, fload(read(0))), set(2, fread(3)), fstore(read(1), fread(2)), ret())
		}, "v2 = " + unsure + "; v2 = v3; f64.store v1, v2; return"},
		{"changed places", func(a, b *ir.Label) []ir.Stmt {
			return list(set(2, fload(read(0))), ir.Stmt{Kind: ir.Assign, Dst: []ir.Var{2, 3}, X: []*ir.Expr{fread(3), fread(2)}}, fstore(read(1), fread(3)), ret())
		}, "v2 = " + sure + "; v2, v3 = v3, v2; f64.store v1, v3; return"},
		{"stored in one arm", func(a, b *ir.Label) []ir.Stmt {
			return list(set(2, fload(read(0))), when(is(1), fstore(read(1), fread(2))), ret())
		}, "v2 = " + unsure + "; if v1 != 0 {f64.store v1, v2}; return"},
		{"stored in both", func(a, b *ir.Label) []ir.Stmt {
			return list(set(2, fload(read(0))), otherwise(when(is(1), fstore(read(1), fread(2))), fstore(read(0), fread(2))), ret())
		}, "v2 = " + sure + "; if v1 != 0 {f64.store v1, v2} else {f64.store v0, v2}; return"},
		{"stored behind a block that is left", func(a, b *ir.Label) []ir.Stmt {
			return list(set(2, fload(read(0))), block(a, when(is(1), store(read(0), num(1)), when(is(0), br(a)), set(0, num(1))), store(read(0), num(2))), fstore(read(1), fread(2)), ret())
		}, "v2 = " + sure + "; L1{if v1 != 0 {i32.store v0, 1; if v0 != 0 {goto L1}; v0 = 1}; i32.store v0, 2}; f64.store v1, v2; return"},
		{"stored in all cases but one", func(a, b *ir.Label) []ir.Stmt {
			return list(set(2, fload(read(0))), choose(read(1), arm(list(fstore(read(1), fread(2))), 0), arm(list(fstore(read(0), fread(3))))), ret())
		}, "v2 = " + unsure + "; switch v1 {[0]: f64.store v1, v2 | []: f64.store v0, v3}; return"},
		{"summed up in a loop", func(a, b *ir.Label) []ir.Stmt {
			return list(loop(a, set(2, plus(fread(2), fload(read(0)))), when(is(1), br(a))), fstore(read(1), fread(2)), ret())
		}, "for L1 {v2 = f64.add(v2, " + sure + "); if v1 == 0 {goto L3}}; f64.store v1, v2; return"},
		{"overwritten in the next round", func(a, b *ir.Label) []ir.Stmt {
			return list(loop(a, set(2, fload(read(0))), when(is(1), br(a))), fstore(read(1), fread(2)), ret())
		}, "for L1 {v2 = " + unsure + "; if v1 == 0 {goto L3}}; f64.store v1, v2; return"},
		{"summed up in a loop without end", func(a, b *ir.Label) []ir.Stmt {
			return list(loop(a, set(2, plus(fread(2), fload(read(0)))), br(a)))
		}, "for L1 {v2 = f64.add(v2, " + unsure + ")}"},
		{"stored in a loop without end", func(a, b *ir.Label) []ir.Stmt {
			return list(loop(a, set(2, plus(fread(2), fload(read(0)))), fstore(read(1), fread(2)), br(a)))
		}, "for L1 {v2 = f64.add(v2, " + sure + "); f64.store v1, v2}"},
		{"before a trap", func(a, b *ir.Label) []ir.Stmt {
			return list(set(2, fload(read(0))), set(1, divide(num(1), read(1))), fstore(read(1), fread(2)), ret())
		}, "v2 = " + unsure + "; v1 = i32.div_s(1, v1); f64.store v1, v2; return"},
		{"with a trap", func(a, b *ir.Label) []ir.Stmt {
			return list(fstore(divide(num(1), read(1)), fload(read(0))), ret())
		}, "f64.store i32.div_s(1, v1), " + unsure + "; return"},
		{"before a call", func(a, b *ir.Label) []ir.Stmt {
			return list(set(2, fload(read(0))), eval(call(7)), fstore(read(1), fread(2)), ret())
		}, "v2 = " + unsure + "; eval f7(); f64.store v1, v2; return"},
		{"before another load", func(a, b *ir.Label) []ir.Stmt {
			return list(set(2, fload(read(0))), set(1, apply(op.I32Load, read(1))), fstore(read(1), fread(2)), ret())
		}, "v2 = " + sure + "; v1 = i32.load(v1); f64.store v1, v2; return"},
		{"before one that checks", func(a, b *ir.Label) []ir.Stmt {
			x := apply(op.I32Load, read(1))
			x.A = 1
			return list(set(2, fload(read(0))), set(1, x), fstore(read(1), fread(2)), ret())
		}, "v2 = " + unsure + "; v1 = i32.load[1](v1); f64.store v1, v2; return"},
		{"unreachable", func(a, b *ir.Label) []ir.Stmt {
			return list(set(2, fload(read(0))), when(is(1), unreachable()), fstore(read(1), fread(2)), ret())
		}, "v2 = " + unsure + "; if v1 != 0 {unreachable}; f64.store v1, v2; return"},
		{"compared", func(a, b *ir.Label) []ir.Stmt {
			return list(when(below(fload(read(0)), fread(2)), store(read(1), read(0))), ret())
		}, "if f64.lt(" + unsure + ", v2) {i32.store v1, v0}; return"},
		{"an argument", func(a, b *ir.Label) []ir.Stmt {
			return list(eval(call(7, fload(read(0)))), ret())
		}, "eval f7(" + unsure + "); return"},
		{"its bits", func(a, b *ir.Label) []ir.Stmt {
			return list(store(read(1), apply(op.I64ReinterpretF64, fload(read(0)))), ret())
		}, "i32.store v1, i64.reinterpret_f64(" + unsure + "); return"},
		{"dropped", func(a, b *ir.Label) []ir.Stmt {
			return list(eval(fload(read(0))), ret())
		}, "eval " + sure + "; return"},
		{"the result", func(a, b *ir.Label) []ir.Stmt {
			return list(ret(fload(read(0))))
		}, "return " + unsure},
		{"of memory that checks", func(a, b *ir.Label) []ir.Stmt {
			x := fload(read(0))
			x.A = 1
			return list(set(2, x), ret())
		}, "v2 = f64.load[1](v0); return"},
	} {
		text, noInline := certain(t, c.build)
		require.Equal(t, c.want, text, c.name)
		require.False(t, noInline && c.name != "summed up in a loop" && c.name != "stored in a loop without end", c.name)
	}
}

// What a function with a loop returns is used, if nobody sees that a caller drops it.
func TestFloatsReturned(t *testing.T) {
	text, noInline := certain(t, func(a, b *ir.Label) []ir.Stmt {
		return list(loop(a, set(2, plus(fread(2), fload(read(0)))), when(is(1), br(a))), ret(fread(2)))
	})
	require.Equal(t, "for L1 {v2 = f64.add(v2, f64.load(v0)); if v1 == 0 {goto L3}}; return v2", text)
	require.True(t, noInline)
}

func TestIntegersOnly(t *testing.T) {
	m := newMaker(2, 0)
	m.Body = list(fstore(read(1), fload(read(0))), ret())
	IntegersOnly(&m.Func, []bool{true})
	require.Equal(t, "f64.store v1, f64.reinterpret_i64(i64.load(v0)); return", ir.Text(m.Body))
}
