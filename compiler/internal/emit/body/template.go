package body

import (
	"fmt"
	"go/ast"
	"go/token"

	"github.com/wasm2go/wasm2go/compiler/internal/backend"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/op/template"
)

// templates holds the parsed Go columns of the op table by instruction, nil where there is none.
type templates [len(op.Table)]ast.Expr

// parseTemplates parses every row that has a Go column. The table is part of
// this program: a row that does not parse is a broken invariant.
func parseTemplates() *templates {
	var t templates
	for i := range op.Table {
		if op.Table[i].Go == "" {
			continue
		}
		parsed, err := template.Parse(op.Table[i].Go)
		if err != nil {
			panic(fmt.Sprintf("op table: %s: %v", op.Table[i].Name, err))
		}
		t[i] = parsed.Expr
	}
	return &t
}

// immediates are those of an instruction, as wasm.Instr has them.
type immediates struct {
	a    uint32
	b    uint64
	lane uint8
}

// An instance fills the placeholders of a template, see package template.
type instance struct {
	immediates
	args    []*gotext.Expr
	vectors [][16]byte // of the function: $v128 is one of them
	memory  *memory    // of an access
	offset  uint64
	small   bool // the address is a sum whose first operand is below 2^31
}

func (in *instance) expr(e ast.Expr) *gotext.Expr {
	switch e := e.(type) {
	case *ast.Ident:
		return in.ident(e.Name)
	case *ast.BasicLit:
		return gotext.Atom(e.Value)
	case *ast.ParenExpr:
		return in.expr(e.X)
	case *ast.UnaryExpr:
		return gotext.Unary(e.Op.String(), in.expr(e.X))
	case *ast.BinaryExpr:
		return in.binary(e)
	case *ast.CallExpr:
		return in.call(e)
	}
	panic(fmt.Sprintf("op table: %T in a template", e))
}

func (in *instance) ident(name string) *gotext.Expr {
	switch name {
	case "mem":
		return gotext.Atom(in.memory.field)
	case "_offset": // ea adds it
		return gotext.Atom(name)
	case "_lane":
		return gotext.Uint64(uint64(in.lane))
	case "_type":
		return gotext.Uint64(uint64(in.a))
	case "_field":
		return gotext.Uint64(in.b)
	case "_v128":
		return gotext.V128(in.vectors[in.a])
	}
	if name[0] == '_' {
		return in.args[name[1]-'0']
	}
	return gotext.Atom(name)
}

func (in *instance) binary(e *ast.BinaryExpr) *gotext.Expr {
	x, y := in.expr(e.X), in.expr(e.Y)
	switch e.Op {
	case token.SHL, token.SHR:
		x = typed(e.X, x)
		y = maskedLiteral(e.Y, in, y)
	case token.ADD:
		if n := y.Negated(); n != nil {
			return gotext.Binary(x, "-", n)
		}
	case token.SUB:
		if n := y.Negated(); n != nil {
			return gotext.Binary(x, "+", n)
		}
	}
	return gotext.Binary(x, e.Op.String(), y)
}

// typed gives a literal before a shift its type: Go would take it from the
// context.
func typed(e ast.Expr, x *gotext.Expr) *gotext.Expr {
	if c, ok := e.(*ast.CallExpr); ok && !x.IsCall() {
		return gotext.Call(c.Fun.(*ast.Ident).Name, x)
	}
	switch {
	case x.Is32():
		return gotext.Call("uint32", x)
	case x.Is64():
		return gotext.Call("int64", x)
	}
	return x
}

// maskedLiteral computes `5 & 31`, the shift count of a literal.
func maskedLiteral(e ast.Expr, in *instance, y *gotext.Expr) *gotext.Expr {
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
	if bits, ok := in.expr(count).Literal(); ok {
		mask := uint64(31)
		if b.Y.(*ast.BasicLit).Value == "63" {
			mask = 63
		}
		return gotext.Uint64(bits & mask)
	}
	return y
}

func (in *instance) call(e *ast.CallExpr) *gotext.Expr {
	var room [3]*gotext.Expr
	args := room[:0]
	for _, a := range e.Args {
		args = append(args, in.expr(a))
	}
	switch f := e.Fun.(type) {
	case *ast.Ident:
		if f.Name == "ea" {
			return in.address(args[0])
		}
		return gotext.Convert(f.Name, args[0])
	case *ast.SelectorExpr:
		qualifier := f.X.(*ast.Ident).Name
		switch {
		case qualifier == "mem":
			return in.method(f.Sel.Name, args)
		case qualifier == "core":
			return gotext.Call("m.core."+f.Sel.Name, args...)
		case qualifier[0] == '_':
			return gotext.Method(in.ident(qualifier), f.Sel.Name, args...).Wide() // half of a vector
		}
		pkg, ok := gotext.Named(qualifier)
		if !ok {
			panic("op table: package " + qualifier + " in a template")
		}
		return gotext.CallIn(pkg, qualifier+"."+f.Sel.Name, args...)
	}
	panic("op table: call of an expression in a template")
}

// method calls a method of the memory's view.
func (in *instance) method(name string, args []*gotext.Expr) *gotext.Expr {
	x := gotext.Call(in.memory.view+"."+name, args...)
	if name == "Load64" {
		x.Wide()
	}
	return x
}

// address is the effective address of an access: an i32 and an offset of 32
// bits make 33; the sum of an i64 and one of 64 bits must not wrap.
func (in *instance) address(x *gotext.Expr) *gotext.Expr {
	bits, _ := x.Literal()
	switch {
	case x.Is32():
		return gotext.Uint64(bits + in.offset)
	case in.offset == 0:
		if in.memory.near {
			return in.signedSum(x)
		}
		return gotext.Convert("uint64", x)
	case in.memory.is64:
		return gotext.CallIn(gotext.ABI, "abi.Addr64", gotext.Convert("uint64", x), gotext.Uint64(in.offset))
	}
	return gotext.Binary(gotext.Convert("uint64", x), "+", gotext.Uint64(in.offset))
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
func (in *instance) signedSum(x *gotext.Expr) *gotext.Expr {
	y, operator, c, ok := x.Operands()
	if !ok || !c.Is32() || operator != "+" && operator != "-" {
		return gotext.Convert("uint64", x)
	}
	if bits, _ := c.Literal(); bits >= backend.NearLimit {
		return gotext.Convert("uint64", x)
	}
	if operator == "+" && !in.small {
		y = gotext.Call("int32", y)
	}
	return gotext.Binary(gotext.Convert("uint64", y), operator, c)
}
