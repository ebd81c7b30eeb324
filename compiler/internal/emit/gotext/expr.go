// Package gotext is Go text in the making: expressions as trees, lines, lists of parameters, printed the way gofmt would.
// It knows Go alone. What a module means, and how its things are called, is for the packages above.
package gotext

// An Expr is a Go expression about to be printed.
type Expr struct {
	kind kind
	text string   // an atom, an operator, a function
	fun  *Expr    // of a call whose function is not just a name
	prec int      // of a binary operator
	args []*Expr  // operands, arguments
	room [2]*Expr // for args: most have one or two
	bits uint64   // of a literal
	lit  litKind
	wide bool     // its Go type is uint64
	uses Packages // that text names
}

type kind uint8

const (
	atom   kind = iota
	deref       // *text
	unary       // text args[0]
	binary      // args[0] text args[1]
	call        // text(args...) or fun(args...)
	paren       // (args[0])
	member      // args[0].text
	zero        // text, a composite literal
)

// Atom is an expression that needs no parentheses anywhere: a name, a literal, a selector.
func Atom(text string) *Expr { return &Expr{text: text} }

// AtomIn is an atom that names something of a package.
func AtomIn(pkg Packages, text string) *Expr { return &Expr{text: text, uses: pkg} }

// Deref is *pointer, where the pointer is an atom.
func Deref(pointer string) *Expr { return &Expr{kind: deref, text: pointer} }

// Call is a call of, or a conversion to, what has a name.
func Call(fun string, args ...*Expr) *Expr {
	e := &Expr{kind: call, text: fun}
	e.args = append(e.room[:0], args...)
	return e
}

// CallIn is a call of something of a package: fun is its qualified name.
func CallIn(pkg Packages, fun string, args ...*Expr) *Expr {
	e := Call(fun, args...)
	e.uses = pkg
	return e
}

// CallOf is a call of what an expression yields.
func CallOf(fun *Expr, args ...*Expr) *Expr { return &Expr{kind: call, fun: fun, args: args} }

// Unary is an operator before its operand.
func Unary(operator string, x *Expr) *Expr {
	e := &Expr{kind: unary, text: operator, room: [2]*Expr{x}}
	e.args = e.room[:1]
	return e
}

// Binary is an operator between its operands.
func Binary(x *Expr, operator string, y *Expr) *Expr {
	e := &Expr{kind: binary, text: operator, prec: precedence[operator], room: [2]*Expr{x, y}}
	e.args = e.room[:]
	return e
}

// Paren is x in parentheses, needed or not.
func Paren(x *Expr) *Expr {
	e := &Expr{kind: paren, room: [2]*Expr{x}}
	e.args = e.room[:1]
	return e
}

// Member is the field or method of that name of x.
func Member(x *Expr, name string) *Expr {
	e := &Expr{kind: member, text: name, room: [2]*Expr{x}}
	e.args = e.room[:1]
	return e
}

// Method is a call of a method of x.
func Method(x *Expr, name string, args ...*Expr) *Expr { return CallOf(Member(x, name), args...) }

// Zero is the composite literal T{} of a type.
func Zero(pkg Packages, text string) *Expr { return &Expr{kind: zero, text: text, uses: pkg} }

// IsAtom tells whether e is an Atom.
func (e *Expr) IsAtom() bool { return e.kind == atom }

// Operands returns the operands of a binary expression, and the operator; ok is false for anything else.
func (e *Expr) Operands() (x *Expr, operator string, y *Expr, ok bool) {
	if e.kind != binary {
		return nil, "", nil, false
	}
	return e.args[0], e.text, e.args[1], true
}

// Args are the arguments of a call.
func (e *Expr) Args() []*Expr {
	if e.kind != call {
		return nil
	}
	return e.args
}

// Wide says that the Go type of e is uint64, which spares conversions to and fro.
func (e *Expr) Wide() *Expr {
	e.wide = true
	return e
}

// IsCall tells whether e is a call or a conversion.
func (e *Expr) IsCall() bool { return e.kind == call }

// Print is the text of e where nothing stands around it, and the packages that it names.
func (e *Expr) Print() (text string, uses Packages) {
	var l Lines
	l.Expr(e, 1)
	return string(l.Text), l.Uses
}

// String is the text of e where nothing stands around it.
func (e *Expr) String() string {
	text, _ := e.Print()
	return text
}
