package passes

import (
	"math"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Quiet makes NaNs quiet that the Go compiler may let through. The result of arithmetic is never a signalling NaN (spec 4.3.3, "NaN
// propagation"), and no processor gives one. But Go does not tell one NaN from another, and leaves out operations that change nothing
// else. What it does with floats (cmd/compile/internal/ssa/_gen/*.rules, Go 1.26), and what that means here:
//
//	x * 1, x / 1        x: the operation is gone, a signalling NaN stays one
//	x * -1, x / -1      -x: only the sign changes, the same
//	x / 2^n             x * 2^-n: arithmetic, but for 2^0, above
//	x * 2               x + x: arithmetic
//	x + 0, x - 0, 0 - x these are left alone, since -0 + 0 is 0; so are x - x, -(-x), x - (-y), x == x
//	constants           are computed unless the result is a NaN; a NaN never is a constant of Go's
//	float32(float64(x)) both conversions are made (but for ppc64, where a register has no single precision: abi.F64Promote)
//	a*b + c             fused where the platform can, unless the product is converted, as the templates do
//	-(a*b)              one instruction on arm and arm64, whose NaN may have another sign, which is free
//	min, max            give a NaN as it is on amd64; abi adds the operands instead
//	math.Floor, Sqrt    and kin: the same in their portable form; abi, too
//	sqrt, comparisons   what replaces them does the same with NaNs
//	float32 in float64  constants only, which are no NaNs
//	loads and stores    keep all bits; what is loaded may become the constant that was stored
//
// So products and quotients are what to look after. Go finds 1 and -1 behind variables, conversions, inlined calls and in memory; it is
// simpler to say where the result is sure to be no signalling NaN: where the other operand is none, since it comes from arithmetic, too;
// or where nobody could tell, since the result goes on into arithmetic. That leaves few.
func Quiet(f *ir.Func) {
	q := &quieter{f: f, shape: scalars}
	if !q.any() {
		return
	}
	q.findSeen()
	q.findSignalling()
	for s := range q.stmts {
		for i, x := range s.X {
			s.X[i] = q.expr(x, readerOf(s, i))
		}
	}
}

type quieter struct {
	f          *ir.Func
	shape      shape
	seen       []bool // by variable: somebody can tell what kind of NaN it is
	counted    []bool // by variable: somebody looks at its value alone
	signalling []bool // by variable: it may be a signalling NaN
}

// stmts yields all statements.
func (q *quieter) stmts(yield func(*ir.Stmt) bool) {
	more := true
	ir.Visit(q.f.Body, func(s *ir.Stmt) { more = more && yield(s) })
}

// any tells whether there is a product or a quotient.
func (q *quieter) any() bool {
	found := false
	for s := range q.stmts {
		for _, x := range s.X {
			x.Walk(func(x *ir.Expr) { found = found || product(x) })
		}
	}
	return found
}

// A reader is who gets a value: a variable, or one of these.
type reader int

const (
	anybody reader = -1 // memory, other functions, instructions on the bits
	nobody  reader = -2 // arithmetic, comparisons: they do not tell one NaN from another
)

// readerOf is who gets operand i of a statement.
func readerOf(s *ir.Stmt, i int) reader {
	if s.Kind == ir.Assign && len(s.X) == len(s.Dst) {
		return reader(s.Dst[i])
	}
	return anybody
}

// tells tells whether a reader can tell what kind of NaN it gets.
func (q *quieter) tells(r reader) bool { return r == anybody || r != nobody && q.seen[r] }

// findSeen follows values back from who can tell.
func (q *quieter) findSeen() {
	q.seen, q.counted = make([]bool, len(q.f.Vars)), make([]bool, len(q.f.Vars))
	from := make([][]ir.Var, len(q.f.Vars)) // by variable: what it may be a copy of
	var visit func(x *ir.Expr, to reader)
	visit = func(x *ir.Expr, to reader) {
		switch {
		case x.Kind != ir.Read:
			for i, a := range x.Args {
				visit(a, q.shape.operandReader(x, i, to))
			}
		case to == anybody:
			q.seen[x.Var] = true
		case to == nobody:
			q.counted[x.Var] = true
		default:
			from[to] = append(from[to], x.Var)
		}
	}
	for s := range q.stmts {
		for i, x := range s.X {
			visit(x, readerOf(s, i))
		}
	}
	reach(q.seen, from)
}

// findSignalling follows NaNs that no arithmetic has seen forward. Products that somebody sees are going to be made quiet.
func (q *quieter) findSignalling() {
	q.signalling = make([]bool, len(q.f.Vars))
	for v := range q.f.Params {
		q.signalling[v] = true
	}
	to := make([][]ir.Var, len(q.f.Vars)) // by variable: its copies
	for s := range q.stmts {
		for i, v := range s.Dst {
			if len(s.X) != len(s.Dst) { // the results of a call
				q.signalling[v] = true
				continue
			}
			for _, x := range sources(nil, s.X[i], !q.seen[v]) {
				if x.Kind == ir.Read {
					to[x.Var] = append(to[x.Var], v)
				} else {
					q.signalling[v] = true
				}
			}
		}
	}
	reach(q.signalling, to)
}

// expr makes the products in x quiet that need it.
func (q *quieter) expr(x *ir.Expr, to reader) *ir.Expr {
	for i, a := range x.Args {
		x.Args[i] = q.expr(a, q.shape.operandReader(x, i, to))
	}
	if !product(x) || !q.tells(to) {
		return x
	}
	for _, y := range sources(nil, x, true) {
		if y.Kind != ir.Read || q.signalling[y.Var] {
			return &ir.Expr{Kind: ir.Quiet, Type: x.Type, Size: x.Size + 1, Effects: x.Effects, Offset: x.Offset, Args: []*ir.Expr{x}}
		}
	}
	return x
}

// sources adds to list the variables, loads and the like whose NaN may be the result of x as it is. What is in products counts only
// where these are not going to be made quiet.
func sources(list []*ir.Expr, x *ir.Expr, products bool) []*ir.Expr {
	switch {
	case !scalars.holds(x.Type), x.Kind == ir.Const && !signallingNaN(x):
		return list
	case product(x):
		for i, a := range x.Args {
			if products && unchanged(x, i) {
				list = sources(list, a, true)
			}
		}
		return list
	case scalars.computes(x):
		return list
	case x.Kind == ir.Select, x.Kind == ir.Apply && signs(x.Op) == scalars:
		for i, a := range x.Args {
			if scalars.passesOn(x, i) {
				list = sources(list, a, products)
			}
		}
		return list
	}
	return append(list, x)
}

// product tells whether x is a product or a quotient.
func product(x *ir.Expr) bool {
	if x.Kind != ir.Apply {
		return false
	}
	switch x.Op {
	case op.F32Mul, op.F32Div, op.F64Mul, op.F64Div:
		return true
	}
	return false
}

// unchanged tells whether Go may find that a product is its operand i, or that negated, as it is: the other one may be 1 or -1.
func unchanged(x *ir.Expr, i int) bool {
	if divides := x.Op == op.F32Div || x.Op == op.F64Div; divides && i == 1 {
		return false
	}
	other := x.Args[1-i]
	if other.Kind != ir.Const {
		return true
	}
	return math.Abs(value(other)) == 1
}

// signallingNaN tells whether a constant is one: the first bit of its payload is not set.
func signallingNaN(x *ir.Expr) bool {
	if x.Type == wasm.F32 {
		return math.IsNaN(value(x)) && x.B>>22&1 == 0
	}
	return math.IsNaN(value(x)) && x.B>>51&1 == 0
}

// value is that of a constant; of NaNs only that it is one.
func value(x *ir.Expr) float64 {
	if x.Type == wasm.F32 {
		return float64(math.Float32frombits(uint32(x.B)))
	}
	return math.Float64frombits(x.B)
}
