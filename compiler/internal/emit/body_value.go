package emit

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// expr makes the Go expression for x.
func (p *printer) expr(x *ir.Expr) *node {
	switch x.Kind {
	case ir.Const:
		return literal(x)
	case ir.Read:
		return p.variable(x.Var)
	case ir.Apply:
		return p.apply(x.Op, x.A, x.B, x.Args)
	case ir.Call:
		return p.call(x)
	case ir.Indirect:
		return p.indirect(x)
	case ir.Not:
		return newUnary("!", p.expr(x.Args[0]))
	case ir.FromBool:
		return newCall("abi.Bool", p.expr(x.Args[0]))
	case ir.Opaque:
		return newCall("abi.Opaque"+typeSuffix(x.Type), p.expr(x.Args[0]))
	case ir.Select:
		return newCall("abi.Select"+typeSuffix(x.Type), p.nodes(x.Args)...)
	}
	panic(fmt.Sprintf("emit: expression of kind %d", x.Kind))
}

// variable is the same atom each time, unless it depends on the part that is being printed.
func (p *printer) variable(v ir.Var) *node {
	if p.cur != nil {
		return newAtom(p.varName(v))
	}
	if p.atoms == nil {
		p.atoms = make([]*node, len(p.f.Vars))
	}
	if p.atoms[v] == nil {
		p.atoms[v] = newAtom(p.plainName(v))
	}
	return p.atoms[v]
}

func (p *printer) nodes(xs []*ir.Expr) []*node {
	nodes := make([]*node, len(xs))
	for i, x := range xs {
		nodes[i] = p.expr(x)
	}
	return nodes
}

func literal(x *ir.Expr) *node {
	switch x.Type {
	case wasm.I32:
		return literal32(uint32(x.B))
	case wasm.I64:
		return literal64(x.B)
	case wasm.F32:
		return floatLiteral(op.F32Const, x.B)
	}
	return floatLiteral(op.F64Const, x.B)
}

func typeSuffix(t wasm.ValType) string {
	switch t {
	case wasm.I32:
		return "I32"
	case wasm.I64:
		return "I64"
	case wasm.F32:
		return "F32"
	case wasm.F64:
		return "F64"
	}
	return "Ref"
}

func (p *printer) call(x *ir.Expr) *node {
	args := make([]*node, 0, len(x.Args)+2)
	args = append(args, newAtom("m"))
	if p.facts.Depth[x.A] {
		args = append(args, newAtom("d"))
	}
	for _, a := range x.Args {
		args = append(args, p.expr(a))
	}
	return newCall(p.names.Func(x.A), args...)
}

// indirect is a call through a table: m.indirect3(m.tab0.At(i))(m, d, v0).
func (p *printer) indirect(x *ir.Expr) *node {
	last := len(x.Args) - 1
	code := newCall(fmt.Sprintf("m.indirect%d", p.mod.Canon(x.A)), p.element(x))
	return &node{kind: call, fun: code, args: append([]*node{newAtom("m"), newAtom("d")}, p.nodes(x.Args[:last])...)}
}

// element is the table element that an indirect call means.
func (p *printer) element(x *ir.Expr) *node {
	index := p.expr(x.Args[len(x.Args)-1])
	if p.mod.TableType(int(x.B)).Is64 {
		return newCall(table(uint32(x.B), "At64"), convert("uint64", index))
	}
	return newCall(table(uint32(x.B), "At"), index)
}

// apply fills the instruction's template, or writes by hand the ones that
// refer to tables, globals and memories by name.
func (p *printer) apply(o op.Op, a uint32, b uint64, args []*ir.Expr) *node {
	if t := p.templates[o]; t != nil {
		in := instance{args: p.nodes(args), mem: memVar(a)}
		if info := &op.Table[o]; info.Imm == op.ImmMem || info.Imm == op.ImmMemory {
			p.access(&in, a, b, args)
		}
		return in.expr(t.expr)
	}
	switch o {
	case op.GlobalGet:
		if p.mod.GlobalType(int(a)).Type == wasm.I32 {
			return newCall("uint32", p.global(a))
		}
		return p.global(a)
	case op.RefNull:
		return newAtom("nil")
	case op.RefFunc:
		return newCall("m.ref", newAtom(fmt.Sprint(a)))
	case op.RefIsNull:
		return newBinary(p.expr(args[0]), "==", newAtom("nil"))
	case op.TableGet:
		return newCall(table(a, "Get"), p.wide(args[0]))
	case op.TableSize:
		return newCall(indexType(p.mod.TableType(int(a)).Is64), newCall(table(a, "Size")))
	case op.TableGrow:
		grow := newCall(table(a, "Grow"), p.wide(args[1]), p.expr(args[0]))
		return newCall(indexType(p.mod.TableType(int(a)).Is64), grow)
	case op.MemorySize:
		return newCall(indexType(p.mod.MemType(int(a)).Is64), newCall(memory(a, "Pages")))
	case op.MemoryGrow:
		grow := newCall(memory(a, "Grow"), p.wide(args[0]))
		return newCall(indexType(p.mod.MemType(int(a)).Is64), grow)
	}
	panic("emit: no text for " + o.String())
}

