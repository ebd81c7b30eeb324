package gotext

import "slices"

// The precedences of binary operators.
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

// Expr adds an expression. The blanks around binary operators depend on the precedences that meet in it and on the depth of
// nesting that gofmt counts: 1 for an expression on its own, 2 in a list on the right side of an assignment. The rules are those
// of go/printer.
func (l *Lines) Expr(e *Expr, depth int) { l.expr(e, lowestPrec, depth) }

func (l *Lines) expr(e *Expr, prec, depth int) {
	l.Uses |= e.uses
	switch e.kind {
	case atom:
		l.Text = append(l.Text, e.text...)
	case deref:
		if prec > unaryPrec {
			l.Text = append(append(append(l.Text, "(*"...), e.text...), ')')
			return
		}
		l.Text = append(append(l.Text, '*'), e.text...)
	case unary:
		l.Text = append(l.Text, e.text...)
		l.expr(e.args[0], unaryPrec, depth)
	case binary:
		l.binary(e, prec, depth)
	case call:
		l.call(e, depth)
	case paren:
		l.paren(e.args[0], depth)
	case member:
		l.expr(e.args[0], highestPrec, depth)
		l.Text = append(append(l.Text, '.'), e.text...)
	case zero:
		if prec > lowestPrec { // in the condition of an if it would begin the block
			l.Text = append(append(append(l.Text, '('), e.text...), ')')
			return
		}
		l.Text = append(l.Text, e.text...)
	}
}

func (l *Lines) binary(e *Expr, prec, depth int) {
	if e.prec < prec {
		l.paren(e, depth)
		return
	}
	x, y := e.args[0], e.args[1]
	xDepth := depth + 1
	if x.kind == binary && x.prec == e.prec {
		xDepth = depth
	}
	l.expr(x, e.prec, xDepth)
	if e.prec < cutoff(e, depth) {
		l.Text = append(l.Text, ' ')
		l.Text = append(l.Text, e.text...)
		l.Text = append(l.Text, ' ')
		l.expr(y, e.prec+1, depth+1)
		return
	}
	l.Text = append(l.Text, e.text...)
	end := len(l.Text)
	l.expr(y, e.prec+1, depth+1)
	if l.Text[end-1] == '-' && l.Text[end] == '-' { // x--1*y would be no expression
		l.Text = slices.Insert(l.Text, end, ' ')
	}
}

func (l *Lines) paren(e *Expr, depth int) {
	l.Text = append(l.Text, '(')
	l.expr(e, lowestPrec, max(depth-1, 1))
	l.Text = append(l.Text, ')')
}

func (l *Lines) call(e *Expr, depth int) {
	if len(e.args) > 1 {
		depth++
	}
	if e.fun != nil {
		l.expr(e.fun, highestPrec, depth)
	} else {
		l.Text = append(l.Text, e.text...)
	}
	l.Text = append(l.Text, '(')
	for i, a := range e.args {
		if i > 0 {
			l.Text = append(l.Text, ", "...)
		}
		l.expr(a, lowestPrec, depth)
	}
	l.Text = append(l.Text, ')')
}

// cutoff is the precedence from which on operators stand without blanks.
func cutoff(e *Expr, depth int) int {
	has4, has5, problem := mix(e)
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
func mix(e *Expr) (has4, has5 bool, problem int) {
	switch e.prec {
	case 4:
		has4 = true
	case 5:
		has5 = true
	}
	if x := e.args[0]; x.kind == binary && x.prec >= e.prec {
		h4, h5, p := mix(x)
		has4, has5, problem = has4 || h4, has5 || h5, max(problem, p)
	}
	switch y := e.args[1]; y.kind {
	case binary:
		if y.prec > e.prec {
			h4, h5, p := mix(y)
			has4, has5, problem = has4 || h4, has5 || h5, max(problem, p)
		}
	case deref:
		if e.text == "/" {
			problem = 5
		}
	case unary:
		switch e.text + y.text {
		case "/*", "&&", "&^":
			problem = 5
		case "++", "--":
			problem = max(problem, 4)
		}
	}
	return has4, has5, problem
}
