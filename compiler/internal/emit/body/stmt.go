package body

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
)

func (p *printer) list(list []ir.Stmt) {
	for i := range list {
		p.stmt(&list[i])
	}
}

func (p *printer) stmt(s *ir.Stmt) {
	p.from(s.Offset)
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
		p.ret(s)
	case ir.TailCall:
		p.tailCall(s)
	case ir.Charge:
		p.charge(s)
	case ir.Unreachable:
		p.traps(s.Offset)
		p.throw("rt.Unreachable")
	default:
		panic(fmt.Sprintf("emit: statement of kind %d", s.Kind))
	}
}

func (p *printer) ret(s *ir.Stmt) {
	p.Begin("return")
	if len(s.X) > 0 {
		p.Add(" ")
		p.Exprs(p.exprs(s.X), 1)
	}
	p.End("")
}

// assign writes `v0, v1 = x, y`.
func (p *printer) assign(s *ir.Stmt) {
	if len(s.X) == len(s.Dst) {
		s = p.withoutNulls(s)
	}
	if len(s.X) > 1 {
		p.Begin("")
		p.dst(s.Dst)
		p.Exprs(p.exprs(s.X), 2)
		p.End("")
		return
	}
	if len(s.X) == 0 {
		return
	}
	x := s.X[0]
	value := p.expr(x)
	if p.isBase(s.Dst[0], x) {
		value = p.base(x)
	}
	if len(s.Dst) > 1 || !p.update(s.Dst[0], x, value) {
		p.Begin("")
		p.dst(s.Dst)
		p.Expr(value, 1)
		p.End("")
	}
	p.refresh(x)
}

// withoutNulls is an assignment without null where nobody reads what is assigned: in `_ = nil` Go knows no type.
func (p *printer) withoutNulls(s *ir.Stmt) *ir.Stmt {
	isDead := func(i int) bool {
		return p.unread(s.Dst[i]) && s.X[i].Kind == ir.Apply && s.X[i].Op == op.RefNull
	}
	left := *s
	left.Dst, left.X = nil, nil
	for i := range s.Dst {
		if !isDead(i) {
			left.Dst, left.X = append(left.Dst, s.Dst[i]), append(left.X, s.X[i])
		}
	}
	return &left
}

// update writes `v0 += x` for an assignment of `v0 + x` to v0. Float operations are no such: the conversion around each, which keeps Go
// from fusing it with others, has no place there.
func (p *printer) update(v ir.Var, x *ir.Expr, value *gotext.Expr) bool {
	if x.Kind != ir.Apply || len(x.Args) != 2 {
		return false
	}
	left, operator, right, ok := value.Operands()
	if !ok {
		return false
	}
	is := func(x *ir.Expr) bool { return x.Kind == ir.Read && x.Var == v }
	switch {
	case is(x.Args[0]) && left.IsAtom():
	case is(x.Args[1]) && right.IsAtom() && commutes(x.Op):
		right = left
	default:
		return false
	}
	p.updates[v]++
	name := p.varName(v)
	bits, _ := right.Literal()
	switch one := bits == 1; {
	case one && operator == "+":
		p.Line(name + "++")
	case one && operator == "-":
		p.Line(name + "--")
	default:
		p.Statement(name+" "+operator+"= ", right, "")
	}
	return true
}

// commutes tells whether the operands of an integer instruction can change places.
func commutes(o op.Op) bool {
	switch o {
	case op.I32Add, op.I32Mul, op.I32And, op.I32Or, op.I32Xor, op.I64Add, op.I64Mul, op.I64And, op.I64Or, op.I64Xor:
		return true
	}
	return false
}

func (p *printer) dst(dst []ir.Var) {
	for i, v := range dst {
		if i > 0 {
			p.Add(", ")
		}
		if p.unread(v) {
			p.Add("_")
		} else {
			p.Add(p.varName(v))
		}
	}
	p.Add(" = ")
}

// unread tells whether Go would complain about a variable that is only
// assigned. Parameters and the fields of a frame may be.
func (p *printer) unread(v ir.Var) bool {
	if p.cur != nil {
		return p.f.Vars[v].Reads == 0 && !p.flat.Shared[v]
	}
	return p.f.Vars[v].Reads == 0 && int(v) >= p.f.Params
}

// eval writes an expression for its effect.
func (p *printer) eval(s *ir.Stmt) {
	x := s.X[0]
	switch {
	case x.IsCall():
		p.write(p.expr(x))
	case x.Kind == ir.Apply && op.Table[x.Op].Accesses() && op.Table[x.Op].Imm != op.ImmAtomic: // which Go keeps, and may write
		p.touch(x)
	case x.Kind == ir.Apply:
		p.Statement("_ = ", p.expr(x), "")
	default:
		panic(fmt.Sprintf("emit: an expression of kind %d has no effect", x.Kind))
	}
	p.refresh(x)
}

