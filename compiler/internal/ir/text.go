package ir

import (
	"fmt"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// String writes the function for people, a statement on a line, and behind it its routines.
func (f *Func) String() string {
	p := printer{lines: true}
	fmt.Fprintf(&p, "func %d %v {", f.Index, f.Type)
	p.block(f.Body)
	p.WriteString("}\n")
	for _, r := range f.Routines {
		p.WriteString(r.String())
	}
	return p.String()
}

// Text writes statements on one line: blocks as L1{...}, with jumps by label whatever Go will say in their place.
func Text(list []Stmt) string {
	var p printer
	p.list(list)
	return p.String()
}

// String writes a statement on one line.
func (s *Stmt) String() string {
	var p printer
	p.stmt(s)
	return p.String()
}

// String writes an expression.
func (x *Expr) String() string {
	switch x.Kind {
	case Const:
		if x.Type == wasm.V128 {
			return fmt.Sprint("v128.", x.A)
		}
		return fmt.Sprint(x.B)
	case Read:
		return fmt.Sprint("v", x.Var)
	case Apply:
		return x.apply()
	case Call:
		return fmt.Sprintf("f%d(%s)", x.A, texts(x.Args, ", "))
	case Indirect:
		last := len(x.Args) - 1
		return fmt.Sprintf("table%d[%v](%s)", x.B, x.Args[last], texts(x.Args[:last], ", "))
	case ByRef:
		last := len(x.Args) - 1
		return fmt.Sprintf("(%v)(%s)", x.Args[last], texts(x.Args[:last], ", "))
	case Not:
		return fmt.Sprintf("!(%v)", x.Args[0])
	case FromBool:
		return fmt.Sprintf("number(%v)", x.Args[0])
	case Quiet:
		return fmt.Sprintf("quiet(%v)", x.Args[0])
	case Select:
		return fmt.Sprintf("select(%s)", texts(x.Args, ", "))
	case Routine:
		return fmt.Sprintf("routine%d(%s)", x.A, texts(x.Args, ", "))
	}
	panic(fmt.Sprintf("ir: expression of kind %d", x.Kind))
}

// operators are the instructions that read better between their operands.
var operators = map[string]string{"i32.eq": " == ", "i32.ne": " != ", "i32.add": " + "}

func (x *Expr) apply() string {
	if between := operators[x.Op.String()]; between != "" {
		return texts(x.Args, between)
	}
	return x.Op.String() + immediates(x.A, x.B, x.Lane) + "(" + texts(x.Args, ", ") + ")"
}

// immediates are written from the first to the last that is not zero.
func immediates(a uint32, b uint64, lane uint8) string {
	switch {
	case lane != 0:
		return fmt.Sprintf("[%d %d %d]", a, b, lane)
	case b != 0:
		return fmt.Sprintf("[%d %d]", a, b)
	case a != 0:
		return fmt.Sprintf("[%d]", a)
	}
	return ""
}

func texts(xs []*Expr, between string) string {
	parts := make([]string, len(xs))
	for i, x := range xs {
		parts[i] = x.String()
	}
	return strings.Join(parts, between)
}

type printer struct {
	strings.Builder
	lines bool // each statement on a line of its own
	depth int
}

// block writes what is between braces.
func (p *printer) block(list []Stmt) {
	p.depth++
	if p.lines && len(list) > 0 {
		p.line()
	}
	p.list(list)
	p.depth--
	if p.lines {
		p.line()
	}
}

func (p *printer) line() { p.WriteString("\n" + strings.Repeat("\t", p.depth)) }

func (p *printer) list(list []Stmt) {
	for i := range list {
		switch {
		case i > 0 && p.lines:
			p.line()
		case i > 0:
			p.WriteString("; ")
		}
		p.stmt(&list[i])
	}
}

// braced writes a list behind what begins it.
func (p *printer) braced(begin string, list []Stmt) {
	p.WriteString(begin + "{")
	p.block(list)
	p.WriteString("}")
}

func (p *printer) stmt(s *Stmt) {
	switch s.Kind {
	case Assign:
		dst := make([]string, len(s.Dst))
		for i, v := range s.Dst {
			dst[i] = fmt.Sprint("v", v)
		}
		p.WriteString(strings.Join(dst, ", ") + " = " + texts(s.X, ", "))
	case Eval:
		p.WriteString("eval " + s.X[0].String())
	case Effect:
		p.WriteString(strings.TrimSpace(s.Op.String() + immediates(s.A, s.B, s.Lane) + " " + texts(s.X, ", ")))
	case Block:
		p.braced(fmt.Sprintf("L%d", s.Label.ID), s.Then)
	case Loop:
		p.braced(fmt.Sprintf("for L%d ", s.Label.ID), s.Then)
	case If:
		p.braced(fmt.Sprintf("if %v ", s.X[0]), s.Then)
		if len(s.Else) > 0 {
			p.braced(" else ", s.Else)
		}
	case Br:
		fmt.Fprintf(p, "goto L%d", s.Label.Target().ID)
	case Switch:
		p.cases(s)
	case Return:
		p.WriteString(strings.TrimSpace("return " + texts(s.X, ", ")))
	case TailCall:
		p.WriteString("tail " + s.X[0].String())
	case Throw:
		p.WriteString(strings.TrimSpace(s.Op.String() + immediates(s.A, 0, 0) + " " + texts(s.X, ", ")))
	case Unreachable:
		p.WriteString("unreachable")
	case Charge:
		fmt.Fprintf(p, "charge %d", s.B)
	default:
		panic(fmt.Sprintf("ir: statement of kind %d", s.Kind))
	}
	if s.MayThrow() && s.Label != nil {
		fmt.Fprintf(p, " or L%d", s.Label.Target().ID)
	}
}

func (p *printer) cases(s *Stmt) {
	fmt.Fprintf(p, "switch %v {", s.X[0])
	for i, c := range s.Cases {
		if i > 0 && !p.lines {
			p.WriteString(" | ")
		}
		if p.lines {
			p.line()
		}
		fmt.Fprintf(p, "%v: ", c.Values)
		p.list(c.Body)
	}
	if p.lines {
		p.line()
	}
	p.WriteString("}")
}
