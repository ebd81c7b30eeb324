package emit

import (
	"slices"
	"strconv"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
)

func (p *printer) list(list []ir.Stmt) {
	for i := range list {
		p.stmt(&list[i])
	}
}

func (p *printer) stmt(s *ir.Stmt) {
	switch s.Kind {
	case ir.Assign:
		p.assign(s)
	case ir.Eval:
		p.eval(s)
	case ir.Effect:
		p.effect(s)
	case ir.Block:
		p.block(s)
	case ir.Loop:
		p.loop(s)
	case ir.If:
		p.ifElse(s)
	case ir.Br:
		p.br(s.Label.Target())
	case ir.Switch:
		p.choose(s)
	case ir.Return:
		p.tabs()
		p.out = append(p.out, "return"...)
		if len(s.X) > 0 {
			p.out = append(p.out, ' ')
			p.exprs(s.X, 1)
		}
		p.out = append(p.out, '\n')
	case ir.TailCall:
		p.tailCall(s)
	case ir.Unreachable:
		p.line("panic(rt.Unreachable)")
	}
}

// assign writes `v0, v1 = x, y`.
func (p *printer) assign(s *ir.Stmt) {
	x := s.X[0]
	p.tabs()
	p.dst(s.Dst)
	if len(s.X) > 1 {
		p.exprs(s.X, 2)
	} else if p.isBase(s.Dst[0], x) {
		p.out = appendExpr(p.out, p.base(x), lowestPrec, 1)
	} else {
		p.out = appendExpr(p.out, p.expr(x), lowestPrec, 1)
	}
	p.out = append(p.out, '\n')
	p.refresh(x)
}

func (p *printer) dst(dst []ir.Var) {
	for i, v := range dst {
		if i > 0 {
			p.out = append(p.out, ", "...)
		}
		if p.unread(v) {
			p.out = append(p.out, '_')
		} else {
			p.out = append(p.out, p.varName(v)...)
		}
	}
	p.out = append(p.out, " = "...)
}

// unread tells whether Go would complain about a variable that is only
// assigned. Parameters and the fields of a frame may be.
func (p *printer) unread(v ir.Var) bool {
	if p.cur != nil {
		return p.f.Vars[v].Reads == 0 && !p.flat.Shared[v]
	}
	return p.f.Vars[v].Reads == 0 && int(v) >= p.f.Params
}

// exprs writes a list at the depth of nesting that gofmt counts: 2 on the
// right side of a tuple assignment, 1 behind return.
func (p *printer) exprs(xs []*ir.Expr, depth int) {
	for i, x := range xs {
		if i > 0 {
			p.out = append(p.out, ", "...)
		}
		p.out = appendExpr(p.out, p.expr(x), lowestPrec, depth)
	}
}

// eval writes an expression for its effect.
func (p *printer) eval(s *ir.Stmt) {
	x := s.X[0]
	switch x.Kind {
	case ir.Call, ir.Indirect:
		p.tabs()
		p.out = appendExpr(p.out, p.expr(x), lowestPrec, 1)
		p.out = append(p.out, '\n')
	case ir.Apply:
		if op.Table[x.Op].Accesses() {
			p.touch(x)
			break
		}
		p.tabs()
		p.out = append(p.out, "_ = "...)
		p.out = appendExpr(p.out, p.expr(x), lowestPrec, 1)
		p.out = append(p.out, '\n')
	}
	p.refresh(x)
}

// touch writes a load for its trap alone. The Go compiler would leave out a
// load whose value nothing uses.
func (p *printer) touch(x *ir.Expr) {
	var in instance
	p.access(&in, x.A, x.B, x.Args)
	size := strconv.Itoa(int(op.Table[x.Op].Size))
	p.tabs()
	p.out = appendExpr(p.out, newCall(memVar(x.A)+".Touch", in.address(p.expr(x.Args[0])), newAtom(size)), lowestPrec, 1)
	p.out = append(p.out, '\n')
}

func (p *printer) block(s *ir.Stmt) {
	p.list(s.Then)
	if p.gotos[s.Label] {
		p.indent--
		p.line("L" + strconv.Itoa(s.Label.ID) + ":")
		p.indent++
	}
}

func (p *printer) loop(s *ir.Stmt) {
	start := len(p.out)
	p.line("for {")
	p.jumps = append(p.jumps, jumpTarget{loop: s})
	p.indent++
	p.list(s.Then)
	p.indent--
	p.line("}")
	labeled := p.jumps[len(p.jumps)-1].labeled
	p.jumps = p.jumps[:len(p.jumps)-1]
	if labeled {
		label := append(slices.Repeat([]byte{'\t'}, p.indent-1), loopLabel(s)+":\n"...)
		p.out = slices.Insert(p.out, start, label...)
	}
}

func loopLabel(s *ir.Stmt) string { return "L" + strconv.Itoa(s.Label.ID) }

func (p *printer) ifElse(s *ir.Stmt) {
	p.tabs()
	p.ifChain(s)
	p.out = append(p.out, '\n')
}

func (p *printer) ifChain(s *ir.Stmt) {
	p.out = append(p.out, "if "...)
	p.out = appendExpr(p.out, p.expr(s.X[0]), lowestPrec, 1)
	p.out = append(p.out, " {\n"...)
	p.indent++
	p.list(s.Then)
	p.indent--
	p.tabs()
	p.out = append(p.out, '}')
	if len(s.Else) == 0 {
		return
	}
	p.out = append(p.out, " else "...)
	if len(s.Else) == 1 && s.Else[0].Kind == ir.If {
		p.ifChain(&s.Else[0])
		return
	}
	p.out = append(p.out, "{\n"...)
	p.indent++
	p.list(s.Else)
	p.indent--
	p.tabs()
	p.out = append(p.out, '}')
}

// br writes the jump to a label: continue or break where the label is that of
// a loop around, else goto.
func (p *printer) br(to *ir.Label) {
	inLoop := true // no for statement has been passed yet
	inAny := true  // nor a switch
	for i := len(p.jumps) - 1; i >= 0; i-- {
		j := &p.jumps[i]
		if j.loop == nil {
			inAny = false
			continue
		}
		var word string
		plain := false
		switch to {
		case j.loop.Label:
			word, plain = "continue", inLoop
		case j.loop.Exit.Target():
			word, plain = "break", inAny
		}
		if word != "" {
			if !plain {
				j.labeled = true
				word += " " + loopLabel(j.loop)
			}
			p.line(word)
			return
		}
		inLoop, inAny = false, false
	}
	p.gotos[to] = true
	p.line("goto L" + strconv.Itoa(to.ID))
}

func (p *printer) choose(s *ir.Stmt) {
	p.tabs()
	p.out = append(p.out, "switch "...)
	p.out = appendExpr(p.out, p.expr(s.X[0]), lowestPrec, 1)
	p.out = append(p.out, " {\n"...)
	p.jumps = append(p.jumps, jumpTarget{})
	for i := range s.Cases {
		c := &s.Cases[i]
		p.tabs()
		if len(c.Values) == 0 {
			p.out = append(p.out, "default:\n"...)
		} else {
			p.out = append(p.out, "case "...)
			for k, v := range c.Values {
				if k > 0 {
					p.out = append(p.out, ", "...)
				}
				p.out = strconv.AppendUint(p.out, uint64(v), 10)
			}
			p.out = append(p.out, ":\n"...)
		}
		p.indent++
		p.list(c.Body)
		p.indent--
	}
	p.jumps = p.jumps[:len(p.jumps)-1]
	p.line("}")
}
