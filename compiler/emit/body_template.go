package emit

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
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
	offset *node
	mem    string // the variable that holds the memory
	addr   string // the Go type of addresses: uint32 or uint64
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
		return &node{kind: unary, text: e.Op.String(), args: []*node{in.expr(e.X)}}
	case *ast.BinaryExpr:
		return in.binary(e)
	case *ast.CallExpr:
		return in.call(e)
	}
	panic(fmt.Sprintf("op table: %T in a template", e))
}

func (in *instance) ident(name string) *node {
	switch {
	case name == "_offset":
		return in.offset
	case name[0] == '_':
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
		// v0 + -5 reads better as v0 - 5.
		if y.lit != notLit && y.kind == unary {
			return newBinary(x, "-", y.args[0])
		}
	}
	return newBinary(x, e.Op.String(), y)
}

// typed gives a literal before a shift its type: Go would take it from the
// context.
func typed(e ast.Expr, x *node) *node {
	if c, ok := e.(*ast.CallExpr); ok && x.kind == atom {
		return newCall(c.Fun.(*ast.Ident).Name, x)
	}
	switch x.lit {
	case lit32:
		return newCall("int32", x)
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
	args := make([]*node, len(e.Args))
	for i, a := range e.Args {
		args[i] = in.expr(a)
	}
	switch f := e.Fun.(type) {
	case *ast.Ident:
		if f.Name == "addr" {
			return convert(in.addr, args[0])
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
