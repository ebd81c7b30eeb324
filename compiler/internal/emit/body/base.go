package body

import (
	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
)

// A base is a variable to which accesses add something variable: in p[i], p. Where a base is itself the sum of y and a
// constant, the Go compiler would compute each address as (y + i) + constant, two instructions more than p + i. It does not
// see through a sum of 64 bits.

// scanBases marks the variables in the sum that an address is.
func (p *printer) scanBases(address *ir.Expr) {
	if address.Kind != ir.Apply || address.Op != op.I32Add {
		return
	}
	x, y := address.Args[0], address.Args[1]
	if y.Kind == ir.Const {
		p.scanBases(x)
		return
	}
	for _, a := range address.Args {
		if a.Kind == ir.Read {
			p.bases[a.Var] = true
		}
	}
}

// minBase is the least constant that is taken for a part of an address: smaller ones are steps of a loop.
const minBase = 16

// isBase tells whether assigning x to v makes a base that the Go compiler would take apart.
func (p *printer) isBase(v ir.Var, x *ir.Expr) bool {
	if !p.bases[v] || x.Kind != ir.Apply || x.Op != op.I32Add || x.Args[1].Kind != ir.Const {
		return false
	}
	if c := int32(x.Args[1].B); -minBase < c && c < minBase {
		return false
	}
	y := x.Args[0]
	return y.Kind != ir.Const && (y.Kind != ir.Read || y.Var != v)
}

// base is the sum in 64 bits.
func (p *printer) base(x *ir.Expr) *gotext.Expr {
	c, operator := uint32(x.Args[1].B), "+"
	if int32(c) < 0 {
		c, operator = -c, "-"
	}
	return gotext.Convert("uint32", gotext.Binary(gotext.Convert("uint64", p.expr(x.Args[0])), operator, gotext.Uint32(c)))
}
