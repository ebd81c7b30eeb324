package passes

import (
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
)

// Chain returns how often at most one instruction is applied to its own result, through variables, too: 3 in a + b + c + d. The Go
// compiler, which looks for common subexpressions, needs time with the square of that.
func Chain(f *ir.Func) int {
	c := chains{of: make([]chain, len(f.Vars))}
	ir.Visit(f.Body, func(s *ir.Stmt) {
		for i, x := range s.X {
			found := c.expr(x)
			if len(s.X) == len(s.Dst) {
				c.of[s.Dst[i]] = found
			}
		}
	})
	return c.longest
}

// A chain is what computes a value: an instruction, or a select, and how often.
type chain struct {
	kind   ir.ExprKind
	op     op.Op
	length int
}

type chains struct {
	of      []chain // by variable, as it was assigned last
	longest int
}

func (c *chains) expr(x *ir.Expr) chain {
	if x.Kind == ir.Read {
		return c.of[x.Var]
	}
	longest := 0
	for _, a := range x.Args {
		if inner := c.expr(a); inner.kind == x.Kind && inner.op == x.Op {
			longest = max(longest, inner.length)
		}
	}
	if x.Kind != ir.Apply && x.Kind != ir.Select {
		return chain{}
	}
	c.longest = max(c.longest, longest+1)
	return chain{x.Kind, x.Op, longest + 1}
}
