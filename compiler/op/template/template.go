// Package template reads the Go column of ops.txt. A template is a Go expression, or a statement if the instruction has no
// results, with these placeholders:
//
//	$0 $1 ...         the operands, each used once: an i32 is a uint32, an i64 an int64
//	mem               the memory that the instruction names: its view in a call of a method, else the memory itself
//	core              the instance's *abi.Core, in a call of a method
//	ea($0, $offset)   the effective address of an access, a uint64, from the operand and the offset of the memarg
//	$lane             the lane index
//	$type $field      the type index, the field index
//	$v128             the 16 bytes of a constant or a mask
//
// A leading ? says that the expression's Go type is bool.
package template

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"slices"
	"strings"
)

// A Template is a parsed Go column.
type Template struct {
	Bool bool     // the expression is a bool
	Expr ast.Expr // with _0, _offset, ... for $0, $offset, ...

	pieces []Piece
}

// A Piece is some text or a placeholder.
type Piece struct {
	Kind    Kind
	Text    string
	Operand int // of Operand and Address
}

// A Kind says what a Piece is.
type Kind uint8

const (
	Text    Kind = iota
	Operand      // $0
	Memory       // mem
	Address      // ea($0, $offset)
	Lane         // $lane
	Type         // $type
	Field        // $field
	Vector       // $v128
)

// immediates are the placeholders that stand for themselves.
var immediates = map[string]Kind{"mem": Memory, "_lane": Lane, "_type": Type, "_field": Field, "_v128": Vector}

// Parse reads a Go column, which must not be empty.
func Parse(column string) (*Template, error) {
	text := strings.TrimPrefix(column, "?")
	expr, err := parser.ParseExpr(strings.ReplaceAll(text, "$", "_"))
	if err != nil {
		return nil, err
	}
	t := &Template{Bool: text != column, Expr: expr}
	at := 0
	ast.Inspect(expr, func(n ast.Node) bool {
		if err != nil || n == nil {
			return false
		}
		var p Piece
		switch n := n.(type) {
		case *ast.Ident:
			p, err = placeholder(n.Name)
		case *ast.CallExpr:
			p, err = address(n)
		}
		if p.Kind == Text {
			return true
		}
		begin, end := int(n.Pos())-1, int(n.End())-1 // positions count from 1
		t.pieces = append(t.pieces, Piece{Text: text[at:begin]}, p)
		at = end
		return false
	})
	t.pieces = append(t.pieces, Piece{Text: text[at:]})
	return t, err
}

// placeholder is the one that an identifier stands for, if any.
func placeholder(name string) (Piece, error) {
	kind, known := immediates[name]
	switch {
	case known:
		return Piece{Kind: kind}, nil
	case name[0] != '_':
		return Piece{}, nil
	case len(name) == 2 && name[1] >= '0' && name[1] <= '9':
		return Piece{Kind: Operand, Operand: int(name[1] - '0')}, nil
	}
	return Piece{}, fmt.Errorf("unknown placeholder $%s", name[1:])
}

// address reads ea($0, $offset), if it is that.
func address(call *ast.CallExpr) (Piece, error) {
	if f, ok := call.Fun.(*ast.Ident); !ok || f.Name != "ea" {
		return Piece{}, nil
	}
	if len(call.Args) == 2 {
		base, _ := call.Args[0].(*ast.Ident)
		offset, _ := call.Args[1].(*ast.Ident)
		if base != nil && offset != nil && offset.Name == "_offset" {
			if p, _ := placeholder(base.Name); p.Kind == Operand {
				return Piece{Kind: Address, Operand: p.Operand}, nil
			}
		}
	}
	return Piece{}, errors.New("ea wants an operand and $offset")
}

// Fill returns the text with what fill gives for each placeholder.
func (t *Template) Fill(fill func(Piece) string) string {
	var b strings.Builder
	for _, p := range t.pieces {
		if p.Kind == Text {
			b.WriteString(p.Text)
		} else {
			b.WriteString(fill(p))
		}
	}
	return b.String()
}

// Operands is one more than the highest operand.
func (t *Template) Operands() int {
	n := 0
	for _, p := range t.pieces {
		if p.Kind == Operand || p.Kind == Address {
			n = max(n, p.Operand+1)
		}
	}
	return n
}

// Check tells what is wrong with the template of an instruction with so many operands and these immediates. All must be
// there once; only types and fields need not, since the validator has dealt with them.
func (t *Template) Check(operands int, immediates ...Kind) error {
	var kinds [Vector + 1]int
	uses := make([]int, operands)
	for _, p := range t.pieces {
		if p.Kind != Operand {
			kinds[p.Kind]++
		}
		if p.Kind != Operand && p.Kind != Address {
			continue
		}
		if p.Operand >= operands {
			return fmt.Errorf("there is no operand $%d", p.Operand)
		}
		uses[p.Operand]++
	}
	for i, n := range uses {
		if n != 1 {
			return fmt.Errorf("the Go template must have $%d once", i)
		}
	}
	for kind := Memory; kind <= Vector; kind++ {
		wanted := slices.Contains(immediates, kind)
		optional := kind == Type || kind == Field
		if n := kinds[kind]; n > 1 || n == 1 && !wanted || n == 0 && wanted && !optional {
			return fmt.Errorf("the Go template has %s %d times", names[kind], n)
		}
	}
	return nil
}

var names = [...]string{Memory: "mem", Address: "ea($0, $offset)", Lane: "$lane", Type: "$type", Field: "$field", Vector: "$v128"}
