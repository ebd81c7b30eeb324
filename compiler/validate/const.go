package validate

import (
	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// expr validates a constant expression of the given type, which may refer to the first globals: spec 3.4.15. That it has
// none but the instructions for constants is the decoder's work.
func (c *checker) expr(e *wasm.Expr, want wasm.ValType, globals int) {
	v := &c.v
	v.reset(c.m)
	v.enter(frame{op: op.Block, results: []wasm.ValType{want}})
	v.top.dead = true // nothing is handed on
	for _, v.in = range e.Instrs {
		if v.in.Op == op.GlobalGet {
			c.constGlobal(globals)
		}
		v.check(&rules[v.in.Op])
	}
	v.in = wasm.Instr{Op: op.End, Offset: e.End}
	v.endPart()
}

// constGlobal checks the global that global.get names.
func (c *checker) constGlobal(globals int) {
	i := c.v.in.A
	if uint64(i) >= uint64(globals) {
		decode.Fail(c.v.in.Offset, "unknown global %d in a constant expression", i)
	}
	if c.m.Globals[i].Mutable {
		decode.Fail(c.v.in.Offset, "constant expression required, global %d is mutable", i)
	}
}

// forEachExpr calls f for every constant expression of the module.
func forEachExpr(m *wasm.Module, f func(*wasm.Expr)) {
	some := func(e *wasm.Expr) {
		if e != nil {
			f(e)
		}
	}
	for i := range m.Tables {
		some(m.Tables[i].Init)
	}
	for i := range m.Globals {
		some(m.Globals[i].Init)
	}
	for i := range m.Elems {
		some(m.Elems[i].Start)
		for j := range m.Elems[i].Exprs {
			f(&m.Elems[i].Exprs[j])
		}
	}
	for i := range m.Datas {
		some(m.Datas[i].Start)
	}
}

func isRefFunc(in wasm.Instr) bool { return in.Op == op.RefFunc }