// touch writes a load for its trap alone. The Go compiler would leave out a
// load whose value nothing uses.
func (p *printer) touch(x *ir.Expr) {
	var in instance
	p.access(&in, x.A, x.B, x.Args)
	address := in.address(p.expr(x.Args[0]))
	p.note(x)
	p.write(in.method("Touch", []*gotext.Expr{address, gotext.Uint64(uint64(op.Table[x.Op].Size))}))
}

// effect writes an instruction that changes something.
func (p *printer) effect(s *ir.Stmt) {
	if s.Op == op.Throw || s.Op == op.ThrowRef {
		p.raise(s)
		return
	}
	x := p.exprs(s.X)
	if canTrap(s.Op) {
		p.traps(s.Offset)
	}
	bulk := p.facts.Metering.Fuel && s.Op.IsBulk()
	if bulk {
		p.countBulk(s.Op, x)
	}
	if write := effects[s.Op]; write != nil {
		write(p, s.A, uint32(s.B), x)
	} else {
		p.write(p.apply(s.Op, immediates{s.A, s.B, s.Lane}, s.X, x))
	}
	if bulk {
		p.recount()
	}
}

func (p *printer) block(s *ir.Stmt) {
	p.list(s.Then)
	if p.gotos[s.Label] {
		p.label(s.Label.ID)
	}
}

// label writes a label, one tab less deep than what it labels.
func (p *printer) label(id int) {
	p.Indent--
	p.Line("L" + strconv.Itoa(id) + ":")
	p.Indent++
}

func (p *printer) loop(s *ir.Stmt) {
	start := len(p.Text)
	inside := s.Then
	if x := exitFirst(s); x != nil {
		p.Statement("for ", p.expr(ir.Negate(x)), " {")
		inside = inside[1:]
	} else {
		p.Line("for {")
	}
	p.jumps = append(p.jumps, jumpTarget{loop: s})
	p.inner(inside)
	p.Line("}")
	labeled := p.jumps[len(p.jumps)-1].labeled
	p.jumps = p.jumps[:len(p.jumps)-1]
	if labeled {
		label := append(slices.Repeat([]byte{'\t'}, p.Indent-1), loopLabel(s)+":\n"...)
		p.Text = slices.Insert(p.Text, start, label...)
		moveSpots(p.spots, start, len(label))
	}
}

// exitFirst is the condition on which a loop ends before its first statement, nil if there is none.
func exitFirst(s *ir.Stmt) *ir.Expr {
	if len(s.Then) == 0 {
		return nil
	}
	first := &s.Then[0]
	if first.Kind != ir.If || len(first.Else) > 0 || len(first.Then) != 1 {
		return nil
	}
	if br := &first.Then[0]; br.Kind != ir.Br || br.Label.Target() != s.Exit.Target() {
		return nil
	}
	return first.X[0]
}

func loopLabel(s *ir.Stmt) string { return "L" + strconv.Itoa(s.Label.ID) }

// inner writes a list one tab deeper.
func (p *printer) inner(list []ir.Stmt) {
	p.Indent++
	p.list(list)
	p.Indent--
}

func (p *printer) ifElse(s *ir.Stmt) {
	p.Begin("")
	p.ifChain(s)
	p.End("")
}

func (p *printer) ifChain(s *ir.Stmt) {
	p.Add("if ")
	p.Expr(p.expr(s.X[0]), 1)
	p.End(" {")
	p.inner(s.Then)
	p.Begin("}")
	switch {
	case len(s.Else) == 0:
	case len(s.Else) == 1 && s.Else[0].Kind == ir.If:
		p.Add(" else ")
		p.from(s.Else[0].Offset)
		p.ifChain(&s.Else[0])
	default:
		p.End(" else {")
		p.inner(s.Else)
		p.Begin("}")
	}
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
			p.Line(word)
			return
		}
		inLoop, inAny = false, false
	}
	p.gotos[to] = true
	p.Line("goto L" + strconv.Itoa(to.ID))
}

func (p *printer) choose(s *ir.Stmt) {
	p.Statement("switch ", p.expr(s.X[0]), " {")
	p.jumps = append(p.jumps, jumpTarget{})
	for i := range s.Cases {
		c := &s.Cases[i]
		if len(c.Values) == 0 {
			p.Line("default:")
		} else {
			p.from(s.Offset)
			p.Begin("case ")
			for k, v := range c.Values {
				if k > 0 {
					p.Add(", ")
				}
				p.Text = strconv.AppendUint(p.Text, uint64(v), 10)
			}
			p.End(":")
		}
		p.inner(c.Body)
	}
	p.jumps = p.jumps[:len(p.jumps)-1]
	p.Line("}")
}