// access notes what the effective address of an access depends on.
func (p *printer) access(in *instance, memory uint32, offset uint64, args []*ir.Expr) {
	in.offset = offset
	in.is64 = p.mod.MemType(int(memory)).Is64
	in.near = isNear(p.mod, int(memory))
	in.small = len(args) > 0 && len(args[0].Args) > 0 && ir.Max(args[0].Args[0]) < 1<<31
}

func (p *printer) global(i uint32) *node {
	s := p.names.Global(i)
	if s[0] == '*' {
		return &node{kind: deref, text: s[1:]}
	}
	return newAtom(s)
}

func table(i uint32, method string) string { return fmt.Sprintf("m.tab%d.%s", i, method) }

func memory(i uint32, method string) string { return fmt.Sprintf("m.mem%d.%s", i, method) }

// indexType is the type of sizes and results of grow.
func indexType(is64 bool) string {
	if is64 {
		return "int64"
	}
	return "uint32"
}

// wide is an address, index or size as a uint64.
func (p *printer) wide(x *ir.Expr) *node { return convert("uint64", p.expr(x)) }

// effect writes a statement that changes something.
func (p *printer) effect(s *ir.Stmt) {
	p.tabs()
	p.out = appendExpr(p.out, p.effectCall(s), lowestPrec, 1)
	p.out = append(p.out, '\n')
}

func (p *printer) effectCall(s *ir.Stmt) *node {
	x := s.X
	other := uint32(s.B)
	switch s.Op {
	case op.GlobalSet:
		p.out = append(p.out, p.names.Global(s.A)...)
		p.out = append(p.out, " = "...)
		if p.mod.GlobalType(int(s.A)).Type == wasm.I32 {
			return convert("int32", p.expr(x[0]))
		}
		return p.expr(x[0])
	case op.TableSet:
		return newCall(table(s.A, "Set"), p.wide(x[0]), p.expr(x[1]))
	case op.TableFill:
		return newCall(table(s.A, "Fill"), p.wide(x[0]), p.expr(x[1]), p.wide(x[2]))
	case op.TableCopy:
		return newCall(table(s.A, "Copy"), newAtom(fmt.Sprintf("m.tab%d", other)),
			p.wide(x[0]), p.wide(x[1]), p.wide(x[2]))
	case op.TableInit:
		return newCall(table(other, "Init"), p.wide(x[0]), newAtom(fmt.Sprintf("m.elem%d", s.A)),
			p.wide(x[1]), p.wide(x[2]))
	case op.ElemDrop:
		p.out = fmt.Appendf(p.out, "m.elem%d = ", s.A)
		return newAtom("nil")
	case op.MemoryInit:
		return newCall(memory(other, "Init"), p.wide(x[0]), newAtom(fmt.Sprintf("m.data%d", s.A)),
			p.wide(x[1]), p.wide(x[2]))
	case op.MemoryCopy:
		return p.memoryCopy(s.A, other, x)
	case op.DataDrop:
		p.out = fmt.Appendf(p.out, "m.data%d = ", s.A)
		return newAtom(`""`)
	}
	return p.apply(s.Op, s.A, s.B, x)
}

func (p *printer) memoryCopy(dst, src uint32, x []*ir.Expr) *node {
	d, s, n := p.wide(x[0]), p.wide(x[1]), p.wide(x[2])
	if dst == src {
		return newCall(memory(dst, "Copy"), d, s, n)
	}
	return newCall(memory(dst, "CopyFrom"), newAtom(fmt.Sprintf("m.mem%d", src)), d, s, n)
}
