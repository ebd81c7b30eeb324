package emit

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// A node is a Go expression about to be printed.
type node struct {
	kind nodeKind
	text string // an atom, an operator, a function
	fun  *node  // of a call whose function is not just a name
	prec int    // of a binary operator
	args []*node
	pair [2]*node // room for args: most have one or two
	bits uint64   // of a literal
	lit  litKind
}

type nodeKind uint8

const (
	atom   nodeKind = iota
	deref           // *text
	unary           // text args[0]
	binary          // args[0] text args[1]
	call            // text(args...) or fun(args...)
)

// litKind is the type of an integer literal: its conversions are printed as
// literals of the other type.
type litKind uint8

const (
	notLit litKind = iota
	lit32
	lit64
)

func newAtom(text string) *node { return &node{text: text} }

func newCall(fun string, args ...*node) *node {
	n := &node{kind: call, text: fun}
	n.args = append(n.pair[:0], args...)
	return n
}

func newUnary(operator string, x *node) *node {
	n := &node{kind: unary, text: operator, pair: [2]*node{x}}
	n.args = n.pair[:1]
	return n
}

func newBinary(x *node, operator string, y *node) *node {
	n := &node{kind: binary, text: operator, prec: precedence[operator], pair: [2]*node{x, y}}
	n.args = n.pair[:]
	return n
}

var precedence = map[string]int{
	"||": 1, "&&": 2,
	"==": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3,
	"+": 4, "-": 4, "|": 4, "^": 4,
	"*": 5, "/": 5, "%": 5, "<<": 5, ">>": 5, "&": 5, "&^": 5,
}

const (
	lowestPrec  = 0
	unaryPrec   = 6
	highestPrec = 7
)

// appendExpr prints a node the way gofmt would. The blanks around binary
// operators depend on the precedences that meet in an expression and on the
// depth of nesting; the rules are those of go/printer.
func appendExpr(b []byte, n *node, prec, depth int) []byte {
	switch n.kind {
	case atom:
		return append(b, n.text...)
	case deref:
		if prec > unaryPrec {
			return append(append(append(b, "(*"...), n.text...), ')')
		}
		return append(append(b, '*'), n.text...)
	case unary:
		b = append(b, n.text...)
		return appendExpr(b, n.args[0], unaryPrec, depth)
	case call:
		return appendCall(b, n, depth)
	}
	if n.prec < prec {
		b = append(b, '(')
		b = appendExpr(b, n, lowestPrec, max(depth-1, 1))
		return append(b, ')')
	}
	x, y := n.args[0], n.args[1]
	xDepth := depth + 1
	if x.kind == binary && x.prec == n.prec {
		xDepth = depth
	}
	b = appendExpr(b, x, n.prec, xDepth)
	if n.prec < cutoff(n, depth) {
		b = append(b, ' ')
		b = append(b, n.text...)
		b = append(b, ' ')
		return appendExpr(b, y, n.prec+1, depth+1)
	}
	b = append(b, n.text...)
	end := len(b)
	b = appendExpr(b, y, n.prec+1, depth+1)
	if b[end-1] == '-' && b[end] == '-' { // x--1*y would be no expression
		b = slices.Insert(b, end, ' ')
	}
	return b
}

func appendCall(b []byte, n *node, depth int) []byte {
	if len(n.args) > 1 {
		depth++
	}
	if n.fun != nil {
		b = appendExpr(b, n.fun, highestPrec, depth)
	} else {
		b = append(b, n.text...)
	}
	b = append(b, '(')
	for i, a := range n.args {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = appendExpr(b, a, lowestPrec, depth)
	}
	return append(b, ')')
}

// cutoff is the precedence from which on operators stand without blanks.
func cutoff(n *node, depth int) int {
	has4, has5, problem := mix(n)
	switch {
	case problem > 0:
		return problem + 1
	case has4 && has5 && depth == 1:
		return 5
	case depth == 1:
		return 6
	}
	return 4
}

