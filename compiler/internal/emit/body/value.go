package body

import (
	"fmt"
	"strconv"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// expr makes the Go expression for x, which is to stand on the line that is being written.
func (p *printer) expr(x *ir.Expr) *gotext.Expr {
	e := p.value(x)
	p.note(x)
	return e
}

func (p *printer) value(x *ir.Expr) *gotext.Expr {
	switch x.Kind {
	case ir.Const:
		return p.literal(x)
	case ir.Read:
		return p.variable(x.Var)
	case ir.Apply:
		if tree := trees[x.Op]; tree != nil {
			args := p.exprs(x.Args)
			if p.facts.Metering.Fuel && x.Op.IsBulk() {
				p.countBulk(x.Op, args)
			}
			return tree(p, x, args)
		}
		return p.apply(x.Op, immediates{x.A, x.B, x.Lane}, x.Args, p.exprs(x.Args))
	case ir.Call:
		return p.call(x)
	case ir.Indirect, ir.ByRef:
		return p.indirect(x)
	case ir.Routine:
		return gotext.Call(p.names.Routine(p.f.Index, int(x.A)), append([]*gotext.Expr{gotext.Atom("m")}, p.exprs(x.Args)...)...)
	case ir.Not:
		return negated(p.expr(x.Args[0]))
	case ir.FromBool:
		return gotext.CallIn(gotext.ABI, "abi.Bool", p.expr(x.Args[0]))
	case ir.Quiet:
		return gotext.CallIn(gotext.ABI, "abi.Quiet"+p.names.Value(x.Type).Suffix, p.expr(x.Args[0]))
	case ir.Select:
		return gotext.CallIn(gotext.ABI, "abi.Select"+p.names.Value(x.Type).Suffix, p.exprs(x.Args)...)
	}
	panic(fmt.Sprintf("emit: expression of kind %d", x.Kind))
}

func (p *printer) exprs(xs []*ir.Expr) []*gotext.Expr {
	list := make([]*gotext.Expr, len(xs))
	for i, x := range xs {
		list[i] = p.expr(x)
	}
	return list
}

// variable is the same atom each time, unless it depends on the part that is being printed.
func (p *printer) variable(v ir.Var) *gotext.Expr {
	if p.cur != nil {
		return gotext.Atom(p.varName(v))
	}
	if p.atoms == nil {
		p.atoms = make([]*gotext.Expr, len(p.f.Vars))
	}
	if p.atoms[v] == nil {
		p.atoms[v] = gotext.Atom(p.plainName(v))
	}
	return p.atoms[v]
}

// negated is the condition !x.
func negated(x *gotext.Expr) *gotext.Expr {
	switch left, operator, right, _ := x.Operands(); operator { // of references: of numbers there is another instruction
	case "==":
		return gotext.Binary(left, "!=", right)
	case "!=":
		return gotext.Binary(left, "==", right)
	}
	return gotext.Unary("!", x)
}

func (p *printer) literal(x *ir.Expr) *gotext.Expr {
	switch x.Type {
	case wasm.I32:
		return gotext.Uint32(uint32(x.B))
	case wasm.I64:
		return gotext.Int64(int64(x.B))
	case wasm.F32:
		return gotext.Float(x.B, 32)
	case wasm.F64:
		return gotext.Float(x.B, 64)
	case wasm.V128:
		return gotext.V128(p.f.V128[x.A])
	}
	panic("emit: constant of type " + x.Type.String())
}

func (p *printer) call(x *ir.Expr) *gotext.Expr {
	args := make([]*gotext.Expr, 0, len(x.Args)+2)
	args = append(args, gotext.Atom("m"))
	if p.facts.Depth[x.A] {
		args = append(args, gotext.Atom("d"))
	}
	for _, a := range x.Args {
		args = append(args, p.expr(a))
	}
	return gotext.Call(p.names.Func(x.A), args...)
}

// indirect is a call through a table, m.indirect3(m.tab0.At(i))(m, d, v0), or by reference, m.byRef3(v1)(m, d, v0).
func (p *printer) indirect(x *ir.Expr) *gotext.Expr {
	last := len(x.Args) - 1
	code := gotext.Call(p.coder(x), p.callee(x))
	return gotext.CallOf(code, append([]*gotext.Expr{gotext.Atom("m"), gotext.Atom("d")}, p.exprs(x.Args[:last])...)...)
}

// coder is the method that finds the code of a function, for a call that is not by name.
func (p *printer) coder(x *ir.Expr) string {
	t := p.mod.Canon(x.A)
	if x.Kind == ir.Indirect {
		return "m.indirect" + strconv.Itoa(int(t))
	}
	if p.byRef == nil {
		p.byRef = map[uint32]bool{}
	}
	p.byRef[t] = true
	return "m.byRef" + strconv.Itoa(int(t))
}

// callee is the reference that such a call means.
func (p *printer) callee(x *ir.Expr) *gotext.Expr {
	if x.Kind == ir.Indirect {
		return p.element(x)
	}
	return p.expr(x.Args[len(x.Args)-1])
}

// element is the table element that an indirect call means.
func (p *printer) element(x *ir.Expr) *gotext.Expr {
	index := p.expr(x.Args[len(x.Args)-1])
	if p.mod.TableType(int(x.B)).Is64 {
		return table(uint32(x.B), "At64", gotext.Convert("uint64", index))
	}
	return table(uint32(x.B), "At", index)
}

// apply fills the instruction's template, or takes what is written by hand; x is the text of the operands.
func (p *printer) apply(o op.Op, imm immediates, args []*ir.Expr, x []*gotext.Expr) *gotext.Expr {
	if t := p.templates[o]; t != nil {
		in := instance{immediates: imm, args: x, vectors: p.f.V128}
		if info := &op.Table[o]; info.Accesses() || info.Imm == op.ImmMemory {
			p.access(&in, imm.a, imm.b, args)
		}
		return in.expr(t)
	}
	if o == op.ExnValue {
		return p.exnValue(imm.a, int(imm.b), x[0])
	}
	if values[o] == nil {
		panic("emit: no text for " + o.String())
	}
	return values[o](p, imm.a, x)
}

// access notes what the effective address of an access depends on.
func (p *printer) access(in *instance, memory uint32, offset uint64, args []*ir.Expr) {
	in.memory, in.offset = &p.memories[memory], offset
	in.small = len(args) > 0 && len(args[0].Args) > 0 && ir.Max(args[0].Args[0]) < 1<<31
}
