package emit

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"strconv"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// A template is the Go column of an instruction's row in the op table,
// parsed.
type template struct {
	expr ast.Expr
}

// templates holds the parsed Go columns by instruction.
type templates [len(op.Table)]*template

// parseTemplates parses every row that has a Go column. The table is part of
// this program: a row that does not parse is a broken invariant.
func parseTemplates() *templates {
	var t templates
	placeholder := strings.NewReplacer("$", "_")
	for i := range op.Table {
		text := strings.TrimPrefix(op.Table[i].Go, "?")
		if text == "" {
			continue
		}
		expr, err := parser.ParseExpr(placeholder.Replace(text))
		if err != nil {
			panic(fmt.Sprintf("op table: %s: %v", op.Table[i].Name, err))
		}
		t[i] = &template{expr}
	}
	return &t
}

// An instance fills the placeholders of a template.
type instance struct {
	args   []*node
	offset uint64
	mem    string // the variable that holds the memory
	is64   bool   // its addresses are i64
	near   bool   // it is at most 2 GiB large
	small  bool   // the address is a sum whose first operand is below 2^31
}

func (in *instance) expr(e ast.Expr) *node {
	switch e := e.(type) {
	case *ast.Ident:
		return in.ident(e.Name)
	case *ast.BasicLit:
		return newAtom(e.Value)
	case *ast.ParenExpr:
		return in.expr(e.X)
	case *ast.UnaryExpr:
		return newUnary(e.Op.String(), in.expr(e.X))
	case *ast.BinaryExpr:
		return in.binary(e)
	case *ast.CallExpr:
		return in.call(e)
	}
	panic(fmt.Sprintf("op table: %T in a template", e))
}

func (in *instance) ident(name string) *node {
	if name[0] == '_' && name != "_offset" {
		return in.args[name[1]-'0']
	}
	return newAtom(name)
}

func (in *instance) binary(e *ast.BinaryExpr) *node {
	x, y := in.expr(e.X), in.expr(e.Y)
	switch e.Op {
	case token.SHL, token.SHR:
		x = typed(e.X, x)
		y = maskedLiteral(e.Y, in, y)
	case token.ADD:
		if n := negated(y); n != nil {
			return newBinary(x, "-", n)
		}
	case token.SUB:
		if n := negated(y); n != nil {
			return newBinary(x, "+", n)
		}
	}
	return newBinary(x, e.Op.String(), y)
}

// negated is -n for a literal n that counts as negative: v0 - 5 reads better
// than v0 + 0xfffffffb.
func negated(n *node) *node {
	switch {
	case n.lit == lit32 && int32(n.bits) < 0:
		return literal32(-uint32(n.bits))
	case n.lit == lit64 && n.kind == unary && n.bits != 1<<63:
		return n.args[0]
	}
	return nil
}

// typed gives a literal before a shift its type: Go would take it from the
// context.
func typed(e ast.Expr, x *node) *node {
	if c, ok := e.(*ast.CallExpr); ok && x.kind != call {
		return newCall(c.Fun.(*ast.Ident).Name, x)
	}
	switch x.lit {
	case lit32:
		return newCall("uint32", x)
	case lit64:
		return newCall("int64", x)
	}
	return x
}

// maskedLiteral computes `5 & 31`, the shift count of a literal.
func maskedLiteral(e ast.Expr, in *instance, y *node) *node {
	if p, ok := e.(*ast.ParenExpr); ok {
		e = p.X
	}
	b, ok := e.(*ast.BinaryExpr)
	if !ok || b.Op != token.AND {
		return y
	}
	count := b.X
	if c, ok := count.(*ast.CallExpr); ok && len(c.Args) == 1 {
		count = c.Args[0]
	}
	if n := in.expr(count); n.lit != notLit {
		mask := uint64(31)
		if b.Y.(*ast.BasicLit).Value == "63" {
			mask = 63
		}
		return newAtom(fmt.Sprint(n.bits & mask))
	}
	return y
}

func (in *instance) call(e *ast.CallExpr) *node {
	var room [3]*node
	args := room[:0]
	for _, a := range e.Args {
		args = append(args, in.expr(a))
	}
	switch f := e.Fun.(type) {
	case *ast.Ident:
		if f.Name == "ea" {
			return in.address(args[0])
		}
		return convert(f.Name, args[0])
	case *ast.SelectorExpr:
		pkg := f.X.(*ast.Ident).Name
		if pkg == "mem" {
			pkg = in.mem
		}
		return newCall(pkg+"."+f.Sel.Name, args...)
	}
	panic("op table: call of an expression in a template")
}

// address is the effective address of an access: an i32 and an offset of 32
// bits make 33; the sum of an i64 and one of 64 bits must not wrap.
func (in *instance) address(x *node) *node {
	switch {
	case x.lit == lit32:
		return newAtom(strconv.FormatUint(x.bits+in.offset, 10))
	case in.offset == 0:
		if in.near {
			return in.signedSum(x)
		}
		return convert("uint64", x)
	case in.is64:
		return newCall("abi.Addr64", convert("uint64", x), newAtom(strconv.FormatUint(in.offset, 10)))
	}
	return newBinary(convert("uint64", x), "+", newAtom(strconv.FormatUint(in.offset, 10)))
}

// signedSum is the address of an access to a memory of at most 2 GiB. For
// x = y + c it adds in 64 bits, which the processor does for nothing as part
// of the access. The sum differs from the wrapped one only where it is
// negative, or beyond 2 GiB with the wrapped one: out of bounds in any case.
//
//   - c >= 0, y sign-extended: y + c lies in [-2^31, 2^32). If it is negative,
//     the wrapped sum is at least 2^31; else they are equal. Where y is known
//     not to be negative, its extension with zeros is the same, and free.
//   - c < 0, y zero-extended: y + c lies in [-2^31, 2^32), and so likewise.
func (in *instance) signedSum(x *node) *node {
	if x.kind != binary || len(x.args) != 2 || x.args[1].lit != lit32 || x.args[1].bits > nearLimit-1 {
		return convert("uint64", x)
	}
	switch x.text {
	case "+":
		if in.small {
			return newBinary(convert("uint64", x.args[0]), "+", x.args[1])
		}
		return newBinary(convert("uint64", newCall("int32", x.args[0])), "+", x.args[1])
	case "-":
		return newBinary(convert("uint64", x.args[0]), "-", x.args[1])
	}
	return convert("uint64", x)
}

func floatOf(t op.Op, bits uint64) (v float64, size int) {
	if t == op.F32Const {
		return float64(math.Float32frombits(uint32(bits))), 32
	}
	return math.Float64frombits(bits), 64
}

// plainFloat tells whether a Go constant can be v.
func plainFloat(v float64, bits uint64) bool {
	return !math.IsNaN(v) && !math.IsInf(v, 0) && (v != 0 || bits == 0)
}