// mix looks at the operators of an expression that parentheses do not hide:
// are there some of precedence 4, of 5, and what operand needs a blank before
// it because it begins with an operator itself?
func mix(n *node) (has4, has5 bool, problem int) {
	switch n.prec {
	case 4:
		has4 = true
	case 5:
		has5 = true
	}
	if x := n.args[0]; x.kind == binary && x.prec >= n.prec {
		h4, h5, p := mix(x)
		has4, has5, problem = has4 || h4, has5 || h5, max(problem, p)
	}
	switch y := n.args[1]; y.kind {
	case binary:
		if y.prec > n.prec {
			h4, h5, p := mix(y)
			has4, has5, problem = has4 || h4, has5 || h5, max(problem, p)
		}
	case deref:
		if n.text == "/" {
			problem = 5
		}
	case unary:
		switch n.text + y.text {
		case "/*", "&&", "&^":
			problem = 5
		case "++", "--":
			problem = max(problem, 4)
		}
	}
	return has4, has5, problem
}

// literal32 is an i32, unsigned: hexadecimal where it may be meant to be
// negative.
func literal32(v uint32) *node {
	n := &node{lit: lit32, bits: uint64(v)}
	if int32(v) < 0 {
		n.text = fmt.Sprintf("%#x", v)
	} else {
		n.text = strconv.FormatUint(uint64(v), 10)
	}
	return n
}

// literal64 is an i64, signed.

func literal64(v uint64) *node {
	return signed(&node{lit: lit64, bits: v}, int64(v))
}

func signed(n *node, v int64) *node {
	if v >= 0 {
		n.text = strconv.FormatInt(v, 10)
		return n
	}
	n.kind, n.text = unary, "-"
	n.args = append(n.pair[:0], newAtom(strconv.FormatUint(-uint64(v), 10)))
	return n
}

// narrow are integer types between which only the lowest bits count: those
// that fewer bits are kept of come from whatever has at least as many.
var narrow = map[string]int{"uint8": 8, "uint16": 16, "uint32": 32}

// convert is the conversion of x to an integer type. Go does not convert a
// constant that does not fit, so a literal becomes one of the new type.
func convert(typ string, x *node) *node {
	if x.lit == notLit {
		// uint8(uint32(y)) is uint8(y).
		if typ == "uint64" && x.kind == call && x.text == "int64" && strings.HasSuffix(x.args[0].text, ".Load64") {
			return x.args[0] // stored as it was loaded
		}
		if x.kind == call && narrow[typ] > 0 && narrow[typ] <= narrow[x.text] && len(x.args) == 1 {
			x = x.args[0]
		}
		return newCall(typ, x)
	}
	v := x.bits
	switch typ {
	case "uint8":
		v = uint64(uint8(v))
	case "uint16":
		v = uint64(uint16(v))
	case "uint32":
		v = uint64(uint32(v))
	case "uint64":
	case "int", "int32":
		if x.lit == lit32 {
			v = uint64(int64(int32(v)))
		}
		return signed(&node{}, int64(v))
	default:
		return newCall(typ, x)
	}
	return newAtom(strconv.FormatUint(v, 10))
}

// floatLiteral prints a float constant; what Go's constants cannot be (NaN,
// infinities, negative zero) comes from its bits.
func floatLiteral(t op.Op, bits uint64) *node {
	v, size := floatOf(t, bits)
	if plainFloat(v, bits) {
		text := strconv.FormatFloat(v, 'g', -1, size)
		if v < 0 {
			return newUnary("-", newAtom(text[1:]))
		}
		return newAtom(text)
	}
	if size == 32 {
		return newCall("math.Float32frombits", newAtom("0x"+strconv.FormatUint(bits, 16)))
	}
	return newCall("math.Float64frombits", newAtom("0x"+strconv.FormatUint(bits, 16)))
}
